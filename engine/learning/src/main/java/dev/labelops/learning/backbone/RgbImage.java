package dev.labelops.learning.backbone;

import java.awt.image.BufferedImage;

/**
 * An image as the worker saw it: rotated by its EXIF orientation; the caller does this.
 *
 * @param width pixels
 * @param height pixels
 * @param rgb 3 bytes a pixel, rows from the top
 */
public record RgbImage(int width, int height, byte[] rgb) {

  public RgbImage {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          "An image of "
              + width
              + " x "
              + height
              + " pixels has 3 bytes a pixel, not "
              + rgb.length
              + " in all.");
    }
  }

  /** Transparent pixels are on white, as in a browser. */
  public static RgbImage of(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[3 * width * height];
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      // As most files are decoded: sRGB without transparency, so its values are the ones needed.
      image.getRaster().getDataElements(0, 0, width, height, rgb);
      return new RgbImage(width, height, rgb);
    }
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int alpha = row[x] >>> 24;
        for (int c = 0; c < 3; c++) {
          int value = row[x] >> 16 - 8 * c & 255;
          rgb[3 * (y * width + x) + c] = (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
        }
      }
    }
    return new RgbImage(width, height, rgb);
  }
}
