package dev.labelops.engine.front;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;

/** Reads request bodies that are small by nature. */
public final class RequestBody {
  private static final long MAX_DISCARDED_BYTES = 16L * 1024 * 1024;

  private RequestBody() {}

  /**
   * The whole body.
   *
   * @param limit the most bytes to read
   * @throws AwsError 413 {@code RequestEntityTooLarge} when there is more
   */
  public static byte[] read(HttpServletRequest request, int limit) throws IOException {
    InputStream in = request.getInputStream();
    if (request.getContentLengthLong() > limit) {
      throw tooLarge(in, limit);
    }
    byte[] body = in.readNBytes(limit + 1);
    if (body.length > limit) {
      throw tooLarge(in, limit);
    }
    return body;
  }

  /**
   * Reads what the service left of the body, so that the connection can be used again: a server
   * that answers before the last bytes have come closes it, under the client's next request. A
   * refusal is written after this: a client that waits with its body ({@code Expect: 100-continue})
   * may miss an answer that comes together with the leave to send it, and the body never comes.
   */
  public static void finish(HttpServletRequest request) throws IOException {
    request.getInputStream().skip(MAX_DISCARDED_BYTES);
  }

  // A client that is cut off while it sends never reads the refusal.
  private static AwsError tooLarge(InputStream in, int limit) throws IOException {
    in.skip(MAX_DISCARDED_BYTES);
    return FrontErrors.BODY_TOO_LARGE.of(limit);
  }
}
