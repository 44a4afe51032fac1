package dev.labelops.demo.images;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Things that are no marks, some of them in the marks' colours. */
final class Clutter {
  private static final double IN_MARK_COLOURS = .35;
  private static final List<Color> MARK_COLOURS =
      Arrays.stream(Mark.values())
          .flatMap(mark -> mark.layers().stream())
          .map(Mark.Layer::color)
          .distinct()
          .toList();

  private Clutter() {}

  static void paint(Graphics2D g, Style style, RandomGenerator random) {
    int count = random.nextInt(12, 40);
    for (int i = 0; i < count; i++) {
      AffineTransform before = g.getTransform();
      g.translate(random.nextDouble(style.width()), random.nextDouble(style.height()));
      g.rotate(random.nextDouble(-Math.PI, Math.PI));
      g.scale(style.scale(), style.scale());
      g.setComposite(AlphaComposite.SrcOver.derive(random.nextFloat(.35f, 1f)));
      g.setColor(color(random));
      g.fill(shape(random));
      g.setTransform(before);
    }
    g.setComposite(AlphaComposite.SrcOver);
  }

  private static Color color(RandomGenerator random) {
    if (random.nextDouble() < IN_MARK_COLOURS) {
      return MARK_COLOURS.get(random.nextInt(MARK_COLOURS.size()));
    }
    return Color.getHSBColor(
        random.nextFloat(), random.nextFloat(.05f, .9f), random.nextFloat(.15f, 1f));
  }

  private static Shape shape(RandomGenerator random) {
    double size = Math.exp(random.nextDouble(Math.log(12), Math.log(130)));
    return switch (random.nextInt(6)) {
      case 0 -> new Rectangle2D.Double(0, 0, size, size * random.nextDouble(.15, 1.2));
      case 1 -> new Ellipse2D.Double(0, 0, size, size);
      case 2 -> polygon(size, random);
      case 3 ->
          new BasicStroke(random.nextFloat(1, 7))
              .createStrokedShape(new Line2D.Double(0, 0, size * 2, 0));
      case 4 -> Lettering.outline(word(random), random.nextDouble(.12, .26), 8 + size / 4);
      default -> stripes(size, random);
    };
  }

  private static Path2D polygon(double size, RandomGenerator random) {
    int corners = random.nextInt(3, 8);
    double[] points = new double[2 * corners];
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * (i + random.nextDouble(-.3, .3)) / corners;
      double radius = size * random.nextDouble(.3, .6);
      points[2 * i] = radius * Math.cos(angle);
      points[2 * i + 1] = radius * Math.sin(angle);
    }
    return Mark.polygon(points);
  }

  private static String word(RandomGenerator random) {
    StringBuilder word = new StringBuilder();
    int length = random.nextInt(2, 6);
    for (int i = 0; i < length; i++) {
      word.append(Lettering.alphabet().charAt(random.nextInt(Lettering.alphabet().length())));
    }
    return word.toString();
  }

  private static Shape stripes(double size, RandomGenerator random) {
    Path2D stripes = new Path2D.Double();
    int count = random.nextInt(3, 8);
    double pitch = size / count;
    for (int i = 0; i < count; i++) {
      stripes.append(new Rectangle2D.Double(0, i * pitch, size, pitch * .5), false);
    }
    return stripes;
  }
}
