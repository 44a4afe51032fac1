package dev.labelops.engine.front;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.Verification.Refused;
import dev.labelops.engine.front.Verification.Verified;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The AWS JSON 1.1 protocol: SageMaker and Cognito. */
public final class JsonService implements HttpService {
  private static final Logger LOG = LoggerFactory.getLogger(JsonService.class);
  private static final int MAX_BODY_BYTES = 2 * 1024 * 1024;

  private final SignatureVerifier verifier;
  private final Map<String, JsonOperation> operations;

  public JsonService(SignatureVerifier verifier, List<JsonOperation> operations) {
    this.verifier = verifier;
    this.operations =
        operations.stream()
            .collect(Collectors.toUnmodifiableMap(JsonOperation::target, Function.identity()));
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String target = request.getHeader("X-Amz-Target");
    try {
      JsonNode answer = answer(request, target);
      write(response, 200, answer);
    } catch (AwsError e) {
      write(response, e);
    } catch (RuntimeException e) {
      LOG.error("{} failed", target, e);
      write(response, new AwsError(500, "InternalFailure", "The engine failed; see its log."));
    }
  }

  private JsonNode answer(HttpServletRequest request, String target) throws IOException {
    byte[] body = RequestBody.read(request, MAX_BODY_BYTES);
    Caller caller = verify(request, SigV4.sha256(body));
    JsonOperation operation = operations.get(target);
    if (operation == null) {
      throw new AwsError(
          400, "UnknownOperationException", "The engine does not know " + target + ".");
    }
    return operation.call(caller, parse(body));
  }

  private Caller verify(HttpServletRequest request, String bodyHash) {
    return switch (verifier.verify(request, bodyHash)) {
      case Verified verified -> verified.caller();
      case Refused refused -> throw refusal(refused);
    };
  }

  private static AwsError refusal(Refused refused) {
    return switch (refused.reason()) {
      case MISSING ->
          new AwsError(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
      case MALFORMED -> new AwsError(403, "IncompleteSignatureException", refused.detail());
      case UNKNOWN_KEY, WRONG_TOKEN ->
          new AwsError(
              400,
              "UnrecognizedClientException",
              "The security token included in the request is invalid.");
      case EXPIRED ->
          new AwsError(
              400,
              "ExpiredTokenException",
              "The security token included in the request is expired");
      case SKEWED ->
          new AwsError(
              400,
              "InvalidSignatureException",
              "Signature expired or not yet current: " + refused.detail());
      case MISMATCH ->
          new AwsError(
              400,
              "InvalidSignatureException",
              "The request signature we calculated does not match the signature you provided."
                  + " Check your AWS Secret Access Key and signing method.");
    };
  }

  private static JsonNode parse(byte[] body) {
    try {
      JsonNode request = body.length == 0 ? Json.object() : Json.MAPPER.readTree(body);
      if (!request.isObject()) {
        throw new AwsError(400, "SerializationException", "The request must be a JSON object.");
      }
      return request;
    } catch (JsonProcessingException e) {
      throw new AwsError(
          400, "SerializationException", "The request is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new AwsError(400, "SerializationException", "The request is not Json.MAPPER.");
    }
  }

  private static void write(HttpServletResponse response, AwsError error) throws IOException {
    write(
        response,
        error.status(),
        Json.object().put("__type", error.code()).put("message", error.getMessage()));
  }

  private static void write(HttpServletResponse response, int status, JsonNode body)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/x-amz-json-1.1");
    response.setHeader("x-amzn-RequestId", UUID.randomUUID().toString());
    byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
