package dev.labelops.engine.labeling.shared.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** A PNG whose rows have the filters 0 to 4 in turn. */
final class FilteredPng {
  private static final int STEP = 3;

  private FilteredPng() {}

  static byte[] of(BufferedImage image) throws IOException {
    var data = new ByteArrayOutputStream();
    try (var rows = new DeflaterOutputStream(data)) {
      byte[] above = new byte[STEP * image.getWidth()];
      for (int y = 0; y < image.getHeight(); y++) {
        byte[] row = new byte[above.length];
        for (int x = 0; x < image.getWidth(); x++) {
          int rgb = image.getRGB(x, y);
          row[STEP * x] = (byte) (rgb >> 16);
          row[STEP * x + 1] = (byte) (rgb >> 8);
          row[STEP * x + 2] = (byte) rgb;
        }
        rows.write(y % 5);
        rows.write(filtered(row, above, y % 5));
        above = row;
      }
    }
    var header = new ByteArrayOutputStream();
    var fields = new DataOutputStream(header);
    fields.writeInt(image.getWidth());
    fields.writeInt(image.getHeight());
    fields.write(new byte[] {8, 2, 0, 0, 0});
    var file = new ByteArrayOutputStream();
    file.write(PngHead.MAGIC.getBytes(StandardCharsets.ISO_8859_1));
    chunk(file, "IHDR", header.toByteArray());
    chunk(file, "IDAT", data.toByteArray());
    chunk(file, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static byte[] filtered(byte[] row, byte[] above, int filter) {
    byte[] out = new byte[row.length];
    for (int i = 0; i < row.length; i++) {
      int left = i < STEP ? 0 : row[i - STEP] & 0xff;
      int up = above[i] & 0xff;
      int corner = i < STEP ? 0 : above[i - STEP] & 0xff;
      int nearest = left + up - corner;
      int a = Math.abs(nearest - left);
      int b = Math.abs(nearest - up);
      int c = Math.abs(nearest - corner);
      int paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      int[] predicted = {0, left, up, (left + up) / 2, paeth};
      out[i] = (byte) (row[i] - predicted[filter]);
    }
    return out;
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] content)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(content);
    var fields = new DataOutputStream(file);
    fields.writeInt(content.length);
    fields.write(name);
    fields.write(content);
    fields.writeInt((int) sum.getValue());
  }
}
