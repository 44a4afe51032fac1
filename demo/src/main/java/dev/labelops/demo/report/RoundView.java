package dev.labelops.demo.report;

import dev.labelops.groundtruth.RoundReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A round as the report shows it.
 *
 * @param number as in the output tree
 * @param human "60 by people"; null where unknown
 * @param machine "57 by machine"; null when there are none
 * @param quality what was promised, and what the truth says; null without machine labels
 * @param reason in a sentence; null without the engine's report
 * @param facts what it learned from, with which models, how long
 * @param heads the tests of each model
 */
record RoundView(
    int number,
    String human,
    String machine,
    String quality,
    String reason,
    List<Fact> facts,
    List<HeadView> heads) {

  record Fact(String name, String value) {}

  record HeadView(String name, boolean chosen, List<GroupView> groups) {}

  record GroupView(int size, String mean, String bound, boolean passed) {}

  static RoundView of(RoundResult round) {
    boolean labeled = round.machineLabeled() != null && round.machineLabeled() > 0;
    return new RoundView(
        round.number(),
        round.humanLabeled() == null ? null : round.humanLabeled() + " by people",
        labeled ? round.machineLabeled() + " by machine" : null,
        quality(round),
        round.report().map(RoundReport::reason).orElse(null),
        round.report().map(RoundView::facts).orElse(List.of()),
        round.report().map(RoundView::heads).orElse(List.of()));
  }

  private static String quality(RoundResult round) {
    List<String> parts = new ArrayList<>();
    round
        .report()
        .filter(report -> report.quality() != null && report.lowerBound() != null)
        .ifPresent(
            report ->
                parts.add(
                    "%s in validation %s, at least %s"
                        .formatted(
                            RoundResult.measure(report),
                            two(report.quality()),
                            two(report.lowerBound()))));
    round
        .truth()
        .ifPresent(
            truth ->
                parts.add(
                    "against the truth %s (%s)".formatted(truth.meanText(), truth.interval())));
    return parts.isEmpty() ? null : String.join("; ", parts);
  }

  private static List<Fact> facts(RoundReport report) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("trained on", report.trainingObjects() + " human labels"));
    facts.add(new Fact("measured with", report.validationObjects() + " human labels"));
    if (report.head() != null) {
      facts.add(new Fact("model", RoundResult.head(report.head())));
    }
    if (report.threshold() != null) {
      facts.add(
          new Fact("confidence from", String.format(Locale.ROOT, "%.3g", report.threshold())));
    }
    if (report.baseline() != null) {
      facts.add(new Fact("a constant answer has", two(report.baseline())));
    }
    if (report.delta() > 0) {
      facts.add(
          new Fact(
              "chance of a wrong promise",
              String.format(Locale.ROOT, "%.1f%%", 100 * report.delta())));
    }
    facts.add(new Fact("open afterwards", Integer.toString(report.openObjects())));
    facts.add(new Fact("took", String.format(Locale.ROOT, "%.1f s", report.seconds())));
    return List.copyOf(facts);
  }

  private static List<HeadView> heads(RoundReport report) {
    if (report.heads() == null) {
      return List.of();
    }
    return report.heads().stream()
        .map(
            head ->
                new HeadView(
                    RoundResult.head(head.name()),
                    head.name().equals(report.head()),
                    head.groups().stream()
                        .map(
                            group ->
                                new GroupView(
                                    group.size(),
                                    two(group.mean()),
                                    // A bound below the target is not rounded up to it.
                                    two(Math.floor(group.lowerBound() * 100) / 100),
                                    group.passed()))
                        .toList()))
        .toList();
  }

  private static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
