package dev.labelops.engine.labeling.run;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Image files as cameras and phones write them, and damaged ones. */
final class ImageFiles {
  private ImageFiles() {}

  /** A white image in a format that ImageIO knows by this name. */
  static byte[] of(String format, int width, int height) {
    try {
      var bytes = new ByteArrayOutputStream();
      var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
      if (!ImageIO.write(image, format, bytes)) {
        throw new AssertionError("ImageIO writes no " + format);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JPEG file whose Exif segment asks viewers to turn it, as phones write it. */
  static byte[] turned(int width, int height, int orientation) {
    byte[] exif =
        joined(
            new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34},
            "Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1),
            // One entry of the first directory, at offset 8: tag 0x0112, SHORT, one value.
            new byte[] {0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation},
            new byte[] {0, 0, 0, 0, 0, 0});
    byte[] plain = of("jpeg", width, height);
    return joined(Arrays.copyOf(plain, 2), exif, Arrays.copyOfRange(plain, 2, plain.length));
  }

  /** The beginning of a PNG file whose header has this size, with almost no data. */
  static byte[] pngThatSays(int width, int height) {
    return png(width, height, 0);
  }

  /** The same with a method of interlacing; there are 0 and 1. */
  static byte[] pngCodedAs(int interlace) {
    return png(8, 8, interlace);
  }

  private static byte[] png(int width, int height, int interlace) {
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, (byte) interlace})
            .array();
    return joined(
        "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1),
        chunk("IHDR", header),
        chunk("IDAT", new byte[] {0x78}),
        chunk("IEND", new byte[0]));
  }

  /** A PNG as Xcode converts it for iPhones. */
  static byte[] cgbi() {
    byte[] png = of("png", 8, 8);
    return joined(
        Arrays.copyOf(png, 8),
        chunk("CgBI", new byte[] {0x50, 0, 0x20, 2}),
        Arrays.copyOfRange(png, 8, png.length));
  }

  /** The head of a JPEG file in CMYK, which Java cannot decode and browsers show. */
  static byte[] cmykJpeg(int width, int height) {
    ByteBuffer frame = ByteBuffer.allocate(24);
    frame.putShort((short) 0xffd8).putShort((short) 0xffc0).putShort((short) 20);
    frame.put((byte) 8).putShort((short) height).putShort((short) width).put((byte) 4);
    return joined(frame.array(), new byte[] {(byte) 0xff, (byte) 0xda, 0, 2, 1, 2, 3});
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] checked = joined(type.getBytes(StandardCharsets.US_ASCII), data);
    CRC32 crc = new CRC32();
    crc.update(checked);
    return joined(
        ByteBuffer.allocate(4).putInt(data.length).array(),
        checked,
        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
