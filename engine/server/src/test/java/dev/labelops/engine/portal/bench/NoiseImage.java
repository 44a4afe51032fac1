package dev.labelops.engine.portal.bench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** JPEG files that are as large as photographs, because noise cannot be compressed. */
final class NoiseImage {
  private NoiseImage() {}

  /** 1600 x 1200 pixels, about 1 MB. */
  static byte[] ofOneMegabyte(int seed) {
    return jpeg(1600, 1200, 96, seed);
  }

  /** 4000 x 3000 pixels, about 4 MB. */
  static byte[] large() {
    return jpeg(4000, 3000, 40, 1);
  }

  private static byte[] jpeg(int width, int height, int amplitude, int seed) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int noise = random.nextInt(amplitude);
        image.setRGB(x, y, (x / 8 & 127) + noise << 16 | (y / 8 & 127) + noise << 8 | noise);
      }
    }
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ImageIO.write(image, "jpeg", out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
