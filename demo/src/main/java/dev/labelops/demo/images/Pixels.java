package dev.labelops.demo.images;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** Arithmetic on the pixels of a {@link BufferedImage#TYPE_INT_RGB} image. */
final class Pixels {
  private Pixels() {}

  /** A new colour from an old one; {@code index} counts rows from the top left. */
  interface Change {
    int of(int index, int red, int green, int blue);
  }

  static void each(BufferedImage image, Change change) {
    int[] data = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    for (int i = 0; i < data.length; i++) {
      int rgb = data[i];
      data[i] = change.of(i, rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff);
    }
  }

  /** Rounds and limits each channel to 0 to 255. */
  static int rgb(double red, double green, double blue) {
    return channel(red) << 16 | channel(green) << 8 | channel(blue);
  }

  private static int channel(double value) {
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }
}
