package dev.labelops.engine.labeling.learning;

import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.threshold.FixedSequence;
import dev.labelops.learning.threshold.Group;
import dev.labelops.learning.threshold.HeadChoice;
import dev.labelops.learning.threshold.TestedHead;
import dev.labelops.learning.threshold.Validated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What a round decided, in numbers. */
record Report(
    int round,
    Subject subject,
    JobState job,
    Tested tested,
    List<Head> heads,
    Selection selection) {

  /**
   * @param delta of the round's tests; 0 without one
   * @param untrainable why no model was trained
   * @param baseline measure of a constant answer
   */
  RoundReport of(
      double delta, Optional<String> untrainable, OptionalDouble baseline, double seconds) {
    Optional<Group> accepted = tested.group();
    return new RoundReport(
        round,
        subject.measure(),
        subject.target(),
        job.training().size(),
        job.validation().size(),
        tested.choice().map(Report::reported).orElse(List.of()),
        tested.accepted().map(TestedHead::head).orElse(null),
        accepted.map(Group::threshold).orElse(null),
        accepted.map(Group::mean).orElse(null),
        accepted.map(Group::bound).orElse(null),
        delta,
        baseline.isPresent() ? baseline.getAsDouble() : null,
        selection.labeled(),
        selection.open().size() + job.unreadableOpen(),
        reason(untrainable),
        subject.backbone().orElse(null),
        seconds);
  }

  private static List<RoundReport.Head> reported(HeadChoice choice) {
    return choice.heads().stream()
        .map(
            head ->
                new RoundReport.Head(
                    head.head(),
                    head.groups().stream()
                        .map(
                            group ->
                                new RoundReport.Group(
                                    group.size(), group.mean(), group.bound(), group.passed()))
                        .toList()))
        .toList();
  }

  /** One sentence: the decision, then what limits it. */
  private String reason(Optional<String> untrainable) {
    List<String> parts = new ArrayList<>();
    parts.add(decision(untrainable));
    if (selection.exhausted()) {
      parts.add(
          format(
              "the round added %,d of %,d objects, under 1%%, so people label the rest",
              selection.labeled(), job.size()));
    } else if (selection.hopeless() && !selection.open().isEmpty()) {
      parts.add(
          format(
              "people label the remaining %,d, because a further test needs as many",
              selection.open().size()));
    }
    if (job.unreadable() > 0) {
      parts.add(
          format(
              "%,d of %,d objects are missing or cannot be read, so only people can label them",
              job.unreadable(), job.size()));
    }
    return String.join("; ", parts);
  }

  private String decision(Optional<String> untrainable) {
    if (tested.choice().isPresent()) {
      HeadChoice choice = tested.choice().get();
      return tested.accepted().map(head -> head.head() + ": ").orElse("") + choice.reason();
    }
    if (heads.isEmpty()) {
      return format("0 of %,d: %s", job.validation().size(), untrainable.orElseThrow());
    }
    FixedSequence sequence = tested.sequence();
    OptionalInt first = sequence.firstGroup(job.validation().size());
    if (first.isEmpty()) {
      // Words it as a head without a group to test.
      TestedHead none =
          new TestedHead(
              heads.getFirst().name(), job.validation().size(), List.of(), Optional.empty());
      return new HeadChoice(sequence, List.of(none)).reason();
    }
    double part = first.getAsInt() / (double) job.validation().size();
    return format(
        "0 of %,d: not tested, because the surest %.0f%% of %,d training labels have %.2f in"
            + " cross-validation, which is not enough to show %.2f",
        job.validation().size(),
        100 * part,
        job.training().size(),
        heads.stream().mapToDouble(head -> surest(head, part)).max().orElse(0),
        sequence.target());
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }

  private static double surest(Head head, double part) {
    List<Validated> sorted =
        head.crossValidated().stream()
            .sorted(Comparator.comparingDouble(Validated::confidence).reversed())
            .toList();
    return sorted.stream()
        .limit(Math.max(1, Math.round(part * sorted.size())))
        .mapToDouble(Validated::score)
        .average()
        .orElse(0);
  }
}
