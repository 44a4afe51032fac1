package dev.labelops.engine.labeling.job;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Cuts a file into parts that a database keeps, so that memory never holds a whole file. */
public final class FileParts extends OutputStream {
  /** The most that a part has. */
  static final int PART_BYTES = 256 * 1024;

  /** Keeps a part. */
  @FunctionalInterface
  public interface Keeper {
    /**
     * @param part its number, from 0
     * @param content at most 256 KiB; empty only for an empty file
     */
    void keep(int part, byte[] content);
  }

  /** The file has more bytes than it may have. */
  public static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private final Keeper keeper;
  private long left;
  private int part;

  private FileParts(long mostBytes, Keeper keeper) {
    this.keeper = keeper;
    this.left = mostBytes;
  }

  /** Writes a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Keeps a file in parts.
   *
   * @param mostBytes that the file may have
   * @return the bytes that are left of them
   * @throws TooLarge when it has more
   */
  public static long keep(Content content, long mostBytes, Keeper keeper) throws IOException {
    FileParts parts = new FileParts(mostBytes, keeper);
    // Behind a buffer, so that parts are few.
    try (OutputStream out = new BufferedOutputStream(parts, PART_BYTES)) {
      content.writeTo(out);
    }
    return parts.left;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    left -= length;
    if (left < 0) {
      throw new TooLarge();
    }
    for (int at = from; at < from + length; at += PART_BYTES) {
      keeper.keep(part++, Arrays.copyOfRange(bytes, at, Math.min(at + PART_BYTES, from + length)));
    }
  }

  @Override
  public void close() {
    if (part == 0) {
      keeper.keep(part++, new byte[0]);
    }
  }
}
