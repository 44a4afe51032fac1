package dev.labelops.engine.labeling.shared.image;

import dev.labelops.engine.labeling.task.UnusableObject;
import java.io.IOException;

/**
 * The markers before the image data of a JPEG file (ITU-T T.81, annex B). Its Exif orientation is
 * passed over: labels are in coordinates of the stored pixels (developer guide, sms-cors-update).
 */
final class JpegHead {
  static final String MAGIC = "\u00ff\u00d8\u00ff";

  private static final int START_OF_IMAGE = 0xd8;
  private static final int END_OF_IMAGE = 0xd9;
  private static final int START_OF_SCAN = 0xda;
  private static final int LAST_SHOWN_FRAME = 0xc2;
  private static final int SHOWN_PRECISION = 8;

  private JpegHead() {}

  static ImageSize read(HeadBytes bytes) throws IOException {
    ImageSize size = null;
    while (true) {
      int marker = marker(bytes);
      if (marker == START_OF_SCAN && size != null) {
        bytes.skip(Math.max(0, bytes.nextTwo() - 2));
        bytes.next();
        return size;
      }
      if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
        throw new UnusableObject("The JPEG file has no image.");
      }
      if (standsAlone(marker)) {
        continue;
      }
      int length = bytes.nextTwo() - 2;
      if (length < 0) {
        throw new UnusableObject("The JPEG file's header is damaged.");
      }
      if (isFrame(marker)) {
        size = frame(marker, bytes.next(length));
      } else {
        bytes.skip(length);
      }
    }
  }

  // Decoders pass over stray bytes before a marker, and any number of 0xff.
  private static int marker(HeadBytes bytes) throws IOException {
    int value = bytes.next();
    while (true) {
      while (value != 0xff) {
        value = bytes.next();
      }
      while (value == 0xff) {
        value = bytes.next();
      }
      if (value != 0) {
        return value;
      }
    }
  }

  private static boolean standsAlone(int marker) {
    return marker == START_OF_IMAGE || marker == 0x01 || marker >= 0xd0 && marker <= 0xd7;
  }

  private static boolean isFrame(int marker) {
    return marker >= 0xc0
        && marker <= 0xcf
        && marker != 0xc4 // Huffman tables
        && marker != 0xc8 // reserved
        && marker != 0xcc; // arithmetic conditioning
  }

  private static ImageSize frame(int marker, byte[] frame) {
    if (frame.length < 6) {
      throw new UnusableObject("The JPEG file's header is damaged.");
    }
    int components = frame[5] & 0xff;
    boolean shown = components == 1 || components == 3 || components == 4;
    if (marker > LAST_SHOWN_FRAME || frame[0] != SHOWN_PRECISION || !shown) {
      throw new UnusableObject(
          "The JPEG file has a coding that browsers do not show (lossless, arithmetic, or"
              + " not 8 bits).");
    }
    return ImageHead.size(two(frame, 3), two(frame, 1), components);
  }

  private static int two(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
  }
}
