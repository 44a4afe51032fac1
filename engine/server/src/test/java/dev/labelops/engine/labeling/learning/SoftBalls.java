package dev.labelops.engine.labeling.learning;

import dev.labelops.learning.boxes.Box;
import dev.labelops.learning.boxes.LabeledBox;
import dev.labelops.learning.boxes.bench.SyntheticImages;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Shaded balls of any color and size, out of focus, before a blurred background: as in photographs
 * of smooth things, no keypoint of one is found in another.
 */
final class SoftBalls {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 120;
  private static final int SMALLEST = 30;
  private static final int LARGEST = 70;

  private SoftBalls() {}

  /** One ball; the same seed gives the same image. */
  static SyntheticImages.Image draw(String label, long seed) throws IOException {
    Random random = new Random(seed);
    BufferedImage image = background(random);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    float size = SMALLEST * (float) Math.pow(LARGEST / (double) SMALLEST, random.nextDouble());
    float left = random.nextFloat() * (WIDTH - size);
    float top = random.nextFloat() * (HEIGHT - size);
    float hue = random.nextFloat();
    graphics.setPaint(
        new RadialGradientPaint(
            left + size * (.3f + .3f * random.nextFloat()),
            top + size * .35f,
            size * .75f,
            new float[] {0, 1},
            new Color[] {Color.getHSBColor(hue, .4f, 1), Color.getHSBColor(hue, .9f, .25f)}));
    graphics.fill(new Ellipse2D.Float(left, top, size, size));
    graphics.dispose();
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", jpeg);
    Box box = new Box(left, top, left + size, top + size);
    return new SyntheticImages.Image(jpeg.toByteArray(), List.of(new LabeledBox(label, box)));
  }

  /** A few random colors, enlarged. */
  private static BufferedImage background(Random random) {
    BufferedImage colors = new BufferedImage(6, 5, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 30; i++) {
      float light = .3f + .5f * random.nextFloat();
      colors.setRGB(
          i % 6, i / 6, Color.HSBtoRGB(random.nextFloat(), .4f * random.nextFloat(), light));
    }
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.setComposite(AlphaComposite.Src);
    graphics.drawImage(colors, 0, 0, WIDTH, HEIGHT, null);
    graphics.dispose();
    return image;
  }
}
