package dev.labelops.engine.cognito.pools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.api.CognitoOperation;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.tags.Tags;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** TagResource, UntagResource, ListTagsForResource: user pools are what can be tagged. */
public final class UserPoolTags {
  public List<CognitoOperation> operations() {
    return CognitoOperation.table(
        Map.of(
            "TagResource", this::tag,
            "UntagResource", this::untag,
            "ListTagsForResource", this::list));
  }

  /** A JSON object of texts as a map. */
  static Map<String, String> of(JsonNode tags) {
    Map<String, String> result = new LinkedHashMap<>();
    tags.properties().forEach(tag -> result.put(tag.getKey(), tag.getValue().asText()));
    return result;
  }

  private JsonNode tag(Handle handle, Caller caller, JsonNode request) {
    Tags.put(handle, pool(handle, caller, request).arn(), of(request.path("Tags")));
    return Json.object();
  }

  private JsonNode untag(Handle handle, Caller caller, JsonNode request) {
    Tags.remove(handle, pool(handle, caller, request).arn(), Json.texts(request, "TagKeys"));
    return Json.object();
  }

  private JsonNode list(Handle handle, Caller caller, JsonNode request) {
    ObjectNode tags = Json.object();
    Tags.of(handle, pool(handle, caller, request).arn()).forEach(tags::put);
    return Json.object().set("Tags", tags);
  }

  private static UserPool pool(Handle handle, Caller caller, JsonNode request) {
    String arn = request.get("ResourceArn").asText();
    String id = arn.substring(arn.lastIndexOf('/') + 1);
    return Optional.of(UserPoolStore.require(handle, caller, id))
        .filter(pool -> pool.arn().equals(arn))
        .orElseThrow(() -> CognitoErrors.NO_SUCH_POOL.of(id));
  }
}
