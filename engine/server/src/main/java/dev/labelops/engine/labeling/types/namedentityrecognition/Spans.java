package dev.labelops.engine.labeling.types.namedentityrecognition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.shared.Confidence;
import dev.labelops.engine.labeling.shared.KnownLabel;
import dev.labelops.engine.labeling.shared.MarkCluster;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.InvalidAnswer;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Labeled parts of a text, {@code {"entities":[{"endOffset","label","startOffset"}]}}.
 *
 * <p>Consolidation clusters the spans of all workers by their overlap, whatever their labels, drops
 * the clusters that fewer than half of the workers made, and takes for each other one the span of
 * {@link Span#middle}. Where two results overlap, the one that more workers made stays, because
 * labels cannot overlap (DG:sms-named-entity-recg). A span's confidence is the share of workers who
 * gave its label there, times their mean overlap with it; with one worker it is 0, as in Ground
 * Truth. A text without spans is labeled, as empty.
 */
final class Spans {
  private static final String MEMBER = "entities";

  /** Characters of all labels' names and places: what the label of a text may take. */
  private static final int LONGEST = 300_000;

  private static final int LONGEST_PLACES = 60;

  private record Scored(Span span, double confidence) {}

  private Spans() {}

  /**
   * @param text whose parts are labeled
   * @param labels the job's label categories
   * @throws InvalidAnswer when the shape, a label or a place is wrong, or two spans overlap
   */
  static void check(JsonNode answer, String text, List<String> labels) {
    JsonNode entities = answer.path(MEMBER);
    if (!entities.isArray()) {
      throw new InvalidAnswer(
          "entities must be a list; use an empty list when there is nothing to mark");
    }
    long characters = 0;
    for (int i = 0; i < entities.size(); i++) {
      String path = "entities[" + i + "]";
      JsonNode entity = entities.get(i);
      KnownLabel.check(entity.path("label"), path + ".label", labels);
      checkPlace(entity, path, text);
      characters += entity.path("label").asText().length() + LONGEST_PLACES;
    }
    if (characters > LONGEST) {
      throw new InvalidAnswer(
          "entities has %,d spans, which are more than are stored for one text"
              .formatted(entities.size()));
    }
    checkApart(spans(answer), text);
  }

  private static void checkPlace(JsonNode entity, String path, String text) {
    JsonNode start = entity.path("startOffset");
    JsonNode end = entity.path("endOffset");
    if (!start.isInt() || !end.isInt()) {
      throw new InvalidAnswer(path + ".startOffset and .endOffset must be whole numbers");
    }
    if (start.intValue() < 0
        || start.intValue() >= end.intValue()
        || end.intValue() > text.length()) {
      throw new InvalidAnswer(
          "%s from %d to %d is no part of the text of %d characters (UTF-16 code units)"
              .formatted(path, start.intValue(), end.intValue(), text.length()));
    }
    if (splits(text, start.intValue()) || splits(text, end.intValue())) {
      throw new InvalidAnswer(
          "%s from %d to %d begins or ends within a character: count UTF-16 code units"
              .formatted(path, start.intValue(), end.intValue()));
    }
  }

  /** Whether the offset is within a surrogate pair. */
  private static boolean splits(String text, int offset) {
    return offset > 0
        && offset < text.length()
        && Character.isSurrogatePair(text.charAt(offset - 1), text.charAt(offset));
  }

  private static void checkApart(List<Span> spans, String text) {
    for (int i = 1; i < spans.size(); i++) {
      Span before = spans.get(i - 1);
      Span span = spans.get(i);
      if (before.overlaps(span)) {
        throw new InvalidAnswer(
            "entities: '%s' and '%s' overlap; a part of a text has one label"
                .formatted(
                    text.substring(before.start(), before.end()),
                    text.substring(span.start(), span.end())));
      }
    }
  }

  /**
   * @param answers at least one
   * @param labels with the details of {@link EntityCategories}
   */
  static Consolidated consolidate(List<WorkerAnswer> answers, LabelCategories labels) {
    List<MarkCluster.Member<Span>> marks =
        answers.stream()
            .flatMap(
                answer ->
                    spans(answer.answer()).stream()
                        .map(span -> new MarkCluster.Member<>(answer.workerId(), span)))
            // The order of answers must not matter.
            .sorted(
                Comparator.comparing(MarkCluster.Member<Span>::mark, Span.IN_TEXT_ORDER)
                    .thenComparing(MarkCluster.Member::workerId))
            .toList();
    List<Scored> found =
        MarkCluster.of(marks, Span::jaccard, spans -> Span.middle(spans, labels.names())).stream()
            .filter(cluster -> cluster.isOfHalf(answers.size()))
            .sorted(
                Comparator.<MarkCluster<Span>>comparingInt(cluster -> -cluster.marks().size())
                    .thenComparing(MarkCluster::middle, Span.IN_TEXT_ORDER))
            .map(cluster -> scored(cluster, answers.size()))
            .toList();
    return write(withoutOverlaps(found), EntityCategories.labelsOf(labels));
  }

  private static List<Span> spans(JsonNode answer) {
    return answer.path(MEMBER).valueStream().map(Span::of).sorted(Span.IN_TEXT_ORDER).toList();
  }

  private static Scored scored(MarkCluster<Span> cluster, int answers) {
    Span middle = cluster.middle();
    double overlaps =
        cluster.marks().stream()
            .filter(span -> span.label().equals(middle.label()))
            .mapToDouble(middle::jaccard)
            .sum();
    return new Scored(middle, answers == 1 ? 0 : overlaps / answers);
  }

  private static List<Scored> withoutOverlaps(List<Scored> best) {
    List<Scored> kept = new ArrayList<>();
    for (Scored scored : best) {
      if (kept.stream().noneMatch(other -> other.span().overlaps(scored.span()))) {
        kept.add(scored);
      }
    }
    kept.sort(Comparator.comparing(Scored::span, Span.IN_TEXT_ORDER));
    return kept;
  }

  private static Consolidated write(List<Scored> spans, JsonNode labels) {
    ObjectNode label = JsonNodeFactory.instance.objectNode();
    ObjectNode annotations = label.putObject("annotations");
    annotations.set("labels", labels);
    ArrayNode entities = annotations.putArray(MEMBER);
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    ArrayNode confidences = metadata.putArray(MEMBER);
    for (Scored scored : spans) {
      scored.span().writeTo(entities.addObject());
      confidences.addObject().set("confidence", Confidence.of(scored.confidence()));
    }
    return new Consolidated(label, metadata, Set.of());
  }
}
