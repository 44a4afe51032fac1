package dev.labelops.learning.threshold;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The head with the largest accepted group, and the reason in a sentence.
 *
 * @param test used on each head; its delta is already divided by the number of heads
 * @param heads in the order given
 */
public record HeadChoice(FixedSequence test, List<TestedHead> heads) {

  /**
   * @param round from 1
   * @param validation by the head's name; iterated in the map's order
   */
  public static HeadChoice among(
      LowerBound bound,
      double target,
      ErrorBudget budget,
      int round,
      Map<String, List<Validated>> validation) {
    FixedSequence test = new FixedSequence(bound, target, budget.delta(round, validation.size()));
    return new HeadChoice(
        test,
        validation.entrySet().stream()
            .map(head -> test.test(head.getKey(), head.getValue()))
            .toList());
  }

  /** By coverage, then by bound; empty when people label everything. */
  public Optional<TestedHead> best() {
    return heads.stream()
        .filter(head -> head.accepted().isPresent())
        .max(
            Comparator.comparingDouble(TestedHead::coverage)
                .thenComparingDouble(head -> head.accepted().orElseThrow().bound()));
  }

  /**
   * For people: "0 of 96: best group 0.54, needs 0.60", or what was accepted and with which bound.
   */
  public String reason() {
    return best().map(this::accepted).orElseGet(this::refused);
  }

  private String accepted(TestedHead head) {
    Group group = head.accepted().orElseThrow();
    return String.format(
        Locale.ROOT,
        "%d of %d: bound %.2f (mean %.2f), needs %.2f",
        group.size(),
        head.validated(),
        floor(group.bound()),
        group.mean(),
        test.target());
  }

  private String refused() {
    int validated = heads.stream().mapToInt(TestedHead::validated).max().orElse(0);
    return heads.stream()
        .flatMap(head -> head.groups().stream())
        .max(Comparator.comparingDouble(Group::bound))
        .map(
            best ->
                String.format(
                    Locale.ROOT,
                    "0 of %d: best group %.2f, needs %.2f",
                    validated,
                    floor(best.bound()),
                    test.target()))
        .orElseGet(
            () ->
                String.format(Locale.ROOT, "0 of %d: ", validated)
                    + test.bound()
                        .needs(
                            test.bound().smallestGroup(test.target(), test.delta()),
                            test.target(),
                            test.delta()));
  }

  /** A bound below the target must not be rounded up to the target. */
  private static double floor(double bound) {
    return Math.floor(bound * 100) / 100;
  }
}
