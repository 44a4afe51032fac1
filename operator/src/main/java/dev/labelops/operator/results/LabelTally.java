package dev.labelops.operator.results;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.LabelCount;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.MeanConfidence;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up labeled objects. A label counts once per classified object and once per box. */
final class LabelTally {
  /** Labels that are counted; wherever Ground Truth has a limit, it is lower. */
  static final int MOST_LABELS = 500;

  /** Numbers by value, 9 before 10. */
  private static final Comparator<String> BY_CLASS_ID =
      Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder());

  private static final class Count {
    private String classId;
    private long human;
    private long machine;
  }

  private static final class Mean {
    private double sum;
    private long count;

    private String text() {
      return count == 0
          ? null
          : BigDecimal.valueOf(sum / count).setScale(2, RoundingMode.HALF_UP).toPlainString();
    }
  }

  private final Map<String, Count> byLabel = new HashMap<>();
  private final Mean human = new Mean();
  private final Mean machine = new Mean();
  private long humanLabeled;
  private long machineLabeled;

  void add(LabeledObject.Labeled object) {
    if (object.human()) {
      humanLabeled++;
    } else {
      machineLabeled++;
    }
    for (LabeledObject.Label label : object.labels()) {
      String name = label.name().orElse(label.classId());
      if (byLabel.size() >= MOST_LABELS && !byLabel.containsKey(name)) {
        continue;
      }
      Count count = byLabel.computeIfAbsent(name, n -> new Count());
      if (count.classId == null || BY_CLASS_ID.compare(label.classId(), count.classId) < 0) {
        count.classId = label.classId();
      }
      if (object.human()) {
        count.human++;
      } else {
        count.machine++;
      }
    }
    Mean mean = object.human() ? human : machine;
    for (double confidence : object.confidences()) {
      mean.sum += confidence;
      mean.count++;
    }
  }

  long humanLabeled() {
    return humanLabeled;
  }

  long machineLabeled() {
    return machineLabeled;
  }

  /** In the order of the label category file, as far as class ids show it. */
  List<LabelCount> byLabel() {
    return byLabel.entrySet().stream()
        .sorted(
            Map.Entry.<String, Count>comparingByValue(
                    Comparator.comparing(count -> count.classId, BY_CLASS_ID))
                .thenComparing(Map.Entry.comparingByKey()))
        .map(
            entry ->
                new LabelCount(entry.getKey(), entry.getValue().human, entry.getValue().machine))
        .toList();
  }

  /** Null when there is no confidence at all. */
  MeanConfidence meanConfidence() {
    return human.count + machine.count == 0
        ? null
        : new MeanConfidence(human.text(), machine.text());
  }
}
