package dev.labelops.engine.front;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Reads request bodies that are small by nature. */
public final class RequestBody {
  private RequestBody() {}

  /**
   * The whole body.
   *
   * @param limit the most bytes to read
   * @throws AwsError 413 {@code RequestEntityTooLarge} when there is more
   */
  public static byte[] read(HttpServletRequest request, int limit) throws IOException {
    if (request.getContentLengthLong() > limit) {
      throw tooLarge(limit);
    }
    byte[] body = request.getInputStream().readNBytes(limit + 1);
    if (body.length > limit) {
      throw tooLarge(limit);
    }
    return body;
  }

  private static AwsError tooLarge(int limit) {
    return new AwsError(
        413,
        "RequestEntityTooLargeException",
        "The request body is larger than the " + limit + " bytes that this service reads.");
  }
}
