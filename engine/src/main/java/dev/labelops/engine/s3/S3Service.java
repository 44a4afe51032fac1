package dev.labelops.engine.s3;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.HttpService;
import dev.labelops.engine.front.SignatureVerifier;
import dev.labelops.engine.front.Verification.Refused;
import dev.labelops.engine.front.Verification.Verified;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Amazon S3: verifies the request, answers what S3Proxy lacks, and hands it the rest. */
public final class S3Service implements HttpService {
  private static final Logger LOG = LoggerFactory.getLogger(S3Service.class);

  private final SignatureVerifier verifier;
  private final S3Gateway gateway;

  S3Service(SignatureVerifier verifier, S3Gateway gateway) {
    this.verifier = verifier;
    this.gateway = gateway;
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    try {
      verify(request);
      gateway.handle(request, response, request.getInputStream());
    } catch (AwsError e) {
      S3Errors.write(request, response, e);
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
      S3Errors.write(
          request, response, new AwsError(500, "InternalError", "The engine failed; see its log."));
    }
  }

  private Verified verify(HttpServletRequest request) {
    String declared = request.getHeader("x-amz-content-sha256");
    String hash = declared == null ? "UNSIGNED-PAYLOAD" : declared;
    return switch (verifier.verify(request, hash)) {
      case Verified verified -> verified;
      case Refused refused -> throw S3Errors.of(refused);
    };
  }
}
