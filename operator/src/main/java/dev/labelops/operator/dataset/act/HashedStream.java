package dev.labelops.operator.dataset.act;

import dev.labelops.operator.manifest.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Bytes that end well only when they have the hash that they must have. Read it in arrays. */
final class HashedStream extends DigestInputStream {
  private final String sha256;
  private final Supplier<? extends RuntimeException> otherwise;
  private boolean ended;

  /**
   * @param sha256 of all bytes, lower-case hex
   * @param otherwise thrown in place of the end of the stream
   */
  HashedStream(InputStream content, String sha256, Supplier<? extends RuntimeException> otherwise) {
    super(content, Sha256.digest());
    this.sha256 = sha256;
    this.otherwise = otherwise;
  }

  @Override
  public int read() throws IOException {
    return ended(super.read());
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return ended(super.read(target, offset, length));
  }

  private int ended(int read) {
    if (read < 0 && !ended) {
      ended = true;
      if (!HexFormat.of().formatHex(getMessageDigest().digest()).equals(sha256)) {
        throw otherwise.get();
      }
    }
    return read;
  }
}
