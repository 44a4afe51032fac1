package dev.labelops.engine.s3.protocol;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.SigV4;
import dev.labelops.engine.front.Verification.Verified;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.io.EofException;
import org.gaul.s3proxy.checksum.ChunkedInputStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What a body in chunks ({@code aws-chunked}) holds. Its last bytes are only handed on when every
 * chunk's signature, the checksum behind the chunks and the length were right, so that nothing of a
 * wrong body is kept.
 */
public final class ChunkedBody extends FilterInputStream {
  private static final String CHUNKED = "STREAMING-";
  private static final String SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final String SIGNED_TRAILER = SIGNED + "-TRAILER";
  private static final String UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final int MAX_CHUNK_BYTES = 32 << 20;

  private long missing;

  private ChunkedBody(InputStream decoded, long length) throws IOException {
    super(decoded);
    this.missing = length;
    if (length == 0) {
      checkEnd();
    }
  }

  /** Whether this value of {@code x-amz-content-sha256} announces chunks. */
  public static boolean isAnnouncedBy(String contentHash) {
    return contentHash != null && contentHash.startsWith(CHUNKED);
  }

  /**
   * The content of the request's body.
   *
   * @throws AwsError when the request does not say what it has to about such a body
   */
  public static InputStream of(HttpServletRequest request, Verified verified) throws IOException {
    InputStream raw = request.getInputStream();
    String trailer = request.getHeader("x-amz-trailer");
    String kind = request.getHeader("x-amz-content-sha256");
    InputStream decoded =
        switch (kind) {
          case SIGNED -> signed(raw, verified, null);
          case SIGNED_TRAILER -> signed(raw, verified, trailer);
          case UNSIGNED_TRAILER -> new ChunkedInputStream(raw, MAX_CHUNK_BYTES, trailer);
          default -> throw S3Errors.BODY_KIND.of(kind);
        };
    return new ChunkedBody(decoded, length(request));
  }

  private static InputStream signed(InputStream raw, Verified verified, String trailer) {
    return new ChunkedInputStream(
        raw,
        MAX_CHUNK_BYTES,
        verified.signature().hex(),
        SigV4.signingKey(verified.key().secretAccessKey(), verified.signature()),
        "HmacSHA256",
        verified.signature().timestamp(),
        verified.signature().scope(),
        trailer);
  }

  private static long length(HttpServletRequest request) {
    String header = request.getHeader("x-amz-decoded-content-length");
    if (header == null || !header.matches("\\d{1,18}")) {
      throw S3Errors.MISSING_LENGTH.of();
    }
    return Long.parseLong(header);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (missing == 0 || length == 0) {
      return length == 0 ? 0 : -1;
    }
    int count = decode(buffer, offset, (int) Math.min(length, missing));
    if (count < 0) {
      throw S3Errors.INCOMPLETE_BODY.of();
    }
    missing -= count;
    if (missing == 0) {
      checkEnd();
    }
    return count;
  }

  private void checkEnd() throws IOException {
    if (decode(new byte[1], 0, 1) >= 0) {
      throw S3Errors.INCOMPLETE_BODY.of();
    }
  }

  private int decode(byte[] buffer, int offset, int length) throws IOException {
    try {
      return in.read(buffer, offset, length);
    } catch (NumberFormatException e) {
      throw S3Errors.NOT_IN_CHUNKS.of();
    } catch (IOException e) {
      if (e instanceof EofException || e.getCause() instanceof AwsServiceException) {
        throw e;
      }
      throw S3Errors.NOT_IN_CHUNKS.of();
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
