package dev.labelops.engine.labeling.shared.image;

import dev.labelops.engine.labeling.task.UnusableObject;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file's head, big-endian. The end of the file is a property of the file. */
record HeadBytes(InputStream in) {
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

  private static UnusableObject cutOff() {
    return new UnusableObject("The file ends before its image data: it is truncated.");
  }
}
