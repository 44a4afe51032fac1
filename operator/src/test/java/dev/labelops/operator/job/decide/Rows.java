package dev.labelops.operator.job.decide;

import static dev.labelops.operator.job.Samples.seen;
import static dev.labelops.operator.job.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.look.CreatedJobs;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.ObservationDraft;
import dev.labelops.operator.job.look.Preflight;
import dev.labelops.operator.job.look.Preflight.Finding;
import dev.labelops.operator.job.look.Preflight.Verdict;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.Violation;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Rows of the tables of decisions: what is seen, what is done, and why. */
final class Rows {
  static final LabelingJobSpec PLAIN = spec();
  static final List<Violation> WRONG =
      List.of(new Violation("spec.output.uri", "s3://x/", "it lies elsewhere", "choose another"));

  private Rows() {}

  record Row(
      String seen, JobObservation observation, Predicate<JobAction> expected, String because) {
    @Override
    public String toString() {
      return seen;
    }
  }

  static Row row(
      String seen, ObservationDraft draft, Predicate<JobAction> expected, String because) {
    return new Row(seen, draft.build(), expected, because);
  }

  static Predicate<JobAction> is(Class<? extends JobAction> kind) {
    return kind::isInstance;
  }

  static Predicate<JobAction> rejects(Reason reason) {
    return action -> action instanceof JobAction.Reject r && r.reason() == reason;
  }

  static Predicate<JobAction> waitsFor(Reason reason) {
    return action -> action instanceof JobAction.WaitFor w && w.reason() == reason;
  }

  static Predicate<JobAction> refuses(Reason reason) {
    return action -> action instanceof JobAction.RefuseTakeover r && r.reason() == reason;
  }

  static Predicate<JobAction> concludes(JobAction.End end) {
    return action -> action instanceof JobAction.Conclude c && c.end() == end;
  }

  static Predicate<JobAction> releases(boolean leavesSomething) {
    return action ->
        action instanceof JobAction.ReleaseFinalizer r && r.left().isPresent() == leavesSomething;
  }

  static Preflight refuted(Reason reason) {
    return new Preflight(List.of(new Finding(Verdict.REFUTED, reason, "it is not so")));
  }

  static Optional<CreatedJobs> listed(int run, LabelingJobState state) {
    return Samples.made(Samples.madeBy(Samples.OWNER, run, 1, state));
  }

  static String listedName() {
    return listed(1, LabelingJobState.InProgress).orElseThrow().all().getFirst().job().name();
  }

  static Predicate<JobAction> looksAgainAt(java.time.Instant at) {
    return action -> action instanceof JobAction.Nothing n && n.until().equals(Optional.of(at));
  }

  static Predicate<JobAction> adoptsRun(int run) {
    return action -> action instanceof JobAction.Adopt a && a.reservation().run() == run;
  }

  static Predicate<JobAction> names(String job) {
    return action ->
        switch (action) {
          case JobAction.WaitFor w -> w.message().contains(job);
          case JobAction.Reject r -> r.message().contains(job);
          default -> false;
        };
  }

  /** Shows that the row's observation is decided on as the row says. */
  static void decides(Row row) {
    JobAction action = JobDecider.decide(row.observation());
    assertThat(action).as(row.because()).matches(row.expected(), row.seen());
  }
}
