package dev.labelops.operator.job.look;

import static dev.labelops.operator.job.look.Looks.CLOSED;
import static dev.labelops.operator.job.look.Looks.OPEN;
import static dev.labelops.operator.job.look.Looks.PLAIN;
import static dev.labelops.operator.job.look.Looks.RESERVED;
import static dev.labelops.operator.job.look.Looks.adopted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.job.decide.JobDecider;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.status.Reason;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the labeling jobs of an object are looked for that nothing written down names. */
class LookForCreatedJobsTest {
  private final Looks looks = new Looks();

  @Test
  void withoutStatusAnEarlierRunThatGoesOnIsFound() {
    CreatedJobs.CreatedJob first = looks.has(Samples.OWNER, 1, 1, LabelingJobState.InProgress);

    JobObservation seen =
        looks.observe(OPEN, Samples.object(Samples.spec("run: 3"), Samples.NO_STATUS));

    assertThat(adopted(seen).reservation())
        .satisfies(
            r -> {
              assertThat(r.run()).isEqualTo(1);
              assertThat(r.jobName()).isEqualTo(first.job().name());
              assertThat(r.requestHash()).isEqualTo(first.mark().requestHash());
            });
  }

  @Test
  void withoutStatusTheLatestAttemptIsFound() {
    looks.has(Samples.OWNER, 1, 1, LabelingJobState.Failed);
    CreatedJobs.CreatedJob second = looks.has(Samples.OWNER, 1, 2, LabelingJobState.InProgress);

    JobObservation seen = looks.observe(OPEN, Samples.object(PLAIN, Samples.NO_STATUS));

    assertThat(adopted(seen).job().name()).isEqualTo(second.job().name());
    assertThat(adopted(seen).reservation().attempt()).isEqualTo(2);
  }

  @Test
  void withoutStatusWhatIsToStopIsFoundThoughTheSpecificationIsAnother() {
    CreatedJobs.CreatedJob first = looks.has(Samples.OWNER, 1, 1, LabelingJobState.InProgress);

    JobObservation seen =
        looks.observe(
            OPEN,
            Samples.object(
                Samples.spec("stop: true", "task: {title: Another}"), Samples.NO_STATUS));

    assertThat(adopted(seen).job().name()).isEqualTo(first.job().name());
  }

  @Test
  void anEndThatTheListDoesNotShowYetIsNoJobThatGoesOn() {
    CreatedJobs.CreatedJob first = looks.has(Samples.OWNER, 1, 1, LabelingJobState.InProgress);
    LabelingJobSpec second = Samples.spec("run: 2", "stop: true");
    looks.observe(OPEN, Samples.object(second, Samples.NO_STATUS));
    looks.service.has(
        first.job().name(), LabelingJobState.Stopped, looks.service.tags.get(first.job().arn()));

    JobObservation seen = looks.observe(OPEN, Samples.object(second, Samples.NO_STATUS));

    assertThat(seen.made().orElseThrow().running()).as("remembered").hasSize(1);
    assertThat(JobDecider.decide(seen))
        .isInstanceOfSatisfying(
            JobAction.Conclude.class,
            end -> assertThat(end.end()).isEqualTo(JobAction.End.STOPPED_BEFORE_START));
  }

  @Test
  void anotherInstallationsJobIsNamed() {
    CreatedJobs.CreatedJob theirs =
        looks.has(Samples.ANOTHER_CLUSTER, 1, 1, LabelingJobState.Completed);

    JobAction action =
        JobDecider.decide(looks.observe(OPEN, Samples.object(PLAIN, Samples.NO_STATUS)));

    assertThat(action)
        .isInstanceOfSatisfying(
            JobAction.RefuseTakeover.class,
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.PaidElsewhere);
              assertThat(refusal.message())
                  .contains(theirs.job().name(), "another-inst", "labelops.installation");
            });
  }

  @Test
  void ourOwnJobGoesBeforeThatOfAnotherInstallation() {
    CreatedJobs.CreatedJob ours = looks.has(Samples.OWNER, 1, 1, LabelingJobState.Stopped);
    looks.has(Samples.ANOTHER_CLUSTER, 1, 1, LabelingJobState.InProgress);

    JobObservation seen = looks.observe(OPEN, Samples.object(PLAIN, Samples.NO_STATUS));

    assertThat(adopted(seen).job().name()).isEqualTo(ours.job().name());
  }

  @Test
  void aChosenNameOfAnotherInstallationIsPaidElsewhereToo() {
    looks.service.has(
        "mine",
        LabelingJobState.InProgress,
        JobMark.tags(Samples.ANOTHER_CLUSTER, 1, 1, RESERVED.requestHash()));

    JobAction action =
        JobDecider.decide(
            looks.observe(OPEN, Samples.object(Samples.spec("jobName: mine"), Samples.NO_STATUS)));

    assertThat(action)
        .isInstanceOfSatisfying(
            JobAction.RefuseTakeover.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.PaidElsewhere));
  }

  @Test
  void onlyTagsOfNamesOfTheRightFormAreReadAndEachOnce() {
    looks.service.has("logos-by-hand", LabelingJobState.InProgress, Map.of());
    looks.service.has("brand-logos-aaaaaaaaaaaa", LabelingJobState.InProgress, Map.of());
    CreatedJobs.CreatedJob other =
        looks.has(new Owner("inst", "team-b", "logos", "uid-9"), 1, 1, LabelingJobState.InProgress);
    LabelingJobSpec held = Samples.spec("hold: true");

    JobObservation seen = looks.observe(OPEN, Samples.object(held, Samples.NO_STATUS));
    looks.memory.forgetSearch(Samples.OWNER.uid());
    looks.observe(OPEN, Samples.object(held, Samples.NO_STATUS));

    assertThat(seen.made().orElseThrow().all()).as("of another namespace").isEmpty();
    assertThat(looks.service.tagsRead).as("by both looks").hasSizeLessThanOrEqualTo(2);
    assertThat(looks.service.tagsRead).contains(other.job().arn());
    assertThat(looks.service.tagsRead).doesNotContain(Samples.arn("logos-by-hand"));
  }

  @Test
  void oneLookServesManyPasses() {
    LabelingJobSpec held = Samples.spec("hold: true");

    looks.observe(OPEN, Samples.object(held, Samples.NO_STATUS));
    looks.observe(OPEN, Samples.object(held, Samples.NO_STATUS));

    assertThat(looks.service.listed).containsExactly("own eu-west-1 logos-");
  }

  @Test
  void aLongListIsReadOverSeveralPassesAndNothingIsDoneBeforeItsEnd() {
    looks.service.pageSize = 1;
    for (int run = 2; run <= 25; run++) {
      looks.has(Samples.OWNER, run, 1, LabelingJobState.Completed);
    }
    looks.has(Samples.OWNER, 1, 1, LabelingJobState.InProgress);
    int passes = 1;
    JobObservation seen = looks.observe(OPEN, Samples.object(PLAIN, Samples.NO_STATUS));
    while (!(JobDecider.decide(seen) instanceof JobAction.Adopt)) {
      assertThat(JobDecider.decide(seen)).isInstanceOf(JobAction.Nothing.class);
      assertThat(passes++).isLessThan(5);
      seen = looks.observe(OPEN, Samples.object(PLAIN, Samples.NO_STATUS));
    }
    assertThat(passes).isEqualTo(3);
    assertThat(looks.service.listed).hasSize(25);
  }

  @Test
  void aListThatFailsOnTheWayIsGoneOnWith() {
    looks.service.pageSize = 1;
    looks.has(Samples.OWNER, 2, 1, LabelingJobState.Completed);
    looks.has(Samples.OWNER, 3, 1, LabelingJobState.Completed);
    LabelingJobSpec held = Samples.spec("hold: true");
    looks.service.listFails =
        Optional.of(Samples.failure(ErrorClass.THROTTLED, "sagemaker:ListLabelingJobs"));

    JobObservation failed = looks.observe(OPEN, Samples.object(held, Samples.NO_STATUS));
    looks.service.listFails = Optional.empty();
    JobObservation seen = looks.observe(OPEN, Samples.object(held, Samples.NO_STATUS));

    assertThat(JobDecider.decide(failed)).isInstanceOf(JobAction.AwaitCloud.class);
    assertThat(seen.made().orElseThrow().all()).hasSize(2);
  }

  @Test
  void aTokenThatIsNotTakenAnyMoreBeginsTheLookAnew() {
    looks.service.pageSize = 1;
    for (int run = 2; run <= 15; run++) {
      looks.has(Samples.OWNER, run, 1, LabelingJobState.Completed);
    }
    LabelingJobSpec held = Samples.spec("hold: true");
    looks.observe(OPEN, Samples.object(held, Samples.NO_STATUS));
    looks.service.listFails =
        Optional.of(Samples.failure(ErrorClass.INVALID, "sagemaker:ListLabelingJobs"));
    looks.observe(OPEN, Samples.object(held, Samples.NO_STATUS));
    looks.service.listFails = Optional.empty();
    looks.service.pageSize = 100;

    JobObservation seen = looks.observe(OPEN, Samples.object(held, Samples.NO_STATUS));

    assertThat(seen.made().orElseThrow().complete()).isTrue();
    assertThat(seen.made().orElseThrow().all()).hasSize(14);
  }

  @Test
  void underARoleThatTheNamespaceMayNotAssumeNothingIsLookedFor() {
    String role = "arn:aws:iam::111111111111:role/labels";
    LabelingJob leaving =
        Samples.object(
            Samples.spec("aws: {region: eu-west-1, assumeRoleArn: '" + role + "'}"),
            Samples.NO_STATUS);

    looks.observe(CLOSED, leaving);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");
    JobAction action = JobDecider.decide(looks.observe(CLOSED, leaving));

    assertThat(looks.service.listed).isEmpty();
    assertThat(action)
        .isInstanceOfSatisfying(
            JobAction.ReleaseFinalizer.class, release -> assertThat(release.left()).isPresent());
  }
}
