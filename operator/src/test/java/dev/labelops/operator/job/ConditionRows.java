package dev.labelops.operator.job;

import static dev.labelops.operator.job.Samples.failure;
import static dev.labelops.operator.job.Samples.found;
import static dev.labelops.operator.job.Samples.ready;
import static dev.labelops.operator.job.Samples.reservedAndAbsent;
import static dev.labelops.operator.job.Samples.running;
import static dev.labelops.operator.job.Samples.seen;
import static dev.labelops.operator.job.Samples.spec;
import static dev.labelops.operator.job.Samples.with;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.decide.JobDecider;
import dev.labelops.operator.job.decide.JobOutcome;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.ObservationDraft;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.status.JobStatusMapper;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.Violation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One LabelingJob for each row of the table of conditions (design, section 4) and for what stands
 * beside it, with the status that the operator itself writes then.
 */
final class ConditionRows {
  private static final LabelingJobSpec PLAIN = spec();
  private static final List<Violation> WRONG =
      List.of(
          new Violation("spec.task.title", "", "people must know what to do", "say it in a title"));

  private ConditionRows() {}

  /** Name of the row to its object, in the table's order. */
  static Map<String, LabelingJob> all() {
    Map<String, LabelingJob> rows = new LinkedHashMap<>();
    rows.put("not-processed", Samples.object(PLAIN, Samples.draft(d -> {}).build(-1L, null)));
    beforeTheStart(rows);
    failures(rows);
    atWork(rows);
    ends(rows);
    rows.values()
        .forEach(
            job -> {
              job.getMetadata().setUid(null);
              job.getMetadata().setFinalizers(List.of());
            });
    return rows;
  }

  private static void beforeTheStart(Map<String, LabelingJob> rows) {
    rows.put(
        "referent-missing",
        after(
            with(
                seen(PLAIN, Samples.NO_STATUS),
                s ->
                    s.planning =
                        new Planning.Blocked(
                            Reason.WaitingForWorkforce,
                            "LabelingWorkforce 'people' is missing."))));
    rows.put("spec-wrong", after(with(ready(PLAIN), s -> s.violations = WRONG)));
    rows.put("not-allowed", after(with(ready(PLAIN), s -> s.notAllowed = WRONG)));
    rows.put("held", after(ready(spec("hold: true"))));
    rows.put(
        "name-taken",
        after(
            with(
                ready(PLAIN),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.FOREIGN))));
    rows.put(
        "another-request",
        after(
            with(
                ready(PLAIN),
                s ->
                    s.remote =
                        found(
                            PLAIN, LabelingJobState.InProgress, Remote.Mark.OURS_OTHER_REQUEST))));
    rows.put(
        "paid-elsewhere",
        after(
            with(
                ready(PLAIN),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.ELSEWHERE))));
    rows.put(
        "created",
        after(reservedAndAbsent(PLAIN), JobOutcome.created(Samples.arn("logos")), Duration.ZERO));
  }

  private static void failures(Map<String, LabelingJob> rows) {
    rows.put("denied-just-now", refused(ErrorClass.DENIED, 1));
    rows.put("denied", refused(ErrorClass.DENIED, 3));
    rows.put("throttled-before-start", refused(ErrorClass.THROTTLED, 1));
    rows.put("quota", refused(ErrorClass.QUOTA, 9));
    LabelingJobStatus working = after(running(PLAIN, LabelingJobState.InProgress)).getStatus();
    rows.put(
        "throttled-in-progress",
        after(
            with(
                seen(PLAIN, working),
                s ->
                    s.failure =
                        Optional.of(
                            failure(ErrorClass.THROTTLED, "sagemaker:DescribeLabelingJob")))));
    rows.put(
        "sweeps-missed",
        after(
            with(
                seen(PLAIN, working),
                s -> s.failedSweeps = Optional.of(Samples.failedSweeps(ErrorClass.TRANSIENT)))));
  }

  private static LabelingJob refused(ErrorClass errorClass, int minutes) {
    LabelingJobStatus reserved = after(ready(PLAIN)).getStatus();
    ObservationDraft seen = seen(PLAIN, reserved);
    seen.planning = new Planning.Planned(Samples.plan(PLAIN, 1));
    seen.remote = new Remote.Absent(Samples.NOW);
    return after(
        seen,
        JobOutcome.failed(failure(errorClass, "sagemaker:CreateLabelingJob")),
        Duration.ofMinutes(minutes));
  }

  private static void atWork(Map<String, LabelingJob> rows) {
    LabelingJob working = after(running(PLAIN, LabelingJobState.InProgress));
    rows.put("working", working);
    LabelingJob changed = Samples.object(PLAIN, working.getStatus());
    changed.getMetadata().setGeneration(2L);
    rows.put("changed-and-not-processed", changed);
    LabelingJob paused =
        Samples.object(PLAIN, JobStatusMapper.frozen(seen(PLAIN, working.getStatus()).build()));
    paused.getMetadata().setAnnotations(Map.of("labelops.dev/reconcile", "paused"));
    rows.put("paused", paused);
    rows.put("stopping", after(running(PLAIN, LabelingJobState.Stopping)));
  }

  private static void ends(Map<String, LabelingJob> rows) {
    LabelingJobSpec retries = spec("retry: {maxAttempts: 2}");
    rows.put("completed", after(running(PLAIN, LabelingJobState.Completed)));
    rows.put(
        "failed-attempts-left",
        after(
            with(
                running(retries, LabelingJobState.Failed),
                s -> {
                  s.chainable = Optional.of(true);
                  s.planning = new Planning.Planned(Samples.plan(retries, 2));
                  s.input = new InputSource.Ready(Samples.INPUT);
                })));
    rows.put("failed", after(running(PLAIN, LabelingJobState.Failed)));
    rows.put(
        "nothing-to-chain-from",
        after(
            with(
                running(retries, LabelingJobState.Failed), s -> s.chainable = Optional.of(false))));
    rows.put("stopped-by-spec", after(running(spec("stop: true"), LabelingJobState.Stopped)));
    rows.put("stopped-before-start", after(ready(spec("stop: true"))));
    rows.put("stopped-elsewhere", after(running(PLAIN, LabelingJobState.Stopped)));
    rows.put(
        "stopped-earlier",
        after(
            with(
                running(PLAIN, LabelingJobState.Stopped),
                s -> s.remote = Samples.stoppedByLabelOps((Remote.Found) s.remote))));
  }

  private static LabelingJob after(ObservationDraft seen) {
    return after(seen, JobOutcome.DONE, Duration.ZERO);
  }

  private static LabelingJob after(ObservationDraft seen, JobOutcome outcome, Duration failingFor) {
    return Samples.object(seen.spec, map(seen.build(), outcome, failingFor));
  }

  private static LabelingJobStatus map(
      JobObservation seen, JobOutcome outcome, Duration failingFor) {
    return JobStatusMapper.map(seen, JobDecider.decide(seen), outcome, failingFor);
  }
}
