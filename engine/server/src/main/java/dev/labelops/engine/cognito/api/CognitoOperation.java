package dev.labelops.engine.cognito.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.front.OpenOperation;
import dev.labelops.engine.store.Database;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jdbi.v3.core.Handle;

/** A Cognito operation that works within one transaction. */
public record CognitoOperation(String name, Body body) {
  private static final String TARGET = "AWSCognitoIdentityProviderService.";
  private static final int DEFAULT_LIMIT = 60;

  /** What the operation does. */
  @FunctionalInterface
  public interface Body {
    JsonNode call(Handle handle, Caller caller, JsonNode request);
  }

  public JsonOperation on(Database database) {
    return JsonOperation.of(
        TARGET + name,
        (caller, request) -> database.inTransaction(handle -> body.call(handle, caller, request)));
  }

  /** An operation that manages its transactions itself. */
  public static JsonOperation inSteps(String name, BiFunction<Caller, JsonNode, JsonNode> body) {
    return JsonOperation.of(TARGET + name, body);
  }

  /** An operation for people who have no key of the engine; called with their IP address. */
  public static OpenOperation open(String name, BiFunction<String, JsonNode, JsonNode> body) {
    return new OpenOperation(TARGET + name, body);
  }

  public static List<CognitoOperation> table(Map<String, Body> bodies) {
    return bodies.entrySet().stream()
        .map(entry -> new CognitoOperation(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** How many entries a page has at most, by the request's {@code Limit}: 1 to 60. */
  public static int limit(JsonNode request) {
    int limit = request.path("Limit").asInt(DEFAULT_LIMIT);
    return limit == 0 ? DEFAULT_LIMIT : limit;
  }
}
