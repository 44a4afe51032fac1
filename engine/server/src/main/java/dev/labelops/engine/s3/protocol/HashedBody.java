package dev.labelops.engine.s3.protocol;

import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A body whose SHA-256 the signature covers: reading its end fails when the body is another one, so
 * that nothing of it is kept.
 */
public final class HashedBody extends FilterInputStream {
  private final MessageDigest digest;
  private final String expected;
  private boolean checked;

  private HashedBody(InputStream body, MessageDigest digest, String expected) {
    super(body);
    this.digest = digest;
    this.expected = expected;
  }

  /** The request's body, checked where {@code x-amz-content-sha256} is a hash. */
  public static InputStream of(HttpServletRequest request) throws IOException {
    String declared = request.getHeader("x-amz-content-sha256");
    if (declared == null || declared.equals("UNSIGNED-PAYLOAD")) {
      return request.getInputStream();
    }
    if (!declared.matches("[0-9a-f]{64}")) {
      throw S3Errors.CONTENT_HASH_FORM.of();
    }
    try {
      return new HashedBody(
          request.getInputStream(), MessageDigest.getInstance("SHA-256"), declared);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = super.read(buffer, offset, length);
    if (count > 0) {
      digest.update(buffer, offset, count);
    } else if (count < 0) {
      check();
    }
    return count;
  }

  private void check() {
    // The end may be read more than once; the digest starts again after the first time.
    boolean first = !checked;
    checked = true;
    if (first && !HexFormat.of().formatHex(digest.digest()).equals(expected)) {
      throw S3Errors.CONTENT_HASH_MISMATCH.of();
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
