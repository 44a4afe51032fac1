package dev.labelops.engine.owner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;

/**
 * How much the answers of different workers about one object differ, from 0 (not at all) to 1.
 * Boxes and spans: 1 - mean IoU over the pairs of answers, where a mark that only one of them has
 * counts as 0. Classes: entropy of the answers, divided by that of as many different answers.
 * Masks: from the label's confidence, so that no mask is decoded. Pure.
 */
final class Disagreement {
  private static final List<String> FORMS = List.of("boundingBoxes", "entities", "label");

  private Disagreement() {}

  /**
   * @param answers the workers' answerContent; of any form
   * @return empty for fewer than two answers, and for answers of another form than boxes, spans and
   *     classes
   */
  static OptionalDouble of(List<JsonNode> answers) {
    if (answers.size() < 2) {
      return OptionalDouble.empty();
    }
    List<JsonNode> tools = answers.stream().map(Disagreement::tool).toList();
    if (tools.stream().allMatch(tool -> tool.path("label").isTextual())) {
      return OptionalDouble.of(
          ofClasses(tools.stream().map(tool -> tool.path("label").asText()).toList()));
    }
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < answers.size(); i++) {
      for (int j = i + 1; j < answers.size(); j++) {
        OptionalDouble alike = alike(answers.get(i), answers.get(j));
        if (alike.isEmpty()) {
          return alike;
        }
        sum += alike.getAsDouble();
        pairs++;
      }
    }
    return OptionalDouble.of(1 - sum / pairs);
  }

  /**
   * Of masks. Their confidence is the mean share of the workers who agree, over the pixels that
   * somebody labeled (ADR 40): 1 when all agree, one of so many when all differ.
   *
   * @param confidence of a label that people gave
   * @param workers who answered
   * @return empty for fewer than two workers
   */
  static OptionalDouble ofMasks(OptionalDouble confidence, int workers) {
    if (workers < 2 || confidence.isEmpty()) {
      return OptionalDouble.empty();
    }
    double most = 1 - 1.0 / workers;
    return OptionalDouble.of(Math.clamp((1 - confidence.getAsDouble()) / most, 0, 1));
  }

  /**
   * How alike two answers about one object are, from 0 to 1: of classes whether they are the same,
   * of boxes and spans their mean IoU.
   *
   * @return empty for answers of another form, or of two forms
   */
  static OptionalDouble alike(JsonNode one, JsonNode other) {
    JsonNode some = tool(one);
    JsonNode others = tool(other);
    if (some.path("boundingBoxes").isArray() && others.path("boundingBoxes").isArray()) {
      return OptionalDouble.of(Mark.meanIou(boxes(some), boxes(others)));
    }
    if (some.path("entities").isArray() && others.path("entities").isArray()) {
      return OptionalDouble.of(Mark.meanIou(spans(some), spans(others)));
    }
    if (some.path("label").isTextual() && others.path("label").isTextual()) {
      return OptionalDouble.of(some.path("label").equals(others.path("label")) ? 1 : 0);
    }
    return OptionalDouble.empty();
  }

  /** The tool's member: forms may have more members beside it. */
  private static JsonNode tool(JsonNode answer) {
    return StreamSupport.stream(answer.spliterator(), false)
        .filter(member -> FORMS.stream().anyMatch(member::has))
        .findFirst()
        .orElse(answer);
  }

  private static List<Mark.Box> boxes(JsonNode tool) {
    return tool.path("boundingBoxes").valueStream().map(Mark.Box::of).toList();
  }

  private static List<Mark.Span> spans(JsonNode tool) {
    return tool.path("entities").valueStream().map(Mark.Span::of).toList();
  }

  private static double ofClasses(List<String> labels) {
    Map<String, Integer> counts = new HashMap<>();
    labels.forEach(label -> counts.merge(label, 1, Integer::sum));
    double entropy = 0;
    for (int count : counts.values()) {
      double share = (double) count / labels.size();
      entropy -= share * Math.log(share);
    }
    return counts.size() == 1 ? 0 : Math.min(1, entropy / Math.log(labels.size()));
  }
}
