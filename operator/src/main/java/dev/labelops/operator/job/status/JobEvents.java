package dev.labelops.operator.job.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.FailureCount;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Report;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.FailedObservations;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.StatusEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The Events of a pass: one per transition of a condition that people watch. Pure. */
public final class JobEvents {
  private static final int MOST_REASONS = 3;

  private JobEvents() {}

  /**
   * @param action empty when the pass decided on none
   */
  public static List<StatusEvent> of(
      LabelingJobStatus before, LabelingJobStatus after, Optional<JobAction> action) {
    List<StatusEvent> events = new ArrayList<>();
    boolean stalled = Conditions.isTrue(after.conditions(), ConditionType.Stalled);
    changed(before, after, ConditionType.Ready)
        .ifPresent(c -> events.add(event(stalled || c.reason().equals("AccessDenied"), c)));
    changed(before, after, ConditionType.Synced)
        .filter(c -> c.status().equals("Unknown"))
        .filter(c -> !FailedObservations.unknown(before.conditions(), ConditionType.Synced))
        .ifPresent(c -> events.add(event(true, c)));
    changed(before, after, ConditionType.ResultsComplete)
        .filter(c -> c.status().equals("True"))
        .ifPresent(c -> events.add(event(false, c)));
    failures(after)
        .filter(failed -> failures(before).isEmpty())
        .ifPresent(failed -> events.add(new StatusEvent(true, Reason.ObjectsFailed, failed)));
    events.addAll(rounds(before, after));
    changed(before, after, ConditionType.DeletionBlocked)
        .ifPresent(c -> events.add(event(true, c)));
    action.ifPresent(one -> events.addAll(of(one)));
    return events;
  }

  /** One for each new round that labeled or tested; the same round is never reported again. */
  private static List<StatusEvent> rounds(LabelingJobStatus before, LabelingJobStatus after) {
    boolean sameJob = Objects.equals(before.jobArn(), after.jobArn());
    int known = sameJob ? reports(before).stream().mapToInt(Report::round).max().orElse(0) : 0;
    return reports(after).reversed().stream()
        .filter(report -> report.round() > known)
        .flatMap(report -> round(report).stream())
        .toList();
  }

  private static Optional<StatusEvent> round(Report report) {
    boolean labeled = report.machineLabeled() != null && report.machineLabeled() > 0;
    boolean tested = report.testedGroups() != null && report.testedGroups() > 0;
    return labeled || tested
        ? Optional.of(
            new StatusEvent(
                false,
                labeled ? Reason.RoundLabeled : Reason.NothingQualified,
                "Round " + report.round() + ": " + report.reason()))
        : Optional.empty();
  }

  private static List<Report> reports(LabelingJobStatus status) {
    return status.rounds() == null || status.rounds().reports() == null
        ? List.of()
        : status.rounds().reports();
  }

  /** What no condition holds. */
  private static List<StatusEvent> of(JobAction action) {
    return switch (action) {
      case JobAction.ReserveName reserve ->
          reserve.preflight().warnings().stream()
              .map(w -> new StatusEvent(true, w.reason(), w.sentence() + "."))
              .toList();
      case JobAction.ReleaseFinalizer release ->
          release.left().stream()
              .map(left -> new StatusEvent(true, Reason.Orphaned, left))
              .toList();
      case JobAction.Reject a -> List.of();
      case JobAction.WaitFor a -> List.of();
      case JobAction.Hold a -> List.of();
      case JobAction.CopyManifest a -> List.of();
      case JobAction.PublishAssets a -> List.of();
      case JobAction.CreateJob a -> List.of();
      case JobAction.Adopt a -> List.of();
      case JobAction.RefuseTakeover a -> List.of();
      case JobAction.Track a -> List.of();
      case JobAction.Conclude a -> List.of();
      case JobAction.AgreeToStop a -> List.of();
      case JobAction.ReadResults a -> List.of();
      case JobAction.StopJob a -> List.of();
      case JobAction.StartNextAttempt a -> List.of();
      case JobAction.DeleteExpired a -> List.of();
      case JobAction.AwaitCloud a -> List.of();
      case JobAction.BlockDeletion a -> List.of();
      case JobAction.Nothing a -> List.of();
    };
  }

  /** The most frequent reasons why objects failed, in one sentence. */
  private static Optional<String> failures(LabelingJobStatus status) {
    if (status.results() == null || status.results().failures() == null) {
      return Optional.empty();
    }
    List<FailureCount> failures = status.results().failures();
    return Optional.of(
        "%d objects failed. %s%s"
            .formatted(
                failures.stream().mapToLong(FailureCount::count).sum(),
                failures.stream()
                    .limit(MOST_REASONS)
                    .map(JobEvents::failure)
                    .collect(Collectors.joining(" ")),
                failures.size() > MOST_REASONS ? " See status.results.failures." : ""));
  }

  private static String failure(FailureCount failure) {
    String lines = failure.lines().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return "%d (%s %s%s): %s"
        .formatted(
            failure.count(),
            failure.count() == 1 ? "line" : "lines",
            lines,
            failure.count() > failure.lines().size() ? ", ..." : "",
            failure.reason());
  }

  private static Optional<Condition> changed(
      LabelingJobStatus before, LabelingJobStatus after, ConditionType type) {
    Optional<Condition> old = Conditions.find(before.conditions(), type);
    return Conditions.find(after.conditions(), type)
        .filter(
            now ->
                old.isEmpty()
                    || !old.get().status().equals(now.status())
                    || !old.get().reason().equals(now.reason()));
  }

  private static StatusEvent event(boolean warning, Condition condition) {
    return new StatusEvent(warning, Reason.valueOf(condition.reason()), condition.message());
  }
}
