package dev.labelops.engine.front;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The documented input shapes of the JSON operations, from botocore's service models ({@code
 * service-shapes.json}, written by {@code hack/service-shapes.py}).
 */
final class Shapes {
  private static final JsonNode SERVICES = load().get("services");

  /** An operation's input shape with the shapes that it refers to. */
  record Input(String shape, JsonNode shapes, Optional<PageMembers> page) {}

  /** The members of a list operation that carry the items and the tokens. */
  record PageMembers(String items, String responseToken, String requestToken) {}

  private Shapes() {}

  /**
   * The input of an operation.
   *
   * @param target the value of {@code X-Amz-Target}
   */
  static Optional<Input> of(String target) {
    int dot = target.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    JsonNode service = SERVICES.path(target.substring(0, dot));
    JsonNode operation = service.path("operations").path(target.substring(dot + 1));
    if (operation.isMissingNode()) {
      return Optional.empty();
    }
    return Optional.of(
        new Input(
            operation.get("input").asText(),
            service.get("shapes"),
            Optional.ofNullable(operation.get("page"))
                .map(
                    page ->
                        new PageMembers(
                            page.get("items").asText(),
                            page.get("token").asText(),
                            page.get("request").asText()))));
  }

  private static JsonNode load() {
    try (InputStream file = Shapes.class.getResourceAsStream("/service-shapes.json")) {
      return Json.MAPPER.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
