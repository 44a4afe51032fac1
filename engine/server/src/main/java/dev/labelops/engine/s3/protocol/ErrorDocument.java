package dev.labelops.engine.s3.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.RequestBody;
import dev.labelops.engine.front.SigV4;
import dev.labelops.engine.front.Verification.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.UUID;
import org.eclipse.jetty.io.EofException;

/** S3's error document, and what S3 answers to wrong signatures. */
public final class ErrorDocument {
  /** The header with the id of a request. */
  static final String REQUEST_ID = "x-amz-request-id";

  private static final String HOST_ID = "x-amz-id-2";

  private ErrorDocument() {}

  public static AwsError of(Refused refused) {
    return switch (refused.reason()) {
      case MISSING -> S3Errors.ACCESS_DENIED.of();
      case MALFORMED -> S3Errors.SIGNATURE_UNREADABLE.of(refused.detail());
      case UNKNOWN_KEY -> S3Errors.UNKNOWN_KEY.of();
      case WRONG_TOKEN -> S3Errors.INVALID_TOKEN.of();
      case EXPIRED -> S3Errors.EXPIRED.of(refused.detail());
      case SKEWED -> S3Errors.SKEWED.of();
      case MISMATCH -> S3Errors.SIGNATURE_MISMATCH.of();
    };
  }

  /** Writes the error; a HEAD request and 304 get no body. */
  public static void write(HttpServletRequest request, HttpServletResponse response, AwsError error)
      throws IOException {
    if (response.isCommitted()) {
      throw new IOException("failed after the response had started: " + error.code());
    }
    try {
      RequestBody.finish(request);
    } catch (EofException e) {
      // The client sends no more; it may read the refusal all the same.
    }
    response.resetBuffer();
    response.setStatus(error.status());
    if (request.getMethod().equals("HEAD") || error.status() == 304) {
      return;
    }
    byte[] body = document(error, request.getRequestURI(), response).getBytes(UTF_8);
    response.setContentType("application/xml");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** Gives the answer its ids, before anything else is known of it. */
  public static void identify(HttpServletResponse response) {
    UUID id = UUID.randomUUID();
    response.setHeader(REQUEST_ID, id.toString().replace("-", "").substring(0, 16).toUpperCase());
    response.setHeader(
        HOST_ID,
        Base64.getEncoder()
            .encodeToString(SigV4.sha256(id.toString().getBytes(UTF_8)).getBytes(UTF_8)));
  }

  private static String document(AwsError error, String resource, HttpServletResponse response) {
    return S3Xml.plainDocument(
        "Error",
        xml -> {
          S3Xml.element(xml, "Code", error.code());
          S3Xml.element(xml, "Message", error.getMessage());
          S3Xml.element(xml, "Resource", resource);
          S3Xml.element(xml, "RequestId", response.getHeader(REQUEST_ID));
          S3Xml.element(xml, "HostId", response.getHeader(HOST_ID));
        });
  }
}
