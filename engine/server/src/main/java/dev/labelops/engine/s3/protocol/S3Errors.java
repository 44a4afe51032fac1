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

/** S3's error document, and S3's codes for wrong signatures. */
public final class S3Errors {
  /** The header with the id of a request. */
  static final String REQUEST_ID = "x-amz-request-id";

  private static final String HOST_ID = "x-amz-id-2";

  private S3Errors() {}

  public static AwsError of(Refused refused) {
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

  public static AwsError noSuchBucket() {
    return new AwsError(404, "NoSuchBucket", "The specified bucket does not exist");
  }

  public static AwsError noSuchUpload() {
    return new AwsError(
        404,
        "NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have"
            + " been aborted or completed.");
  }

  public static AwsError invalidPart() {
    return new AwsError(
        400,
        "InvalidPart",
        "One or more of the specified parts could not be found. The part may not have been"
            + " uploaded, or the specified entity tag may not match the part's entity tag.");
  }

  /** Writes the error; a HEAD request and 304 get no body. */
  public static void write(HttpServletRequest request, HttpServletResponse response, AwsError error)
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
