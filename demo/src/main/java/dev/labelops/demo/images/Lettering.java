package dev.labelops.demo.images;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.Map;

/**
 * Letters as strokes, so that nothing depends on installed fonts. A glyph lives in a cell whose
 * baseline is y = 1 and whose capitals reach up to y = 0; widths differ per letter.
 */
final class Lettering {
  private static final double GAP = .24;
  private static final double X_HEIGHT = .36;

  private record Glyph(double width, Path2D strokes) {}

  private static final Map<Character, Glyph> GLYPHS =
      Map.ofEntries(
          Map.entry('A', glyph(.74, "0 1  .37 0  .74 1 / .16 .66  .58 .66")),
          Map.entry('E', glyph(.52, ".52 0  0 0  0 1  .52 1 / 0 .5  .42 .5")),
          Map.entry('H', glyph(.62, "0 0  0 1 / .62 0  .62 1 / 0 .5  .62 .5")),
          Map.entry('K', glyph(.6, "0 0  0 1 / .6 0  0 .58 / .2 .42  .6 1")),
          Map.entry('L', glyph(.5, "0 0  0 1  .5 1")),
          Map.entry('N', glyph(.64, "0 1  0 0  .64 1  .64 0")),
          Map.entry('T', glyph(.66, "0 0  .66 0 / .33 0  .33 1")),
          Map.entry('V', glyph(.74, "0 0  .37 1  .74 0")),
          Map.entry('X', glyph(.66, "0 0  .66 1 / .66 0  0 1")),
          Map.entry('Z', glyph(.6, "0 0  .6 0  0 1  .6 1")),
          Map.entry('O', round(.8, 0)),
          Map.entry('o', round(.62, X_HEIGHT)),
          Map.entry('i', glyph(.02, "0 .4  0 1 / 0 .08  0 .1")),
          Map.entry('n', arches(1)),
          Map.entry('m', arches(2)),
          Map.entry('b', stemmedRound()));

  private Lettering() {}

  /** Letters that can be written. */
  static String alphabet() {
    return "AEHKLNTVXZO";
  }

  /**
   * @param text letters that have a glyph
   * @param weight stroke width as a share of the capitals' height
   * @return the outline, at the top left of the coordinate system, capitals {@code height} high
   */
  static Shape outline(String text, double weight, double height) {
    Path2D line = new Path2D.Double();
    double x = weight / 2;
    for (char letter : text.toCharArray()) {
      Glyph glyph = GLYPHS.get(letter);
      line.append(
          glyph.strokes().getPathIterator(AffineTransform.getTranslateInstance(x, 0)), false);
      x += glyph.width() + GAP + weight / 2;
    }
    var pen = new BasicStroke((float) weight, BasicStroke.CAP_SQUARE, BasicStroke.JOIN_MITER);
    return AffineTransform.getScaleInstance(height, height)
        .createTransformedShape(pen.createStrokedShape(line));
  }

  private static Glyph glyph(double width, String polylines) {
    Path2D strokes = new Path2D.Double();
    for (String polyline : polylines.split("/")) {
      String[] numbers = polyline.trim().split("\\s+");
      for (int i = 0; i < numbers.length; i += 2) {
        double x = Double.parseDouble(numbers[i]);
        double y = Double.parseDouble(numbers[i + 1]);
        if (i == 0) {
          strokes.moveTo(x, y);
        } else {
          strokes.lineTo(x, y);
        }
      }
    }
    return new Glyph(width, strokes);
  }

  private static Glyph round(double width, double top) {
    return new Glyph(width, new Path2D.Double(new Ellipse2D.Double(0, top, width, 1 - top)));
  }

  private static Glyph stemmedRound() {
    Path2D strokes = glyph(0, "0 0  0 1").strokes();
    strokes.append(new Ellipse2D.Double(0, X_HEIGHT, .62, 1 - X_HEIGHT), false);
    return new Glyph(.62, strokes);
  }

  private static Glyph arches(int count) {
    double span = .48;
    Path2D strokes = glyph(0, "0 .4  0 1").strokes();
    for (int i = 0; i < count; i++) {
      strokes.append(new Arc2D.Double(i * span, X_HEIGHT, span, .56, 180, -180, Arc2D.OPEN), false);
      strokes.lineTo((i + 1) * span, 1);
    }
    return new Glyph(count * span, strokes);
  }
}
