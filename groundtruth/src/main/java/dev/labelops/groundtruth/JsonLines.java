package dev.labelops.groundtruth;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream into lines ended by {@code \n} or {@code \r\n}, as manifests are. One line of
 * bounded length is in memory at a time, whatever the stream holds.
 */
public final class JsonLines {
  /**
   * One line.
   *
   * @param number from 1
   * @param content without the line's end; empty when it is longer than the bound
   */
  public record Line(long number, Optional<byte[]> content) {
    /** Whether there is nothing but white space in it. */
    public boolean isBlank() {
      if (content.isEmpty()) {
        return false;
      }
      for (byte b : content.get()) {
        if (!Character.isWhitespace(b & 0xff)) {
          return false;
        }
      }
      return true;
    }

    /**
     * The content as text.
     *
     * @throws CharacterCodingException when it is not UTF-8
     * @throws java.util.NoSuchElementException when it is longer than the bound
     */
    public String text() throws CharacterCodingException {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(content.orElseThrow()))
          .toString();
    }
  }

  private final InputStream bytes;
  private final int maxBytes;
  private final byte[] chunk = new byte[64 << 10];
  private int position;
  private int limit;
  private long number;

  /**
   * @param bytes closing it is the caller's
   * @param maxBytes of a line, without its end
   */
  public JsonLines(InputStream bytes, int maxBytes) {
    this.bytes = bytes;
    this.maxBytes = maxBytes;
  }

  /**
   * Lines of an input manifest: a bound above what {@value ServiceLimits#MAX_LINE_CHARACTERS}
   * characters need.
   */
  public static JsonLines ofInputManifest(InputStream bytes) {
    return new JsonLines(bytes, 4 * ServiceLimits.MAX_LINE_CHARACTERS);
  }

  /** The next line; empty at the end of the stream. */
  public Optional<Line> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    boolean tooLong = false;
    boolean any = false;
    while (position < limit || fill()) {
      any = true;
      int end = position;
      while (end < limit && chunk[end] != '\n') {
        end++;
      }
      // One more may be the carriage return of the line's end.
      tooLong |= line.size() + end - position > maxBytes + 1;
      if (!tooLong) {
        line.write(chunk, position, end - position);
      }
      boolean ended = end < limit;
      position = ended ? end + 1 : end;
      if (ended) {
        break;
      }
    }
    if (!any) {
      return Optional.empty();
    }
    number++;
    byte[] content = withoutReturn(line.toByteArray());
    boolean kept = !tooLong && content.length <= maxBytes;
    return Optional.of(new Line(number, kept ? Optional.of(content) : Optional.empty()));
  }

  private boolean fill() throws IOException {
    limit = Math.max(0, bytes.read(chunk));
    position = 0;
    return limit > 0;
  }

  private static byte[] withoutReturn(byte[] line) {
    boolean returned = line.length > 0 && line[line.length - 1] == '\r';
    return returned ? Arrays.copyOf(line, line.length - 1) : line;
  }
}
