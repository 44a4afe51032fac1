package dev.labelops.engine.labeling.types.namedentityrecognition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * A labeled part of a text. Offsets count UTF-16 code units, as the strings of JavaScript and Java
 * do (docs/adr/0025); no document of the service says more than "Unicode offset".
 *
 * @param label one of the job's labels
 * @param start of its first character
 * @param end behind its last character
 */
record Span(String label, int start, int end) {
  private static final String LABEL = "label";
  private static final String START = "startOffset";
  private static final String END = "endOffset";

  static final Comparator<Span> IN_TEXT_ORDER =
      Comparator.comparingInt(Span::start).thenComparingInt(Span::end).thenComparing(Span::label);

  static Span of(JsonNode node) {
    return new Span(node.path(LABEL).asText(), node.path(START).asInt(), node.path(END).asInt());
  }

  void writeTo(ObjectNode entity) {
    entity.put(LABEL, label).put(START, start).put(END, end);
  }

  boolean overlaps(Span other) {
    return start < other.end && other.start < end;
  }

  /** Jaccard index of the characters, 0 (apart) to 1 (the same), whatever the labels. */
  double jaccard(Span other) {
    int both = Math.min(end, other.end) - Math.max(start, other.start);
    return both <= 0 ? 0 : (double) both / (end - start + other.end - other.start - both);
  }

  /**
   * The span that stands for those of several workers (DG:sms-annotation-consolidation): each
   * boundary is the most frequent one, or the median where several are; the label is the most
   * frequent one. Of equally frequent labels the first in the label category file wins, so that the
   * result never depends on the order of answers; the service draws lots.
   *
   * @param spans overlapping, at least one
   * @param labels the job's label categories
   */
  static Span middle(List<Span> spans, List<String> labels) {
    List<String> modes = modes(spans, Span::label);
    String label = labels.stream().filter(modes::contains).findFirst().orElseThrow();
    int start = boundary(spans, Span::start);
    int end = boundary(spans, Span::end);
    return start < end
        ? new Span(label, start, end)
        : new Span(label, median(spans, Span::start), median(spans, Span::end));
  }

  /** The values that as many spans have as no other. */
  private static <T> List<T> modes(List<Span> spans, Function<Span, T> of) {
    Map<T, Long> counts = spans.stream().collect(Collectors.groupingBy(of, Collectors.counting()));
    long most = Collections.max(counts.values());
    return counts.keySet().stream().filter(value -> counts.get(value) == most).toList();
  }

  private static int boundary(List<Span> spans, ToIntFunction<Span> of) {
    List<Integer> modes = modes(spans, of::applyAsInt);
    return modes.size() == 1 ? modes.getFirst() : median(spans, of);
  }

  /** The lower one of two: a place that somebody chose, never within a character. */
  private static int median(List<Span> spans, ToIntFunction<Span> of) {
    return spans.stream()
        .mapToInt(of)
        .sorted()
        .skip((spans.size() - 1) / 2)
        .findFirst()
        .orElseThrow();
  }
}
