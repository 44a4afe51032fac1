package dev.labelops.operator.job.status;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Certainty;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Counters;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Results;
import dev.labelops.operator.job.look.OutputLook;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Reason;

/** Copies what the output tree showed into the status. Pure. */
final class OutputStatus {
  private OutputStatus() {}

  static void rounds(JobStatusDraft draft, OutputLook look) {
    if (look.rounds().isPresent()) {
      draft.rounds = look.rounds().get();
      draft.autoLabelingRounds = look.autoLabelingRounds().orElse(null);
    }
  }

  /** Rounds that cannot be counted are reported, until they can. */
  static void whileRunning(JobStatusDraft draft, JobConditions conditions, OutputLook look) {
    rounds(draft, look);
    if (look.failure().isPresent()) {
      set(
          conditions,
          ConditionType.ResultsRead,
          "False",
          Reason.ResultsUnreadable,
          look.failure().get().sentence() + ". Rounds are counted again once it can be read.");
    } else if (conditions.has(ConditionType.ResultsRead, Reason.ResultsUnreadable)) {
      conditions.remove(ConditionType.ResultsRead);
    }
  }

  static void results(JobStatusDraft draft, JobConditions conditions, OutputLook look) {
    rounds(draft, look);
    look.results().ifPresent(results -> draft.results = results);
    if (look.failure().isPresent()) {
      String message = look.failure().get().sentence() + ".";
      set(conditions, ConditionType.ResultsComplete, "False", Reason.ResultsUnreadable, message);
      if (draft.results == null) {
        set(conditions, ConditionType.ResultsRead, "False", Reason.ResultsUnreadable, message);
      }
      return;
    }
    if (draft.results == null) {
      String message = "The output manifest does not exist yet.";
      set(conditions, ConditionType.ResultsRead, "False", Reason.ResultsPending, message);
      set(conditions, ConditionType.ResultsComplete, "False", Reason.ResultsPending, message);
      return;
    }
    boolean manifest = addsUp(draft.results, draft.counters);
    boolean rounds = draft.rounds != null && draft.rounds.certainty() == Certainty.Exact;
    Reason reason = manifest && rounds ? Reason.ResultsExact : Reason.ResultsPending;
    set(conditions, ConditionType.ResultsRead, "True", reason, "The output manifest was read.");
    set(
        conditions,
        ConditionType.ResultsComplete,
        manifest && rounds ? "True" : "False",
        reason,
        manifest && rounds
            ? "Output manifest, rounds and counters match."
            : (manifest ? "" : "The output manifest has fewer labels than were counted. ")
                + (rounds ? "" : "The files of the rounds do not match the counters yet. ")
                + "Files can arrive late: LabelOps keeps reading for a day after the end.");
  }

  /** A chained job's output also holds the labels of the attempts before it. */
  private static boolean addsUp(Results results, Counters counters) {
    return counters == null
        || atLeast(results.humanLabeled(), counters.humanLabeled())
            && atLeast(results.machineLabeled(), counters.machineLabeled());
  }

  private static boolean atLeast(Long have, Long want) {
    return want == null || have != null && have >= want;
  }

  private static void set(
      JobConditions conditions, ConditionType type, String status, Reason reason, String message) {
    conditions.set(type, status, reason, message);
  }
}
