package dev.labelops.engine.tags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.labelops.engine.front.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The tags of every taggable thing, by its ARN. */
public final class Tags {
  private Tags() {}

  /** A request's list of {@code Key} and {@code Value}; none when it is absent. */
  public static Map<String, String> of(JsonNode list) {
    Map<String, String> tags = new LinkedHashMap<>();
    list.forEach(tag -> tags.put(tag.path("Key").asText(), tag.path("Value").asText()));
    return tags;
  }

  /** The tags as SageMaker lists them. */
  public static ArrayNode toJson(Map<String, String> tags) {
    ArrayNode list = Json.array();
    tags.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
    return list;
  }

  /** Adds the tags, replacing the values of existing keys. */
  public static void put(Handle handle, String arn, Map<String, String> tags) {
    tags.forEach(
        (key, value) -> {
          int updated =
              handle
                  .createUpdate(
                      "update resource_tag set tag_value = :value"
                          + " where resource_arn = :arn and tag_key = :key")
                  .bind("arn", arn)
                  .bind("key", key)
                  .bind("value", value)
                  .execute();
          if (updated == 0) {
            handle
                .createUpdate(
                    "insert into resource_tag (resource_arn, tag_key, tag_value)"
                        + " values (:arn, :key, :value)")
                .bind("arn", arn)
                .bind("key", key)
                .bind("value", value)
                .execute();
          }
        });
  }

  /** The tags of one thing in the order of their keys; empty when it has none. */
  public static Map<String, String> of(Handle handle, String arn) {
    return handle
        .createQuery(
            "select tag_key, tag_value from resource_tag where resource_arn = :arn order by tag_key")
        .bind("arn", arn)
        .reduceRows(
            new LinkedHashMap<>(),
            (tags, row) -> {
              tags.put(
                  row.getColumn("tag_key", String.class), row.getColumn("tag_value", String.class));
              return tags;
            });
  }

  public static void remove(Handle handle, String arn, Collection<String> keys) {
    for (String key : keys) {
      handle
          .createUpdate("delete from resource_tag where resource_arn = :arn and tag_key = :key")
          .bind("arn", arn)
          .bind("key", key)
          .execute();
    }
  }

  /** Removes every tag, when the thing itself goes. */
  public static void clear(Handle handle, String arn) {
    handle
        .createUpdate("delete from resource_tag where resource_arn = :arn")
        .bind("arn", arn)
        .execute();
  }
}
