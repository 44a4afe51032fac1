package dev.labelops.operator.results;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads a JSON Lines file line by line with bounded memory. */
final class ManifestLines {
  /** Bytes; an input line has at most 100,000 characters, and its label comes on top. */
  static final int LONGEST = 4 << 20;

  /**
   * One line that is not blank.
   *
   * @param number from 1, blank lines counted
   * @param content UTF-8 JSON; empty when the line is longer than {@link #LONGEST}
   */
  record Line(long number, Optional<byte[]> content) {}

  private final InputStream in;
  private final byte[] block = new byte[1 << 16];
  private int position;
  private int length;
  private long number;

  ManifestLines(InputStream in) {
    this.in = in;
  }

  /** The next line that is not blank; empty at the end. */
  Optional<Line> next() throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    boolean blank = true;
    boolean tooLong = false;
    for (int b = read(); ; b = read()) {
      if (b == '\n' || b < 0) {
        number++;
        if (!blank) {
          return Optional.of(
              new Line(number, tooLong ? Optional.empty() : Optional.of(content.toByteArray())));
        }
        if (b < 0) {
          return Optional.empty();
        }
        content.reset();
        continue;
      }
      blank = blank && Character.isWhitespace(b);
      if (content.size() < LONGEST) {
        content.write(b);
      } else {
        tooLong = true;
      }
    }
  }

  private int read() throws IOException {
    if (position == length) {
      length = in.read(block);
      position = 0;
      if (length <= 0) {
        length = 0;
        return -1;
      }
    }
    return block[position++] & 0xff;
  }
}
