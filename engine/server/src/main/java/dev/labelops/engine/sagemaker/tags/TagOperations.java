package dev.labelops.engine.sagemaker.tags;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.front.Page;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import dev.labelops.engine.store.Database;
import dev.labelops.engine.tags.Tags;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** AddTags, ListTags, DeleteTags. */
public final class TagOperations {
  private static final int MAX_TAGS = 50;
  private static final int DEFAULT_PAGE = 50;
  private static final Set<String> TAGGABLE = Set.of("labeling-job", "workteam");

  private final Database database;
  private final Predicate<String> exists;

  /**
   * @param exists whether something taggable has this ARN
   */
  public TagOperations(Database database, Predicate<String> exists) {
    this.database = database;
    this.exists = exists;
  }

  public List<JsonOperation> operations() {
    return List.of(
        JsonOperation.of("SageMaker.AddTags", this::add),
        JsonOperation.of("SageMaker.ListTags", this::list),
        JsonOperation.of("SageMaker.DeleteTags", this::delete));
  }

  private JsonNode add(Caller caller, JsonNode request) {
    return database.inTransaction(
        handle -> {
          String arn = target(caller, request);
          Tags.put(handle, arn, Tags.of(request.path("Tags")));
          Map<String, String> all = Tags.of(handle, arn);
          if (all.size() > MAX_TAGS) {
            throw SageMakerErrors.TOO_MANY_TAGS.of(MAX_TAGS);
          }
          return Json.object().set("Tags", Tags.toJson(all));
        });
  }

  private JsonNode list(Caller caller, JsonNode request) {
    return database
        .jdbi()
        .withHandle(
            handle -> {
              Map<String, String> all = Tags.of(handle, target(caller, request));
              Page<Map.Entry<String, String>> page =
                  Page.of(
                      List.copyOf(all.entrySet()),
                      Json.text(request, "NextToken"),
                      request.path("MaxResults").asInt(DEFAULT_PAGE),
                      Map.Entry::getKey,
                      SageMakerErrors.UNKNOWN_PAGE);
              return page.toJson(
                  "Tags",
                  "NextToken",
                  tag -> Json.object().put("Key", tag.getKey()).put("Value", tag.getValue()));
            });
  }

  private JsonNode delete(Caller caller, JsonNode request) {
    return database.inTransaction(
        handle -> {
          Tags.remove(handle, target(caller, request), Json.texts(request, "TagKeys"));
          return Json.object();
        });
  }

  private String target(Caller caller, JsonNode request) {
    String arn = request.get("ResourceArn").asText();
    String[] parts = arn.split(":", 6);
    String type = parts.length < 6 ? "" : parts[5].split("/")[0];
    if (!TAGGABLE.contains(type)) {
      throw SageMakerErrors.NOT_TAGGABLE.of(type);
    }
    boolean callers = parts[3].equals(caller.region()) && parts[4].equals(caller.accountId());
    if (!callers || !exists.test(arn)) {
      throw SageMakerErrors.NO_SUCH_RESOURCE.of(arn);
    }
    return arn;
  }
}
