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
          FrontErrors.THROTTLED.of(),
          FrontErrors.FAILED_BY_QUIRK.of(),
          FrontErrors.DENIED_BY_QUIRK.of());
  private static final Faults.Codes COGNITO_FAULTS =
      new Faults.Codes(
          FrontErrors.COGNITO_THROTTLED.of(),
          FrontErrors.COGNITO_FAILED_BY_QUIRK.of(),
          FrontErrors.DENIED_BY_QUIRK.of());

  /**
   * Answers a request once it is known who asks.
   *
   * @param seal marks the tokens of lists with whose list it is; empty where nobody signs
   */
  private record Work(Function<ObjectNode, JsonNode> answer, Optional<PageSeal> seal) {}

  /** Determines who asks; refuses whoever is not allowed to. */
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
      write(response, FrontErrors.FAILED.of());
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, String target)
      throws IOException {
    byte[] body = RequestBody.read(request, MAX_BODY_BYTES);
    Described described = operations.get(target);
    if (described == null) {
      verify(request, SigV4.sha256(body));
      throw FrontErrors.UNKNOWN_OPERATION.of(target);
    }
    Work work = described.door().open(request, body);
    JsonNode parsed = parse(body);
    ConstraintCheck.violations(described.input(), parsed)
        .ifPresent(
            message -> {
              throw (isCognito(target) ? FrontErrors.COGNITO_CONSTRAINTS : FrontErrors.CONSTRAINTS)
                  .of(message);
            });
    faults.around(
        target.substring(target.indexOf('.') + 1),
        isCognito(target) ? COGNITO_FAULTS : SAGEMAKER_FAULTS,
        response,
        out -> write(out, 200, call(described, target, work, request(described, parsed))));
  }

  private static ObjectNode request(Described described, JsonNode parsed) {
    return KnownMembers.of(described.input(), parsed);
  }

  private static boolean isCognito(String target) {
    return target.startsWith(COGNITO);
  }

  private JsonNode call(Described described, String target, Work work, ObjectNode request) {
    Optional<Shapes.PageMembers> pages = described.input().page();
    if (pages.isEmpty()) {
      return work.answer().apply(request);
    }
    Shapes.PageMembers page = pages.get();
    ObjectNode opened =
        work.seal().isPresent()
            ? work.seal()
                .get()
                .open(
                    request,
                    page.requestToken(),
                    isCognito(target)
                        ? FrontErrors.COGNITO_FOREIGN_TOKEN
                        : FrontErrors.FOREIGN_TOKEN)
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
      case MISSING -> FrontErrors.UNSIGNED.of();
      case MALFORMED -> FrontErrors.SIGNATURE_UNREADABLE.of(refused.detail());
      case UNKNOWN_KEY, WRONG_TOKEN -> FrontErrors.UNKNOWN_KEY.of();
      case EXPIRED -> FrontErrors.EXPIRED_KEY.of();
      case SKEWED -> FrontErrors.SIGNATURE_SKEWED.of(refused.detail());
      case MISMATCH -> FrontErrors.SIGNATURE_MISMATCH.of();
    };
  }

  private static JsonNode parse(byte[] body) {
    try {
      JsonNode request = body.length == 0 ? Json.object() : Json.MAPPER.readTree(body);
      if (!request.isObject()) {
        throw FrontErrors.NOT_A_JSON_OBJECT.of();
      }
      return request;
    } catch (JsonProcessingException e) {
      throw FrontErrors.NOT_JSON.of(e.getOriginalMessage());
    } catch (IOException e) {
      throw FrontErrors.UNREADABLE.of();
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
