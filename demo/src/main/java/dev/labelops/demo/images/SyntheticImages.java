package dev.labelops.demo.images;

import dev.labelops.demo.truth.Box;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Renders images of invented marks among clutter, with the truth: the same seed gives the same file
 * on the same JDK. For the demo and for tests; easier than real photographs.
 */
public final class SyntheticImages {
  private static final int TRIES_TO_PLACE = 60;

  private SyntheticImages() {}

  /** Labels of the marks, in the order of their class ids. */
  public static List<String> labels() {
    return Arrays.stream(Mark.values()).map(Mark::label).toList();
  }

  /** Renders the image of a seed. */
  public static SyntheticImage render(long seed, Style style) {
    RandomGenerator random = new SplittableRandom(seed);
    BufferedImage image =
        new BufferedImage(style.width(), style.height(), BufferedImage.TYPE_INT_RGB);
    Backdrop.paint(image, random);
    Graphics2D g = image.createGraphics();
    smooth(g);
    Clutter.paint(g, style, random);
    List<Box> boxes = new ArrayList<>();
    int count = marks(random.nextDouble(), style);
    for (int i = 0; i < count; i++) {
      paintMark(g, boxes, style, random).ifPresent(boxes::add);
    }
    if (!boxes.isEmpty() && random.nextDouble() < style.barred()) {
      paintBar(g, boxes.get(random.nextInt(boxes.size())), random);
    }
    g.dispose();
    return new SyntheticImage(
        Finish.jpeg(image, style, random), style.width(), style.height(), List.copyOf(boxes));
  }

  private static int marks(double chance, Style style) {
    if (chance < style.empty()) {
      return 0;
    }
    if (chance < .70) {
      return 1;
    }
    return chance < .92 ? 2 : 3;
  }

  private static Optional<Box> paintMark(
      Graphics2D g, List<Box> taken, Style style, RandomGenerator random) {
    Mark mark = Mark.values()[random.nextInt(Mark.values().length)];
    UnaryOperator<Color> tint = tint(style, random);
    float opacity = random.nextFloat(.85f, 1f);
    for (int i = 0; i < TRIES_TO_PLACE; i++) {
      Warp warp = warp(mark, style, random);
      Optional<Box> box = box(mark.label(), warp.map(mark.layers().getFirst().shape()), style);
      if (box.isEmpty() || taken.stream().anyMatch(other -> box.get().iou(other) > 0)) {
        continue;
      }
      // One layer at a time would let lower layers shine through.
      BufferedImage sheet =
          new BufferedImage(style.width(), style.height(), BufferedImage.TYPE_INT_ARGB);
      Graphics2D pen = sheet.createGraphics();
      smooth(pen);
      for (Mark.Layer layer : mark.layers()) {
        pen.setColor(tint.apply(layer.color()));
        pen.fill(warp.map(layer.shape()));
      }
      pen.dispose();
      g.setComposite(AlphaComposite.SrcOver.derive(opacity));
      g.drawImage(sheet, 0, 0, null);
      g.setComposite(AlphaComposite.SrcOver);
      return box;
    }
    return Optional.empty();
  }

  private static Warp warp(Mark mark, Style style, RandomGenerator random) {
    double aspect = random.nextDouble(.82, 1.18);
    double frameHeight = mark.height() * aspect;
    double longSide =
        Math.exp(random.nextDouble(Math.log(style.shortest()), Math.log(style.longest())));
    double scale = longSide / Math.max(Mark.WIDTH, frameHeight);
    double width = Mark.WIDTH * scale;
    double height = frameHeight * scale;
    double angle = Math.toRadians(random.nextDouble(-15, 15));
    double x = random.nextDouble(style.width());
    double y = random.nextDouble(style.height());
    Point2D[] corners = new Point2D[4];
    for (int i = 0; i < corners.length; i++) {
      double jitter = style.cornerJitter();
      double dx = width * ((i == 1 || i == 2 ? .5 : -.5) + random.nextDouble(-jitter, jitter));
      double dy = height * ((i < 2 ? -.5 : .5) + random.nextDouble(-jitter, jitter));
      corners[i] =
          new Point2D.Double(
              x + dx * Math.cos(angle) - dy * Math.sin(angle),
              y + dx * Math.sin(angle) + dy * Math.cos(angle));
    }
    double bend = style.bend() == 0 ? 0 : random.nextDouble(-style.bend(), style.bend());
    return new Warp(Mark.WIDTH, mark.height(), bend, corners);
  }

  /** The box of the pixels that the silhouette covers by more than half; empty when not inside. */
  private static Optional<Box> box(String label, Shape silhouette, Style style) {
    Rectangle around = silhouette.getBounds();
    if (!new Rectangle(1, 1, style.width() - 2, style.height() - 2).contains(around)) {
      return Optional.empty();
    }
    BufferedImage mask =
        new BufferedImage(style.width(), style.height(), BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = mask.createGraphics();
    smooth(pen);
    pen.setColor(Color.WHITE);
    pen.fill(silhouette);
    pen.dispose();
    int[] argb = ((DataBufferInt) mask.getRaster().getDataBuffer()).getData();
    Rectangle box = new Rectangle(-1, -1);
    for (int y = around.y; y <= around.y + around.height; y++) {
      for (int x = around.x; x <= around.x + around.width; x++) {
        if (argb[y * style.width() + x] >>> 24 > 127) {
          box.add(new Rectangle(x, y, 1, 1));
        }
      }
    }
    return Optional.of(new Box(label, box.x, box.y, box.width, box.height));
  }

  private static UnaryOperator<Color> tint(Style style, RandomGenerator random) {
    float hue = random.nextFloat(-7, 7) / 360;
    float saturation = random.nextFloat(.6f, 1.1f);
    float value = random.nextFloat(.55f, 1.15f);
    int scheme = style.recoloured() ? random.nextInt(4) : 0;
    return color -> {
      Color base = scheme(scheme, color);
      float[] hsb = Color.RGBtoHSB(base.getRed(), base.getGreen(), base.getBlue(), null);
      return Color.getHSBColor(
          hsb[0] + hue, Math.min(1, hsb[1] * saturation), Math.min(1, hsb[2] * value));
    };
  }

  private static Color scheme(int scheme, Color c) {
    int grey = (c.getRed() * 30 + c.getGreen() * 59 + c.getBlue() * 11) / 100;
    return switch (scheme) {
      case 1 -> new Color(255 - c.getRed(), 255 - c.getGreen(), 255 - c.getBlue());
      case 2 -> new Color(c.getBlue(), c.getRed(), c.getGreen());
      case 3 -> new Color(grey, grey, grey);
      default -> c;
    };
  }

  private static void paintBar(Graphics2D g, Box over, RandomGenerator random) {
    double width = over.width() * random.nextDouble(.08, .25);
    double left = over.left() + random.nextDouble(over.width() - width);
    g.setColor(
        Color.getHSBColor(random.nextFloat(), random.nextFloat(.5f), random.nextFloat(.1f, .9f)));
    g.fill(new Rectangle2D.Double(left, over.top() - 8, width, over.height() + 16));
  }

  private static void smooth(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }
}
