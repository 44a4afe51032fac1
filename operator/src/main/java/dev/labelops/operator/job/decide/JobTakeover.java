package dev.labelops.operator.job.decide;

import dev.labelops.operator.api.v1alpha1.Adoption;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.job.plan.JobPlan;
import dev.labelops.operator.job.plan.Reservation;
import dev.labelops.operator.job.plan.Stage;
import dev.labelops.operator.status.Reason;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides about a labeling job that exists already: whether it is taken over. Pure. */
final class JobTakeover {
  private JobTakeover() {}

  /** For a labeling job that has the name of the plan. */
  static JobAction decide(JobObservation seen, JobPlan plan, Remote.Found found) {
    LabelingJobSpec spec = seen.spec();
    String name = found.job().name();
    boolean justMade = seen.stage() == Stage.RESERVED;
    return switch (found.mark()) {
      case OURS ->
          spec.adoption() == Adoption.Never && !justMade
              ? new JobAction.RefuseTakeover(
                  Reason.NameTaken,
                  "Labeling job '"
                      + name
                      + "' was created for this object before, and adoption is Never: set adoption:"
                      + " IfOwned to continue with it, or increase spec.run to label again.")
              : adopt(seen, plan, found.job());
      case OURS_OTHER_REQUEST ->
          new JobAction.RefuseTakeover(
              Reason.SpecDiffersFromExistingJob,
              "Labeling job '"
                  + name
                  + "' was created for this object from another specification: increase spec.run"
                  + (spec.jobName() == null ? "" : " and choose another spec.jobName")
                  + " to label again, or restore the specification that it was created from."
                  + (found.job().state().ended()
                      ? ""
                      : " The job continues meanwhile ("
                          + found.job().state()
                          + "), and another run begins when it has ended; spec.stop: true ends"
                          + " it."));
      case ELSEWHERE ->
          spec.adoption() == Adoption.Always
              ? asMarked(seen, found.job(), found.tags().orElseThrow())
              : new JobAction.RefuseTakeover(
                  Reason.PaidElsewhere,
                  "Labeling job '"
                      + name
                      + "' ("
                      + found.job().state()
                      + ") was created for run "
                      + spec.run()
                      + " of this namespace and name by another installation of LabelOps, '"
                      + found.tags().orElseThrow().owner().installation()
                      + "', so this run is already paid for. To continue with that job, set the"
                      + " operator's labelops.installation to that value; to observe it and"
                      + " read its"
                      + " results, set adoption: Always; to pay for another job, increase spec.run."
                      + (seen.stopWished()
                          ? " spec.stop is not followed: only that installation stops the job."
                          : ""));
      case FOREIGN ->
          spec.adoption() == Adoption.Always
              ? adopt(seen, plan, found.job())
              : new JobAction.RefuseTakeover(
                  Reason.NameTaken,
                  "A labeling job '"
                      + name
                      + "' exists and does not carry this object's tags: "
                      + "choose another spec.jobName, or set adoption: Always to observe that"
                      + " job.");
      case UNREAD -> new JobAction.Nothing(Optional.empty());
    };
  }

  private static JobAction adopt(JobObservation seen, JobPlan plan, RemoteLabelingJob job) {
    return new JobAction.Adopt(
        new Reservation(
            plan.run(),
            plan.attempt(),
            job.name(),
            plan.scope(),
            pinned(seen, job.inputManifestUri().orElse(null)),
            plan.requestHash(),
            job.labelAttributeName().orElse(plan.draft().labelAttributeName())),
        job);
  }

  /** A job that LabelOps created, under what its tags say it was created for. */
  static JobAction asMarked(JobObservation seen, RemoteLabelingJob job, JobMark mark) {
    return new JobAction.Adopt(
        new Reservation(
            mark.run(),
            mark.attempt(),
            job.name(),
            seen.scope().orElseThrow(),
            pinned(seen, job.inputManifestUri().orElse(null)),
            mark.requestHash(),
            job.labelAttributeName().orElse(seen.status().labelAttributeName())),
        job);
  }

  /** What is known of the manifest that an adopted job reads. */
  private static Input pinned(JobObservation seen, String manifestUri) {
    return Stream.of(
            Optional.ofNullable(seen.status().input()),
            seen.input() instanceof InputSource.Ready ready
                ? Optional.of(ready.input())
                : Optional.<Input>empty())
        .flatMap(Optional::stream)
        .filter(input -> input.manifestUri().equals(manifestUri))
        .findFirst()
        .orElse(new Input(manifestUri, null, null));
  }
}
