package dev.labelops.engine.s3;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.RequestBody;
import dev.labelops.engine.front.Verification.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.jetty.io.EofException;

/** S3's error document, and S3's codes for wrong signatures. */
final class S3Errors {
  private static final String REQUEST_ID = "x-amz-request-id";

  private S3Errors() {}

  static AwsError of(Refused refused) {
    return switch (refused.reason()) {
      case MISSING -> new AwsError(403, "AccessDenied", "Access Denied");
      case MALFORMED -> new AwsError(400, "AuthorizationHeaderMalformed", refused.detail());
      case UNKNOWN_KEY ->
          new AwsError(
              403,
              "InvalidAccessKeyId",
              "The AWS Access Key Id you provided does not exist in our records.");
      case WRONG_TOKEN ->
          new AwsError(
              400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
      case EXPIRED -> new AwsError(403, "AccessDenied", refused.detail());
      case SKEWED ->
          new AwsError(
              403,
              "RequestTimeTooSkewed",
              "The difference between the request time and the current time is too large.");
      case MISMATCH ->
          new AwsError(
              403,
              "SignatureDoesNotMatch",
              "The request signature we calculated does not match the signature you provided."
                  + " Check your key and signing method.");
    };
  }

  /** Writes the error; a HEAD request and 304 get no body. */
  static void write(HttpServletRequest request, HttpServletResponse response, AwsError error)
      throws IOException {
    if (response.isCommitted()) {
      throw new IOException("failed after the answer had begun: " + error.code());
    }
    try {
      RequestBody.finish(request);
    } catch (EofException e) {
      // The client sends no more; it may read the refusal all the same.
    }
    response.resetBuffer();
    response.setStatus(error.status());
    String requestId = requestId(response);
    if (request.getMethod().equals("HEAD") || error.status() == 304) {
      return;
    }
    byte[] body =
        document(error, request.getRequestURI(), requestId).getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/xml");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** The answer's {@code x-amz-request-id}, given to it when it has none. */
  static String requestId(HttpServletResponse response) {
    String given = response.getHeader(REQUEST_ID);
    if (given != null) {
      return given;
    }
    String id = UUID.randomUUID().toString();
    response.setHeader(REQUEST_ID, id);
    return id;
  }

  private static String document(AwsError error, String resource, String requestId) {
    return S3Xml.plainDocument(
        "Error",
        xml -> {
          S3Xml.element(xml, "Code", error.code());
          S3Xml.element(xml, "Message", error.getMessage());
          S3Xml.element(xml, "Resource", resource);
          S3Xml.element(xml, "RequestId", requestId);
        });
  }
}
