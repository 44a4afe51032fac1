package dev.labelops.operator.manifest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Cuts a stream into lines ended by {@code \n} or {@code \r\n}, holding one line of bounded length
 * at a time whatever the stream brings.
 */
final class ManifestLines {
  /** Characters of a line; the service takes no more. */
  static final int LONGEST = 100_000;

  private static final int LONGEST_IN_BYTES = 4 * LONGEST;

  /** A line as text, or why it is none. */
  sealed interface Line {
    record Text(String text) implements Line {}

    record Unreadable(RejectionReason reason) implements Line {}
  }

  private final InputStream bytes;
  private final byte[] chunk = new byte[64 << 10];
  private int position;
  private int limit;

  ManifestLines(InputStream bytes) {
    this.bytes = bytes;
  }

  /** The next line without its end, or empty at the end of the stream. */
  Optional<Line> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    boolean tooLong = false;
    boolean any = false;
    while (position < limit || fill()) {
      any = true;
      int end = position;
      while (end < limit && chunk[end] != '\n') {
        end++;
      }
      tooLong |= line.size() + end - position > LONGEST_IN_BYTES;
      if (!tooLong) {
        line.write(chunk, position, end - position);
      }
      boolean ended = end < limit;
      position = ended ? end + 1 : end;
      if (ended) {
        break;
      }
    }
    return any ? Optional.of(tooLong ? tooLong() : decode(line.toByteArray())) : Optional.empty();
  }

  private boolean fill() throws IOException {
    limit = bytes.read(chunk);
    position = 0;
    return limit > 0;
  }

  private static Line decode(byte[] line) {
    int length = line.length > 0 && line[line.length - 1] == '\r' ? line.length - 1 : line.length;
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, length)).toString();
      return text.length() > LONGEST ? tooLong() : new Line.Text(text);
    } catch (CharacterCodingException e) {
      return new Line.Unreadable(RejectionReason.NotUtf8);
    }
  }

  private static Line tooLong() {
    return new Line.Unreadable(RejectionReason.LineTooLong);
  }
}
