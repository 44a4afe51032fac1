package dev.labelops.operator.job.look;

import static dev.labelops.operator.job.look.Looks.CLOSED;
import static dev.labelops.operator.job.look.Looks.OPEN;
import static dev.labelops.operator.job.look.Looks.PLAIN;
import static dev.labelops.operator.job.look.Looks.reservedMarks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.job.decide.JobDecider;
import dev.labelops.operator.job.decide.JobOutcome;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.job.status.JobStatusDraft;
import dev.labelops.operator.job.status.JobStatusMapper;
import dev.labelops.operator.results.MemoryObjectStore;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is looked at once a job exists, and after its end. */
class LookAfterStartTest {
  private final Looks looks = new Looks();

  @Test
  void aPaidJobIsToldToItsEndButGetsNoFurtherAttemptOnceAGrantIsWithdrawn() {
    LabelingJobSpec retries = Samples.spec("retry: {maxAttempts: 3}");
    LabelingJobStatus started = Samples.started(retries);
    Map<String, String> marks = JobMark.tags(Samples.OWNER, 1, 1, started.requestHash());
    looks.service.has(started.jobName(), LabelingJobState.Failed, marks);
    looks.feedLists = true;

    // S3 is not asked either: the store of this test refuses to be.
    JobObservation seen = looks.observe(CLOSED, Samples.object(retries, started));
    JobAction action = JobDecider.decide(seen);
    LabelingJobStatus after = JobStatusMapper.map(seen, action, JobOutcome.DONE, Duration.ZERO);

    assertThat(action)
        .isInstanceOfSatisfying(
            JobAction.Conclude.class,
            end -> assertThat(end.end()).isEqualTo(JobAction.End.NOT_ALLOWED_TO_RETRY));
    assertThat(after.phase()).isEqualTo(LabelingJobStatus.Phase.Failed);
    assertThat(Conditions.find(after.conditions(), ConditionType.Stalled).orElseThrow())
        .satisfies(
            stalled -> {
              assertThat(stalled.reason()).isEqualTo("NotAllowed");
              assertThat(stalled.message())
                  .contains("failed: ", "No further attempt follows", "spec.output.uri is '");
            });
    assertThat(Conditions.isTrue(after.conditions(), ConditionType.Finished)).isTrue();
  }

  @Test
  void whoStoppedAJobIsReadFromItsTags() {
    LabelingJobStatus started = Samples.started(PLAIN);
    Map<String, String> tags = new HashMap<>(reservedMarks());
    tags.putAll(JobMark.stopTags(JobMark.of(tags).orElseThrow(), JobMark.StopReason.DELETION));
    looks.service.has(started.jobName(), LabelingJobState.Stopped, tags);
    looks.describeNext = true;

    JobAction action = JobDecider.decide(looks.observe(OPEN, Samples.object(PLAIN, started)));

    assertThat(action)
        .isInstanceOfSatisfying(
            JobAction.Conclude.class,
            end -> assertThat(end.end()).isEqualTo(JobAction.End.STOPPED_EARLIER));
  }

  @Test
  void anOutputThatWasLookedAtAndNotWrittenDownIsLookedAtAgain() {
    LabelingJobStatus started = Samples.started(PLAIN);
    JobStatusDraft draft = new JobStatusDraft(started);
    draft.counters =
        new LabelingJobStatus.Counters(60L, 6L, 6L, 0L, 0L, 54L, "2026-05-04T09:30:00Z");
    looks.service.has(started.jobName(), LabelingJobState.InProgress, reservedMarks());
    looks.describeNext = true;
    looks.s3 = Optional.of(new MemoryObjectStore());
    LabelingJob job = Samples.object(PLAIN, draft.build(1L, started.conditions()));

    assertThat(looks.observe(OPEN, job).output()).isPresent();
    assertThat(looks.observe(OPEN, job).output())
        .as("the status that tells of it may have met a conflict")
        .isPresent();

    looks.memory.lookedAtOutput(
        Samples.OWNER.uid(), Samples.NOW, Optional.of(job.getStatus().counters()));
    assertThat(looks.observe(OPEN, job).output()).as("written down").isEmpty();
  }

  @Test
  void resultsThatWereReadAndNotWrittenDownAreReadAgain() {
    LabelingJob job =
        Samples.object(PLAIN, Samples.ended(PLAIN, Phase.Completed, Reason.Completed));
    looks.s3 = Optional.of(new MemoryObjectStore());

    assertThat(looks.observe(OPEN, job).output()).isPresent();
    assertThat(looks.observe(OPEN, job).output()).isPresent();
  }

  @Test
  void aFailedJobOfOthersIsNotContinuedWhateverItsOutput() {
    LabelingJobSpec watching = Samples.spec("adoption: Always", "retry: {maxAttempts: 3}");
    LabelingJobStatus started = Samples.started(watching);
    looks.service.has(started.jobName(), LabelingJobState.Failed, Map.of());
    looks.feedLists = true;

    // S3 is not asked for the output of others: the store of this test refuses to be.
    JobAction action = JobDecider.decide(looks.observe(OPEN, Samples.object(watching, started)));

    assertThat(action)
        .isInstanceOfSatisfying(
            JobAction.Conclude.class, end -> assertThat(end.end()).isEqualTo(JobAction.End.FAILED));
  }
}
