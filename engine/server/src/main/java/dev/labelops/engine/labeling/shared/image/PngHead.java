package dev.labelops.engine.labeling.shared.image;

import dev.labelops.engine.labeling.task.UnusableObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** The chunks before the image data of a PNG file (PNG specification, third edition). */
final class PngHead {
  static final String MAGIC = "\u0089PNG\r\n\u001a\n";

  private static final int HEADER_LENGTH = 13;
  private static final int CHECKSUM_LENGTH = 4;
  private static final int PALETTE = 3;

  private PngHead() {}

  static ImageSize read(HeadBytes bytes) throws IOException {
    bytes.skip(MAGIC.length());
    long length = length(bytes);
    String type = type(bytes);
    if (type.equals("CgBI")) {
      throw new UnusableObject(
          "The file is a PNG in Apple's CgBI format, which browsers do not show; save it as a"
              + " standard PNG.");
    }
    if (!type.equals("IHDR") || length != HEADER_LENGTH) {
      throw damaged();
    }
    byte[] header = bytes.next(HEADER_LENGTH);
    checkSum(header, bytes.next(CHECKSUM_LENGTH));
    return size(header, transparentBeforeData(bytes));
  }

  /** Reads on to the image data; returns whether a tRNS chunk came before. */
  private static boolean transparentBeforeData(HeadBytes bytes) throws IOException {
    boolean transparent = false;
    while (true) {
      long length = length(bytes);
      String type = type(bytes);
      if (type.equals("IDAT") && length > 0) {
        return transparent;
      }
      if (type.equals("IEND")) {
        throw new UnusableObject("The PNG file has no image.");
      }
      transparent |= type.equals("tRNS");
      bytes.skip(length + CHECKSUM_LENGTH);
    }
  }

  private static ImageSize size(byte[] header, boolean transparent) {
    int depth = header[8];
    int colour = header[9];
    int channels =
        switch (colour) {
          case 0 -> 1;
          case 2 -> 3;
          case PALETTE -> transparent ? 4 : 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> throw damaged();
        };
    boolean known =
        switch (depth) {
          case 1, 2, 4 -> colour == 0 || colour == PALETTE;
          case 8 -> true;
          case 16 -> colour != PALETTE;
          default -> false;
        };
    boolean coded = header[10] == 0 && header[11] == 0 && (header[12] == 0 || header[12] == 1);
    if (!known || !coded) {
      throw damaged();
    }
    ByteBuffer numbers = ByteBuffer.wrap(header);
    return ImageHead.size(numbers.getInt(), numbers.getInt(), channels);
  }

  private static void checkSum(byte[] header, byte[] sum) {
    CRC32 crc = new CRC32();
    crc.update("IHDR".getBytes(StandardCharsets.US_ASCII));
    crc.update(header);
    if ((int) crc.getValue() != ByteBuffer.wrap(sum).getInt()) {
      throw damaged();
    }
  }

  private static long length(HeadBytes bytes) throws IOException {
    int length = ByteBuffer.wrap(bytes.next(4)).getInt();
    if (length < 0) {
      throw damaged();
    }
    return length;
  }

  private static String type(HeadBytes bytes) throws IOException {
    return new String(bytes.next(4), StandardCharsets.ISO_8859_1);
  }

  private static UnusableObject damaged() {
    return new UnusableObject("The PNG file's header is damaged.");
  }
}
