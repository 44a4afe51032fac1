package dev.labelops.operator.job.look;

import dev.labelops.groundtruth.OutputPaths;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Counters;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.feed.Sighting;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.JobCounters;
import dev.labelops.operator.job.plan.JobScope;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import java.time.Instant;
import java.util.Optional;

/** Observes a job that exists, and after its end its output. */
final class LookAfterStart {
  private final JobLook look;

  LookAfterStart(JobLook look) {
    this.look = look;
  }

  void running() {
    look.in(JobScope.recorded(look.spec, look.status, look.refs.workforce()).orElseThrow());
    Optional<Sighting> sighting = look.from.feed().apply(look.scope(), look.status.jobName());
    look.seen.failedSweeps = sighting.filter(Sighting::stale).flatMap(Sighting::failed);
    if (stopWished() || sighting.map(Sighting::describe).orElse(false)) {
      look.describe(look.status.jobName());
    } else {
      sighting.flatMap(Sighting::job).ifPresent(job -> look.seen.remote = Remote.Found.unread(job));
    }
    if (!(look.seen.remote instanceof Remote.Found found)) {
      return;
    }
    if (found.job().state() == LabelingJobState.Stopped && !stopWished()) {
      look.readTags(found);
      return;
    }
    if (found.job().state().ended()) {
      chain(found);
      return;
    }
    if (stopWished()) {
      look.readTags(found);
    }
    lookAtOutput(counters(found.job()));
  }

  void ended() {
    Optional<Scope> scope = JobScope.recorded(look.spec, look.status, look.refs.workforce());
    if (scope.isEmpty()) {
      return;
    }
    look.in(scope.get());
    boolean failed =
        Conditions.find(look.status.conditions(), ConditionType.Failed)
            .filter(c -> c.reason().equals(Reason.LabelingFailed.name()))
            .isPresent();
    if (failed && attemptsLeft()) {
      look.describe(look.status.jobName());
      if (look.seen.remote instanceof Remote.Found found) {
        chain(found);
      }
    }
    look.seen.nextOutputLook =
        OutputSchedule.afterEnd(
            look.status,
            look.from.memory().outputLooked(look.uid()).map(JobMemory.OutputLooked::at),
            look.now);
    if (look.seen.nextOutputLook.filter(at -> !look.now.isBefore(at)).isPresent()) {
      look.seen.output = Optional.of(output(look.status.counters(), true));
    }
  }

  private boolean stopWished() {
    return Boolean.TRUE.equals(look.spec.stop());
  }

  private boolean attemptsLeft() {
    return look.spec.run().equals(look.status.run())
        && look.status.attempt() < look.seen.maxAttempts()
        && !stopWished();
  }

  /** After a failure with attempts left: whether and how the next one can continue. */
  private void chain(Remote.Found found) {
    if (found.job().state() != LabelingJobState.Failed || !attemptsLeft()) {
      return;
    }
    look.readTags(found);
    if (look.seen.remote instanceof Remote.Found read && !read.ours()) {
      return;
    }
    look.seen.notAllowed = look.notAllowed(look.scope().roleArn());
    if (!look.seen.notAllowed.isEmpty()) {
      return;
    }
    String uri =
        found
            .job()
            .outputManifestUri()
            .orElseGet(
                () -> OutputPaths.outputManifest(look.spec.output().uri(), found.job().name()));
    boolean there = readable(S3Location.parse(uri));
    look.seen.chainable = Optional.of(there);
    Optional<Instant> missing = look.from.memory().outputMissing(look.uid(), there, look.now);
    if (missing
        .filter(since -> look.now.isBefore(since.plus(OutputSchedule.FAILED_OUTPUT_IS_LATE)))
        .isPresent()) {
      look.seen.input =
          new InputSource.NotReady(
              Reason.Retrying,
              "Labeling job '"
                  + found.job().name()
                  + "' failed. The next attempt continues from its output, which cannot be read yet"
                  + " at "
                  + uri
                  + " (s3:GetObject): files can arrive late; LabelOps keeps checking for 10"
                  + " minutes.",
              false);
      return;
    }
    Long objects = look.status.input() == null ? null : look.status.input().objectCount();
    look.seen.input = new InputSource.Ready(new Input(uri, null, objects));
    look.seen.planning = look.plan(look.status.attempt() + 1);
  }

  private boolean readable(S3Location place) {
    try {
      return look.store().head(place.bucket(), place.key()).isPresent();
    } catch (CloudFailure failure) {
      if (failure.errorClass() != ErrorClass.DENIED) {
        throw failure;
      }
      return false;
    }
  }

  private Counters counters(RemoteLabelingJob job) {
    return JobCounters.of(look.status.input(), look.status.counters(), job.counters(), look.now);
  }

  /** Where a job of an earlier run writes is not in the specification any more. */
  private void lookAtOutput(Counters counters) {
    if (look.status.outputManifestUri() == null && !look.spec.run().equals(look.status.run())) {
      return;
    }
    look.seen.nextOutputLook =
        OutputSchedule.whileRunning(
            Optional.ofNullable(counters), look.from.memory().outputLooked(look.uid()));
    if (look.seen.nextOutputLook.filter(at -> !look.now.isBefore(at)).isPresent()) {
      look.seen.output = Optional.of(output(counters, false));
      look.seen.nextOutputLook = Optional.empty();
    }
  }

  private OutputLook output(Counters counters, boolean ended) {
    return OutputReader.read(look.store(), look.spec, look.status, counters, ended, look.now);
  }
}
