package dev.labelops.engine.front;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Verification.Refused;
import dev.labelops.engine.front.Verification.Verified;
import dev.labelops.engine.quirks.QuirkBoard;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The AWS JSON 1.1 protocol: SageMaker and Cognito. */
public final class JsonService implements HttpService {
  private static final Logger LOG = LoggerFactory.getLogger(JsonService.class);
  private static final int MAX_BODY_BYTES = 2 * 1024 * 1024;

  private static final String COGNITO = "AWSCognitoIdentityProviderService.";
  private static final String EMPTY_PAGE = "empty:";
  private static final Faults.Codes SAGEMAKER_FAULTS =
      new Faults.Codes(
          new AwsError(400, "ThrottlingException", "Rate exceeded"),
          new AwsError(500, "InternalFailure", "Injected by a quirk of the engine."),
          new AwsError(400, "AccessDeniedException", "Denied by a quirk of the engine."));
  private static final Faults.Codes COGNITO_FAULTS =
      new Faults.Codes(
          new AwsError(400, "TooManyRequestsException", "Rate exceeded"),
          new AwsError(500, "InternalErrorException", "Injected by a quirk of the engine."),
          new AwsError(400, "AccessDeniedException", "Denied by a quirk of the engine."));

  /**
   * Answers a request once it is known who asks.
   *
   * @param seal marks the tokens of lists with whose list it is; empty where nobody signs
   */
  private record Work(Function<ObjectNode, JsonNode> answer, Optional<PageSeal> seal) {}

  /** Finds out who asks; refuses whoever may not. */
  @FunctionalInterface
  private interface Door {
    Work open(HttpServletRequest request, byte[] body);
  }

  private record Described(Door door, Shapes.Input input) {}

  private final SignatureVerifier verifier;
  private final QuirkBoard quirks;
  private final Faults faults;
  private final Map<String, Described> operations;

  /**
   * @param operations what is answered for those who sign; each must be in the documented shapes
   * @param openOperations what is answered for everybody; likewise
   */
  public JsonService(
      SignatureVerifier verifier,
      ClientAddress addresses,
      QuirkBoard quirks,
      List<JsonOperation> operations,
      List<OpenOperation> openOperations) {
    this.verifier = verifier;
    this.quirks = quirks;
    this.faults = new Faults(quirks);
    Map<String, Described> described = new HashMap<>();
    for (JsonOperation operation : operations) {
      Door signed =
          (request, body) -> {
            Caller caller = verify(request, SigV4.sha256(body));
            return new Work(
                asked -> operation.call(caller, asked),
                Optional.of(PageSeal.of(operation.target(), caller)));
          };
      add(described, operation.target(), signed);
    }
    for (OpenOperation operation : openOperations) {
      Door open =
          (request, body) -> {
            String address = addresses.of(request);
            return new Work(asked -> operation.body().apply(address, asked), Optional.empty());
          };
      add(described, operation.target(), open);
    }
    this.operations = Map.copyOf(described);
  }

  private static void add(Map<String, Described> all, String target, Door door) {
    Shapes.Input input =
        Shapes.of(target)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        target + " has no documented shape: add it to hack/service-shapes.py"));
    if (all.put(target, new Described(door, input)) != null) {
      throw new IllegalStateException(target + " is there twice");
    }
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String target = request.getHeader("X-Amz-Target");
    try {
      answer(request, response, target);
    } catch (AwsError e) {
      write(response, e);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("{} failed", target, e);
      write(response, new AwsError(500, "InternalFailure", "The engine failed; see its log."));
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, String target)
      throws IOException {
    byte[] body = RequestBody.read(request, MAX_BODY_BYTES);
    Described described = operations.get(target);
    if (described == null) {
      verify(request, SigV4.sha256(body));
      throw new AwsError(
          400, "UnknownOperationException", "The engine does not know " + target + ".");
    }
    Work work = described.door().open(request, body);
    JsonNode parsed = parse(body);
    ConstraintCheck.violations(described.input(), parsed)
        .ifPresent(
            message -> {
              throw new AwsError(400, validationCode(target), message);
            });
    faults.around(
        target.substring(target.indexOf('.') + 1),
        target.startsWith(COGNITO) ? COGNITO_FAULTS : SAGEMAKER_FAULTS,
        response,
        out -> write(out, 200, call(described, target, work, request(described, parsed))));
  }

  private static ObjectNode request(Described described, JsonNode parsed) {
    return KnownMembers.of(described.input(), parsed);
  }

  private static String validationCode(String target) {
    return target.startsWith(COGNITO) ? "InvalidParameterException" : "ValidationException";
  }

  private JsonNode call(Described described, String target, Work work, ObjectNode request) {
    Optional<Shapes.PageMembers> pages = described.input().page();
    if (pages.isEmpty()) {
      return work.answer().apply(request);
    }
    Shapes.PageMembers page = pages.get();
    ObjectNode opened =
        work.seal().isPresent()
            ? work.seal().get().open(request, page.requestToken(), validationCode(target))
            : request;
    JsonNode answer =
        quirks.current().emptyPages()
            ? withEmptyPages(page, work, opened)
            : work.answer().apply(opened);
    return work.seal().isPresent()
        ? work.seal().get().close((ObjectNode) answer, page.responseToken())
        : answer;
  }

  // Before each real page comes an empty one, whose token leads to the real one.
  private static JsonNode withEmptyPages(Shapes.PageMembers page, Work work, ObjectNode request) {
    String token = Json.text(request, page.requestToken()).orElse("");
    if (!token.startsWith(EMPTY_PAGE)) {
      ObjectNode empty = Json.object();
      empty.putArray(page.items());
      return empty.put(page.responseToken(), EMPTY_PAGE + token);
    }
    ObjectNode real = request.deepCopy();
    if (token.equals(EMPTY_PAGE)) {
      real.remove(page.requestToken());
    } else {
      real.put(page.requestToken(), token.substring(EMPTY_PAGE.length()));
    }
    return work.answer().apply(real);
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
      throw new AwsError(400, "SerializationException", "The request is not JSON.");
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
