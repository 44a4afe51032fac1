package dev.labelops.engine.portal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.Json;
import io.javalin.http.Context;
import java.io.IOException;

/** JSON bodies of the portal's API. */
public final class Bodies {
  private static final int MEGABYTE = 1024 * 1024;

  private Bodies() {}

  /**
   * The request's body.
   *
   * @throws PortalError 400 when it is not a JSON object, 413 above 1 MiB
   */
  public static JsonNode object(Context context) {
    return object(context, MEGABYTE);
  }

  /**
   * The same for a body that may be larger.
   *
   * @param mostBytes whole megabytes
   * @throws PortalError 400 when it is not a JSON object, 413 when it is larger
   */
  static JsonNode object(Context context, int mostBytes) {
    try {
      byte[] body = context.bodyInputStream().readNBytes(mostBytes + 1);
      if (body.length > mostBytes) {
        throw new PortalError(
            413, "BodyTooLarge", "The body is larger than %d MiB.".formatted(mostBytes / MEGABYTE));
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

  /** Answers with a document. */
  public static void answer(Context context, JsonNode body) {
    context.contentType("application/json; charset=utf-8");
    context.result(body.toString());
  }
}
