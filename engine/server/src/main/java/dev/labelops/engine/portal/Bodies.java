package dev.labelops.engine.portal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.Json;
import io.javalin.http.Context;
import java.io.IOException;

/** JSON bodies of the portal's API. */
final class Bodies {
  private static final int MAX_BYTES = 1024 * 1024;

  private Bodies() {}

  /**
   * The request's body.
   *
   * @throws PortalError 400 when it is not a JSON object, 413 above 1 MiB
   */
  static JsonNode object(Context context) {
    try {
      byte[] body = context.bodyInputStream().readNBytes(MAX_BYTES + 1);
      if (body.length > MAX_BYTES) {
        throw new PortalError(413, "BodyTooLarge", "The body is larger than 1 MiB.");
      }
      JsonNode json = Json.MAPPER.readTree(body);
      if (json != null && json.isObject()) {
        return json;
      }
    } catch (IOException e) {
      throw malformed();
    }
    throw malformed();
  }

  private static PortalError malformed() {
    return new PortalError(400, "MalformedRequest", "The body must be a JSON object.");
  }

  /**
   * A member that has to be a text.
   *
   * @throws PortalError 400 that names it
   */
  static String text(JsonNode body, String member) {
    JsonNode value = body.path(member);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new PortalError(400, "MalformedRequest", member + " must be a string.");
    }
    return value.textValue();
  }

  static void answer(Context context, JsonNode body) {
    context.contentType("application/json; charset=utf-8");
    context.result(body.toString());
  }
}
