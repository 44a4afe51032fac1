package dev.labelops.operator.results;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.FailureCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up why objects have no label. However many texts there are, little is kept. */
final class FailureTally {
  /** Reasons in the status; rarer ones are counted under {@link #OTHERS}. */
  static final int MOST_REASONS = 10;

  /** Characters of a reason. */
  static final int LONGEST_REASON = 256;

  static final String OTHERS = "Other reasons.";

  private static final int MOST_LINES = 5;
  private static final int MOST_COUNTED = 1000;

  private static final class Count {
    private long objects;
    private final List<Long> lines = new ArrayList<>();

    private void add(long more, List<Long> where) {
      objects += more;
      where.stream().limit(MOST_LINES - lines.size()).forEach(lines::add);
    }

    private long objects() {
      return objects;
    }
  }

  private final Map<String, Count> byReason = new LinkedHashMap<>();

  /**
   * @param line from 1
   */
  void add(String reason, long line) {
    String text = reason.replaceAll("\\p{Cntrl}+", " ").strip();
    String known = text.substring(0, Math.min(text.length(), LONGEST_REASON));
    boolean counted = byReason.containsKey(known) || byReason.size() < MOST_COUNTED;
    byReason.computeIfAbsent(counted ? known : OTHERS, r -> new Count()).add(1, List.of(line));
  }

  /** The most frequent reason first; null when there is none. */
  List<FailureCount> failures() {
    if (byReason.isEmpty()) {
      return null;
    }
    List<Map.Entry<String, Count>> sorted =
        byReason.entrySet().stream()
            .sorted(
                Map.Entry.<String, Count>comparingByValue(Comparator.comparing(Count::objects))
                    .reversed())
            .toList();
    List<FailureCount> failures = new ArrayList<>();
    Count others = new Count();
    for (var entry : sorted) {
      Count count = entry.getValue();
      if (failures.size() < MOST_REASONS && !entry.getKey().equals(OTHERS)) {
        failures.add(new FailureCount(entry.getKey(), count.objects, List.copyOf(count.lines)));
      } else {
        others.add(count.objects, count.lines);
      }
    }
    if (others.objects > 0) {
      failures.add(
          new FailureCount(OTHERS, others.objects, others.lines.stream().sorted().toList()));
    }
    return failures;
  }
}
