package dev.labelops.operator.job.look;

import static dev.labelops.operator.job.look.Looks.CLOSED;
import static dev.labelops.operator.job.look.Looks.OPEN;
import static dev.labelops.operator.job.look.Looks.PLAIN;
import static dev.labelops.operator.job.look.Looks.RESERVED;
import static dev.labelops.operator.job.look.Looks.adopted;
import static dev.labelops.operator.job.look.Looks.reservedMarks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.job.decide.JobDecider;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is looked for before an object goes. */
class LookBeforeLeavingTest {
  private final Looks looks = new Looks();

  @Test
  void aReservedJobIsStoppedBeforeItsObjectGoesThoughNothingIsAllowedAnyMore() {
    looks.service.has(RESERVED.jobName(), LabelingJobState.InProgress, reservedMarks());
    LabelingJob leaving = Samples.object(PLAIN, RESERVED);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    assertThat(JobDecider.decide(looks.observe(CLOSED, leaving)))
        .isInstanceOf(JobAction.StopJob.class);
  }

  @Test
  void theRunRaisedJobOfAnUnfinishedReservationIsStoppedBeforeItsObjectGoes() {
    looks.service.has(RESERVED.jobName(), LabelingJobState.InProgress, reservedMarks());
    LabelingJob leaving = Samples.object(Samples.spec("run: 2"), RESERVED);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    assertThat(JobDecider.decide(looks.observe(OPEN, leaving)))
        .isInstanceOf(JobAction.StopJob.class);
  }

  @Test
  void aRunningJobOfARefusedObjectIsFoundWhenItIsToStopOrItsObjectIsToGo() {
    looks.has(Samples.OWNER, 1, 1, LabelingJobState.InProgress);
    LabelingJob stopping = Samples.object(Samples.spec("stop: true"), Samples.NO_STATUS);
    LabelingJob leaving = Samples.object(PLAIN, Samples.NO_STATUS);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    adopted(looks.observe(CLOSED, stopping));
    assertThat(JobDecider.decide(looks.observe(CLOSED, leaving)))
        .isInstanceOf(JobAction.StopJob.class);
  }

  @Test
  void withoutStatusEveryJobIsStoppedOneAfterTheOtherBeforeTheObjectGoes() {
    CreatedJobs.CreatedJob first = looks.has(Samples.OWNER, 1, 1, LabelingJobState.InProgress);
    CreatedJobs.CreatedJob second = looks.has(Samples.OWNER, 2, 1, LabelingJobState.InProgress);
    LabelingJob leaving = Samples.object(Samples.spec("run: 2"), Samples.NO_STATUS);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    JobAction one = JobDecider.decide(looks.observe(CLOSED, leaving));
    looks.service.has(first.job().name(), LabelingJobState.Stopped, Map.of());
    JobAction two = JobDecider.decide(looks.observe(CLOSED, leaving));
    looks.service.has(second.job().name(), LabelingJobState.Stopped, Map.of());
    JobAction last = JobDecider.decide(looks.observe(CLOSED, leaving));

    assertThat(((JobAction.StopJob) one).jobName()).isEqualTo(first.job().name());
    assertThat(((JobAction.StopJob) two).jobName()).isEqualTo(second.job().name());
    assertThat(last).isInstanceOf(JobAction.ReleaseFinalizer.class);
  }

  @Test
  void aStartedJobIsNotTheOnlyOneThatIsStopped() {
    CreatedJobs.CreatedJob other = looks.has(Samples.OWNER, 2, 1, LabelingJobState.InProgress);
    LabelingJobStatus started = Samples.started(PLAIN);
    looks.service.has(started.jobName(), LabelingJobState.Stopped, reservedMarks());
    LabelingJob leaving = Samples.object(PLAIN, started);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    JobAction action = JobDecider.decide(looks.observe(OPEN, leaving));

    assertThat(((JobAction.StopJob) action).jobName()).isEqualTo(other.job().name());
  }

  @Test
  void withoutAWorkforceTheOperatorsOwnRegionIsLookedAtAndThatIsSaid() {
    LabelingJob leaving =
        Samples.object(
            Samples.spec("workteamArn: absent", "workforceRef: {name: people, team: logos}"),
            Samples.NO_STATUS);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    JobAction action = JobDecider.decide(looks.observe(OPEN, leaving));

    assertThat(looks.service.listed).containsExactly("own eu-west-1 logos-");
    assertThat(((JobAction.ReleaseFinalizer) action).left().orElseThrow())
        .contains("eu-west-1 only", "'people'");
  }

  @Test
  void anObjectThatObservesAJobOfOthersLeavesNoneOfItsOwnBehind() {
    CreatedJobs.CreatedJob own = looks.has(Samples.OWNER, 2, 1, LabelingJobState.InProgress);
    LabelingJobStatus observing = Samples.started(PLAIN);
    looks.service.has(observing.jobName(), LabelingJobState.InProgress, Map.of());
    LabelingJob leaving = Samples.object(Samples.spec("adoption: Always"), observing);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    JobAction action = JobDecider.decide(looks.observe(OPEN, leaving));

    assertThat(((JobAction.StopJob) action).jobName()).isEqualTo(own.job().name());
  }
}
