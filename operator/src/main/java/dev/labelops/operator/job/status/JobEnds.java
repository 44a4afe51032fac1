package dev.labelops.operator.job.status;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** What status says of each way in which a job can end. Pure. */
final class JobEnds {
  private JobEnds() {}

  /**
   * @param notAllowed why a further attempt may not be made, if that is the end
   */
  static void write(
      JobStatusDraft draft,
      JobConditions conditions,
      JobAction.End end,
      LabelingJobSpec spec,
      List<Violation> notAllowed) {
    String job = "Labeling job '" + draft.jobName + "'";
    switch (end) {
      case COMPLETED -> {
        draft.phase = Phase.Completed;
        conditions.ready(Reason.Completed, job + " has completed" + failedObjects(draft) + ".");
        conditions.set(ConditionType.Complete, "True", Reason.Completed, job + " has completed.");
        finished(conditions, Reason.Completed);
      }
      case FAILED -> {
        draft.phase = Phase.Failed;
        failed(
            conditions,
            Reason.LabelingFailed,
            job
                + " failed: "
                + why(draft)
                + " Fix the cause, then increase spec.run to label"
                + " again.");
      }
      case NOTHING_TO_CHAIN_FROM -> {
        draft.phase = Phase.Failed;
        failed(
            conditions,
            Reason.NothingToChainFrom,
            job
                + " failed: "
                + why(draft)
                + " Its output manifest cannot be read, so no further attempt follows (each would"
                + " pay for everything again): increase spec.run to start again.");
      }
      case NOT_ALLOWED_TO_RETRY -> {
        draft.phase = Phase.Failed;
        failed(
            conditions,
            Reason.NotAllowed,
            job
                + " failed: "
                + why(draft)
                + " No further attempt follows, since the namespace may not create it any more: "
                + notAllowed.stream().map(Violation::sentence).collect(Collectors.joining(" "))
                + " Then increase spec.run to label again.");
      }
      case STOPPED_BY_WISH -> {
        draft.phase = Phase.Stopped;
        conditions.ready(Reason.Stopped, job + " was stopped because spec.stop is true.");
        notComplete(conditions, Reason.Stopped, job);
      }
      case STOPPED_BEFORE_START -> {
        draft.phase = Phase.Stopped;
        conditions.ready(
            Reason.Stopped,
            "spec.stop was set before the start: no labeling job was created for run "
                + spec.run()
                + ".");
        conditions.set(
            ConditionType.Complete, "False", Reason.Stopped, "No labeling job was created.");
        conditions.set(
            ConditionType.Finished, "True", Reason.Stopped, "No labeling job was created.");
      }
      case STOPPED_EXTERNALLY -> {
        draft.phase = Phase.Stopped;
        conditions.stalled(
            Reason.StoppedExternally,
            job
                + " was stopped by somebody else; what was labeled is in its output. Increase"
                + " spec.run to label again, or set spec.stop: true to agree.");
        notComplete(conditions, Reason.StoppedExternally, job);
      }
      case STOPPED_EARLIER -> {
        draft.phase = Phase.Stopped;
        conditions.stalled(
            Reason.StoppedEarlier,
            job
                + " was stopped by LabelOps, because an earlier object of this name was deleted or"
                + " had spec.stop: true; what was labeled is in its output. Increase spec.run to"
                + " label again, or set spec.stop: true to agree.");
        notComplete(conditions, Reason.StoppedEarlier, job);
      }
    }
    if (end != JobAction.End.STOPPED_BEFORE_START) {
      String pending = "The output has not been read yet.";
      conditions.set(ConditionType.ResultsRead, "False", Reason.ResultsPending, pending);
      conditions.set(ConditionType.ResultsComplete, "False", Reason.ResultsPending, pending);
    }
  }

  /** spec.stop was set after the end: what was read of the results stands. */
  static void agreed(JobStatusDraft draft, JobConditions conditions) {
    String job = "Labeling job '" + draft.jobName + "'";
    conditions.ready(Reason.Stopped, job + " was stopped before, and spec.stop agrees to that.");
    notComplete(conditions, Reason.Stopped, job);
  }

  private static void failed(JobConditions conditions, Reason reason, String message) {
    conditions.stalled(reason, message);
    conditions.set(ConditionType.Failed, "True", reason, message);
    finished(conditions, reason);
  }

  private static void notComplete(JobConditions conditions, Reason reason, String job) {
    conditions.set(
        ConditionType.Complete, "False", reason, job + " ended before everything was labeled.");
    finished(conditions, reason);
  }

  private static void finished(JobConditions conditions, Reason reason) {
    conditions.set(ConditionType.Finished, "True", reason, reason.meaning());
  }

  private static String failedObjects(JobStatusDraft draft) {
    return draft.counters == null || draft.counters.failed() == null || draft.counters.failed() == 0
        ? ""
        : "; "
            + draft.counters.failed()
            + " objects could not be labeled (unreadable, declined or expired)";
  }

  private static String why(JobStatusDraft draft) {
    return draft.failureReason == null ? "the service gave no reason." : draft.failureReason;
  }
}
