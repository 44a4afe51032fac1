package dev.labelops.operator.job.look;

import static dev.labelops.operator.job.look.Looks.CLOSED;
import static dev.labelops.operator.job.look.Looks.OPEN;
import static dev.labelops.operator.job.look.Looks.PLAIN;
import static dev.labelops.operator.job.look.Looks.RESERVED;
import static dev.labelops.operator.job.look.Looks.RETRY;
import static dev.labelops.operator.job.look.Looks.adopted;
import static dev.labelops.operator.job.look.Looks.reservedMarks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.job.decide.JobDecider;
import dev.labelops.operator.job.decide.JobOutcome;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.job.plan.JobNames;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.status.JobSchedule;
import dev.labelops.operator.job.status.JobStatusDraft;
import dev.labelops.operator.job.status.JobStatusMapper;
import dev.labelops.operator.results.MemoryObjectStore;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.Tenancy;
import dev.labelops.operator.tenancy.WorkforceRight;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is looked at before a job exists. */
class LookBeforeStartTest {
  private final Looks looks = new Looks();

  @Test
  void aNameOfAnEarlierRunIsLookedUpBeforeTheNextIsPlanned() {
    JobObservation seen = looks.observe(OPEN, Samples.object(Samples.spec("run: 2"), RESERVED));

    assertThat(looks.service.asked).containsExactly("own " + RESERVED.jobName());
    assertThat(seen.earlierNameOpen()).isTrue();
    assertThat(seen.planning()).isInstanceOf(Planning.NotAsked.class);
  }

  @Test
  void aPaidJobIsFoundThoughTheNamespaceMayNotNameAnythingAnyMore() {
    looks.service.has(RESERVED.jobName(), LabelingJobState.InProgress, reservedMarks());

    JobObservation seen = looks.observe(CLOSED, Samples.object(PLAIN, RESERVED));

    assertThat(seen.remote())
        .isInstanceOfSatisfying(
            Remote.Found.class, found -> assertThat(found.mark()).isEqualTo(Remote.Mark.OURS));
    assertThat(JobDecider.decide(seen)).isInstanceOf(JobAction.Adopt.class);
  }

  @Test
  void aJobIsLookedForWhereItWasMadeThoughItsWorkforceIsGone() {
    String role = "arn:aws:iam::111111111111:role/labels";
    LabelingJobSpec byRef =
        Samples.spec("workteamArn: absent", "workforceRef: {name: people, team: logos}");
    JobStatusDraft draft = new JobStatusDraft(Samples.started(PLAIN));
    draft.assumeRoleArn = role;
    LabelingJob leaving = Samples.object(byRef, draft.build(1L, List.of()));
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    looks.observe(OPEN, leaving);

    assertThat(looks.service.asked).containsExactly(role + " " + draft.jobName);
  }

  @Test
  void whatADeniedNamespaceNamesIsNotAskedFor() {
    JobObservation seen = looks.observe(CLOSED, Samples.object(PLAIN, Samples.NO_STATUS));

    assertThat(looks.service.asked).isEmpty();
    assertThat(looks.service.listed).isEmpty();
    assertThat(seen.notAllowed()).isNotEmpty();
    assertThat(JobDecider.decide(seen))
        .isInstanceOfSatisfying(
            JobAction.Reject.class,
            refused ->
                assertThat(refused.message())
                    .endsWith(
                        " It is not known whether a labeling job of this object is already"
                            + " running: LabelOps does not check as long as this is refused,"
                            + " unless spec.stop is"
                            + " true."));
  }

  @Test
  void aRefusedObjectThatWasGrantedBeforeStillFindsItsRunningJobs() {
    looks.has(Samples.OWNER, 2, 1, LabelingJobState.InProgress);
    LabelingJobStatus first = Samples.ended(PLAIN, Phase.Completed, Reason.Completed);

    assertThat(
            adopted(looks.observe(CLOSED, Samples.object(Samples.spec("run: 3"), first)))
                .reservation()
                .run())
        .isEqualTo(2);
  }

  @Test
  void aLookThatDidNotEndGoesOnThoughTheObjectIsRefused() {
    for (int n = 0; n < 30; n++) {
      looks.service.has(
          JobNames.readablePrefix(Samples.OWNER.name()) + n, LabelingJobState.Completed, Map.of());
    }
    looks.service.pageSize = 1;
    LabelingJob wrong =
        Samples.object(Samples.spec("stop: true", "tags: {'aws:a': b}"), Samples.NO_STATUS);

    JobObservation seen = looks.observe(OPEN, wrong);
    JobAction action = JobDecider.decide(seen);
    assertThat(action).isInstanceOf(JobAction.Reject.class);
    assertThat(JobSchedule.next(seen, action, Optional.empty())).contains(JobSchedule.NOW);

    looks.service.listFails =
        Optional.of(
            new CloudFailure(ErrorClass.TRANSIENT, "sagemaker:ListLabelingJobs", "X", "x", null));
    JobObservation failing = looks.observe(OPEN, wrong);
    assertThat(JobSchedule.next(failing, JobDecider.decide(failing), RETRY))
        .as("after a call that failed")
        .isEqualTo(RETRY);
  }

  @Test
  void aJobOfOthersIsNotShownToANamespaceThatMayNotLookThere() {
    LabelingJobSpec curious =
        Samples.spec(
            "jobName: theirs",
            "adoption: Always",
            "output: {uri: 's3://mine/out/'}",
            "manifestUri: s3://mine/in.manifest");
    Tenancy mine =
        new Tenancy(
            false,
            "labelops-system",
            Map.of(
                "team-a",
                new Tenancy.Grant(
                    Optional.empty(),
                    WorkforceRight.NONE,
                    Map.of(
                        Grantable.EXECUTION_ROLES,
                        List.of(Samples.ROLE),
                        Grantable.LOCATIONS,
                        List.of("s3://mine/"),
                        Grantable.WORKTEAMS,
                        List.of(Samples.TEAM)))));
    looks.service.has("theirs", LabelingJobState.Completed, Map.of());

    JobObservation seen = looks.observe(mine, Samples.object(curious, Samples.NO_STATUS));

    assertThat(seen.notAllowed())
        .extracting(Violation::sentence)
        .anySatisfy(sentence -> assertThat(sentence).contains("s3://logos/output/"));
    assertThat(JobDecider.decide(seen)).isInstanceOf(JobAction.Reject.class);
  }

  @Test
  void theRoleOfTheCallsMayBeCorrectedBeforeTheStart() {
    String role = "arn:aws:iam::111111111111:role/labels";
    LabelingJob corrected =
        Samples.object(
            Samples.spec("aws: {region: eu-west-1, assumeRoleArn: '" + role + "'}"), RESERVED);

    JobObservation seen = looks.observe(OPEN, corrected);

    assertThat(looks.service.asked)
        .as("first where it may exist")
        .containsExactly("own " + RESERVED.jobName());
    assertThat(seen.earlierNameOpen()).isTrue();
  }

  @Test
  void aCorrectionAfterALostAnswerIsComparedWithTheJobThatIsThere() {
    looks.service.has(RESERVED.jobName(), LabelingJobState.InProgress, reservedMarks());

    JobAction action =
        JobDecider.decide(
            looks.observe(OPEN, Samples.object(Samples.spec("task: {title: Another}"), RESERVED)));

    assertThat(action)
        .isInstanceOfSatisfying(
            JobAction.RefuseTakeover.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.SpecDiffersFromExistingJob));
  }

  @Test
  void aCorrectedJobThatIsThereAfterAllIsStoppedAllTheSame() {
    looks.service.has(RESERVED.jobName(), LabelingJobState.InProgress, reservedMarks());

    JobObservation seen =
        looks.observe(
            OPEN, Samples.object(Samples.spec("task: {title: Another}", "stop: true"), RESERVED));

    assertThat(JobDecider.decide(seen)).isInstanceOf(JobAction.Adopt.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/out/x/manifests/output/output.manifest",
        "s3:///out/x/manifests/output/output.manifest",
        "s3://arn:aws:s3:eu-west-1:000000000000:accesspoint/logos/x/manifests/output/output.manifest",
        "S3://logos/x/manifests/output/output.manifest",
        "s3://logos",
        ""
      })
  void anOutputThatIsNotInS3IsSaid(String address) {
    looks.s3 = Optional.of(new MemoryObjectStore());
    JobStatusDraft draft =
        new JobStatusDraft(Samples.ended(PLAIN, Phase.Completed, Reason.Completed));
    draft.outputManifestUri = address;
    LabelingJobStatus ended =
        draft.build(1L, Samples.ended(PLAIN, Phase.Completed, Reason.Completed).conditions());

    JobObservation seen = looks.observe(OPEN, Samples.object(PLAIN, ended));
    LabelingJobStatus after =
        JobStatusMapper.map(seen, JobDecider.decide(seen), JobOutcome.DONE, Duration.ZERO);

    assertThat(Conditions.find(after.conditions(), ConditionType.ResultsRead).orElseThrow())
        .satisfies(
            read -> {
              assertThat(read.reason()).isEqualTo("ResultsUnreadable");
              assertThat(read.message()).contains("'" + address + "'");
            });
  }

  @Test
  void aJobOfAnotherRequestUnderTheReservedNameIsStoppedAsWished() {
    looks.service.has(
        RESERVED.jobName(),
        LabelingJobState.InProgress,
        JobMark.tags(Samples.OWNER, 1, 1, "of the request before the correction"));

    JobObservation seen = looks.observe(OPEN, Samples.object(Samples.spec("stop: true"), RESERVED));

    assertThat(adopted(seen).reservation().requestHash())
        .isEqualTo("of the request before the correction");
  }

  @Test
  void aJobThatWasCreatedBeforeTheRegionWasCorrectedIsNotPaidForAgain() {
    looks.service.has(
        RESERVED.jobName(),
        LabelingJobState.InProgress,
        JobMark.tags(Samples.OWNER, 1, 1, "of the request before the correction"));
    LabelingJobSpec corrected =
        Samples.spec("workteamArn: '" + Samples.TEAM.replace("eu-west-1", "eu-west-2") + "'");

    JobObservation seen = looks.observe(OPEN, Samples.object(corrected, RESERVED));

    assertThat(adopted(seen).job().name()).isEqualTo(RESERVED.jobName());
    assertThat(adopted(seen).reservation().scope().region()).isEqualTo("eu-west-1");
  }
}
