package dev.labelops.engine.owner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.labelops.groundtruth.LabelMetadata;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What a label and its metadata say of it, whatever its task type. Pure.
 *
 * @param classes names of the label categories that it has
 * @param confidence of the label, or the lowest of its parts; empty when it has none
 */
record LabelFacts(Set<String> classes, OptionalDouble confidence) {
  private static final LabelFacts NONE = new LabelFacts(Set.of(), OptionalDouble.empty());

  /**
   * @param label value of the label attribute; empty: the classes of spans, which only it names,
   *     are not found
   * @param metadata value of {@code <attribute>-metadata}
   */
  static LabelFacts of(Optional<JsonNode> label, Optional<JsonNode> metadata) {
    return metadata.map(found -> of(label.orElse(MissingNode.getInstance()), found)).orElse(NONE);
  }

  private static LabelFacts of(JsonNode label, JsonNode metadata) {
    Stream<JsonNode> names =
        Stream.of(
                Stream.of(metadata.path(LabelMetadata.CLASS_NAME)),
                metadata.path(LabelMetadata.CLASS_MAP).valueStream(),
                metadata.path(LabelMetadata.CLASS_MAP_OF_CUBOIDS).valueStream(),
                members(metadata.path(LabelMetadata.INTERNAL_COLOR_MAP), LabelMetadata.CLASS_NAME),
                members(label.path("annotations").path(LabelMetadata.ENTITIES), "label"))
            .flatMap(stream -> stream);
    Stream<JsonNode> confidences =
        Stream.of(
                Stream.of(metadata.path(LabelMetadata.CONFIDENCE)),
                metadata.path(LabelMetadata.CONFIDENCE_MAP).valueStream(),
                members(metadata.path(LabelMetadata.OBJECTS), LabelMetadata.CONFIDENCE),
                members(metadata.path(LabelMetadata.ENTITIES), LabelMetadata.CONFIDENCE),
                members(metadata.path(LabelMetadata.INTERNAL_COLOR_MAP), LabelMetadata.CONFIDENCE))
            .flatMap(stream -> stream);
    DoubleStream numbers = confidences.filter(JsonNode::isNumber).mapToDouble(JsonNode::asDouble);
    return new LabelFacts(
        names
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText)
            .filter(name -> !name.equals(LabelMetadata.BACKGROUND))
            .collect(Collectors.toSet()),
        numbers.min());
  }

  /** A member of each part of a list or a map. */
  private static Stream<JsonNode> members(JsonNode parts, String name) {
    return parts.valueStream().map(part -> part.path(name));
  }
}
