package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.aws.LabelingJobRequest;
import dev.labelops.operator.aws.LabelingJobState;
import dev.labelops.operator.aws.LabelingJobs;
import dev.labelops.operator.aws.RemoteLabelingJob;
import dev.labelops.operator.aws.TeamMembers;
import dev.labelops.operator.config.Grantable;
import dev.labelops.operator.config.Tenancy;
import dev.labelops.operator.config.WorkforceRight;
import dev.labelops.operator.feed.Sighting;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.task.BuiltInLambdas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a look asks the service for, and that it only looks. */
class JobObserverTest {
  private static final LabelingJobSpec PLAIN = Samples.spec();
  private static final LabelingJobStatus RESERVED = Samples.reserved(PLAIN);
  private static final Tenancy OPEN = new Tenancy(true, "labelops-system", Map.of());
  private static final Tenancy CLOSED = new Tenancy(false, "labelops-system", Map.of());

  /** A service with some labeling jobs, which notes what it is asked. */
  private static final class Service implements LabelingJobs {
    final Map<String, RemoteLabelingJob> jobs = new HashMap<>();
    final Map<String, Map<String, String>> tags = new HashMap<>();
    final List<String> asked = new ArrayList<>();

    void has(String name, LabelingJobState state, Map<String, String> marks) {
      jobs.put(name, Samples.remote(name, state));
      tags.put(Samples.arn(name), marks);
    }

    @Override
    public Optional<RemoteLabelingJob> describe(Scope scope, String jobName) {
      asked.add(scope.roleArn().orElse("own") + " " + jobName);
      return Optional.ofNullable(jobs.get(jobName));
    }

    @Override
    public Map<String, String> tags(Scope scope, String jobArn) {
      return tags.get(jobArn);
    }

    @Override
    public String create(Scope scope, LabelingJobRequest request) {
      throw new AssertionError("observing changes nothing");
    }

    @Override
    public void stop(Scope scope, String jobName) {
      throw new AssertionError("observing changes nothing");
    }
  }

  private final Service service = new Service();
  private final JobMemory memory = new JobMemory();

  private JobObservation observe(Tenancy tenancy, LabelingJob job) {
    JobSources from =
        new JobSources(
            Samples.OWNER.installation(),
            "eu-west-1",
            any -> Referents.NONE,
            new JobValidator(tenancy, new BuiltInLambdas()),
            new JobPlanner(new BuiltInLambdas()),
            new PreflightChecks(
                (scope, arn) -> Optional.of(new TeamMembers.Team(Optional.of(true))),
                new TemplateTrial((scope, template, input, role) -> List.of())),
            service,
            scope -> {
              throw new AssertionError("S3 is not needed");
            },
            (scope, name) ->
                Optional.ofNullable(service.jobs.get(name))
                    .map(
                        listed ->
                            new Sighting(
                                Optional.of(listed),
                                Optional.of(Samples.NOW),
                                0,
                                false,
                                0,
                                Optional.empty())),
            memory);
    return new JobObserver(from).observe(job, Samples.NOW);
  }

  private static Map<String, String> reservedMarks() {
    return JobMark.tags(Samples.OWNER, 1, 1, RESERVED.requestHash());
  }

  @Test
  void aNameOfAnEarlierRunIsLookedUpBeforeTheNextIsPlanned() {
    JobObservation seen = observe(OPEN, Samples.object(Samples.spec("run: 2"), RESERVED));

    assertThat(service.asked).containsExactly("own " + RESERVED.jobName());
    assertThat(seen.earlierNameOpen()).isTrue();
    assertThat(seen.planning()).isInstanceOf(Planning.NotAsked.class);
  }

  @Test
  void aPaidJobIsFoundThoughTheNamespaceMayNotNameAnythingAnyMore() {
    service.has(RESERVED.jobName(), LabelingJobState.InProgress, reservedMarks());

    JobObservation seen = observe(CLOSED, Samples.object(PLAIN, RESERVED));

    assertThat(seen.remote())
        .isInstanceOfSatisfying(
            Remote.Found.class, found -> assertThat(found.mark()).isEqualTo(Remote.Mark.OURS));
    assertThat(JobDecider.decide(seen)).isInstanceOf(JobAction.Adopt.class);
  }

  @Test
  void aPaidJobIsToldToItsEndButGetsNoFurtherAttemptOnceAGrantIsWithdrawn() {
    LabelingJobSpec retries = Samples.spec("retry: {maxAttempts: 3}");
    LabelingJobStatus started = Samples.started(retries);
    Map<String, String> marks = JobMark.tags(Samples.OWNER, 1, 1, started.requestHash());
    service.has(started.jobName(), LabelingJobState.Failed, marks);

    // S3 is not asked either: the store of this test refuses to be.
    JobObservation seen = observe(CLOSED, Samples.object(retries, started));
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
  void aReservedJobIsStoppedBeforeItsObjectGoesThoughNothingIsAllowedAnyMore() {
    service.has(RESERVED.jobName(), LabelingJobState.InProgress, reservedMarks());
    LabelingJob leaving = Samples.object(PLAIN, RESERVED);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    assertThat(JobDecider.decide(observe(CLOSED, leaving))).isInstanceOf(JobAction.StopJob.class);
  }

  @Test
  void theRunRaisedJobOfAnUnfinishedReservationIsStoppedBeforeItsObjectGoes() {
    service.has(RESERVED.jobName(), LabelingJobState.InProgress, reservedMarks());
    LabelingJob leaving = Samples.object(Samples.spec("run: 2"), RESERVED);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    assertThat(JobDecider.decide(observe(OPEN, leaving))).isInstanceOf(JobAction.StopJob.class);
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

    observe(OPEN, leaving);

    assertThat(service.asked).containsExactly(role + " " + draft.jobName);
  }

  @Test
  void whatADeniedNamespaceNamesIsNotAskedFor() {
    JobObservation seen = observe(CLOSED, Samples.object(PLAIN, Samples.NO_STATUS));

    assertThat(service.asked).isEmpty();
    assertThat(seen.notAllowed()).isNotEmpty();
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
    service.has("theirs", LabelingJobState.Completed, Map.of());

    JobObservation seen = observe(mine, Samples.object(curious, Samples.NO_STATUS));

    assertThat(seen.notAllowed())
        .extracting(Violation::sentence)
        .anySatisfy(sentence -> assertThat(sentence).contains("s3://logos/output/"));
    assertThat(JobDecider.decide(seen)).isInstanceOf(JobAction.Reject.class);
  }
}
