package dev.labelops.engine.labeling.shared.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file's head, big-endian. The end of the file is a property of the file. */
record HeadBytes(InputStream in) {
  /** The file is no picture that people can be shown; the message is a sentence about it. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(String why) {
      super(why, null, false, false);
    }
  }

  int next() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw cutOff();
    }
    return value;
  }

  int nextTwo() throws IOException {
    return next() << 8 | next();
  }

  byte[] next(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw cutOff();
    }
    return bytes;
  }

  void skip(long length) throws IOException {
    try {
      in.skipNBytes(length);
    } catch (EOFException e) {
      throw cutOff();
    }
  }

  private static Broken cutOff() {
    return new Broken("The file ends before its picture data: it is cut off.");
  }
}
