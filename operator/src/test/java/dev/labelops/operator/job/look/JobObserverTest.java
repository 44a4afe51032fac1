package dev.labelops.operator.job.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.cognito.TeamMembers;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.sagemaker.ActiveJobs;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.LabelingJobs;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.feed.Sighting;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.job.decide.JobDecider;
import dev.labelops.operator.job.decide.JobOutcome;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.job.plan.JobNames;
import dev.labelops.operator.job.plan.JobPlanner;
import dev.labelops.operator.job.plan.JobValidator;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.plan.Referents;
import dev.labelops.operator.job.status.JobSchedule;
import dev.labelops.operator.job.status.JobStatusDraft;
import dev.labelops.operator.job.status.JobStatusMapper;
import dev.labelops.operator.results.MemoryObjectStore;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.task.BuiltInLambdas;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.Tenancy;
import dev.labelops.operator.tenancy.WorkforceRight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a look asks the service for, and that it only looks. */
class JobObserverTest {
  private static final LabelingJobSpec PLAIN = Samples.spec();
  private static final LabelingJobStatus RESERVED = Samples.reserved(PLAIN);
  private static final Optional<Duration> RETRY = Optional.of(Duration.ofSeconds(7));
  private static final Tenancy OPEN = new Tenancy(true, "labelops-system", Map.of());
  private static final Tenancy CLOSED = new Tenancy(false, "labelops-system", Map.of());

  /** A service with some labeling jobs, which notes what it is asked. */
  private static final class Service implements LabelingJobs {
    final Map<String, RemoteLabelingJob> jobs = new TreeMap<>();
    final Map<String, Map<String, String>> tags = new HashMap<>();
    final List<String> asked = new ArrayList<>();
    final List<String> listed = new ArrayList<>();
    final List<String> tagsRead = new ArrayList<>();
    int pageSize = 100;
    Optional<CloudFailure> listFails = Optional.empty();

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
      tagsRead.add(jobArn);
      return tags.get(jobArn);
    }

    @Override
    public ActiveJobs.Page named(Scope scope, String part, Optional<String> token) {
      listed.add(scope.roleArn().orElse("own") + " " + scope.region() + " " + part);
      if (listFails.isPresent()) {
        throw listFails.get();
      }
      List<RemoteLabelingJob> all =
          jobs.values().stream().filter(job -> job.name().contains(part)).toList();
      int from = token.map(Integer::parseInt).orElse(0);
      int to = Math.min(all.size(), from + pageSize);
      return new ActiveJobs.Page(
          all.subList(from, to), Optional.of(Integer.toString(to)).filter(next -> to < all.size()));
    }

    @Override
    public void tag(Scope scope, String jobArn, Map<String, String> tags) {
      throw new AssertionError("observing changes nothing");
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

  private boolean describeNext;
  private boolean feedLists;
  private Optional<ObjectStore> s3 = Optional.empty();
  private final Service service = new Service();
  private final JobMemory memory = new JobMemory(Optional.of(Samples.NOW.minusSeconds(7200)));

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
            new JobSearch(service, memory),
            scope -> s3.orElseThrow(() -> new AssertionError("S3 is not needed")),
            (scope, name) -> sighting(name),
            memory);
    return new JobObserver(from).observe(job, Samples.NOW);
  }

  private Optional<Sighting> sighting(String name) {
    Optional<RemoteLabelingJob> listed =
        Optional.ofNullable(service.jobs.get(name)).filter(job -> feedLists);
    return listed.isPresent() || describeNext
        ? Optional.of(
            new Sighting(listed, listed.map(job -> Samples.NOW), 0, describeNext, Optional.empty()))
        : Optional.empty();
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
    feedLists = true;

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
    assertThat(service.listed).isEmpty();
    assertThat(seen.notAllowed()).isNotEmpty();
    assertThat(JobDecider.decide(seen))
        .isInstanceOfSatisfying(
            JobAction.Reject.class,
            refused ->
                assertThat(refused.message())
                    .endsWith(
                        " Whether a labeling job of this object runs already is not known: nothing"
                            + " is looked for as long as this is refused, unless spec.stop is"
                            + " true."));
  }

  @Test
  void aRunningJobOfARefusedObjectIsFoundWhenItIsToStopOrItsObjectIsToGo() {
    has(Samples.OWNER, 1, 1, LabelingJobState.InProgress);
    LabelingJob stopping = Samples.object(Samples.spec("stop: true"), Samples.NO_STATUS);
    LabelingJob leaving = Samples.object(PLAIN, Samples.NO_STATUS);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    adopted(observe(CLOSED, stopping));
    assertThat(JobDecider.decide(observe(CLOSED, leaving))).isInstanceOf(JobAction.StopJob.class);
  }

  @Test
  void aRefusedObjectThatWasGrantedBeforeStillFindsItsRunningJobs() {
    has(Samples.OWNER, 2, 1, LabelingJobState.InProgress);
    LabelingJobStatus first = Samples.ended(PLAIN, Phase.Completed, Reason.Completed);

    assertThat(
            adopted(observe(CLOSED, Samples.object(Samples.spec("run: 3"), first)))
                .reservation()
                .run())
        .isEqualTo(2);
  }

  @Test
  void aLookThatDidNotEndGoesOnThoughTheObjectIsRefused() {
    for (int n = 0; n < 30; n++) {
      service.has(
          JobNames.readablePrefix(Samples.OWNER.name()) + n, LabelingJobState.Completed, Map.of());
    }
    service.pageSize = 1;
    LabelingJob wrong =
        Samples.object(Samples.spec("stop: true", "tags: {'aws:a': b}"), Samples.NO_STATUS);

    JobObservation seen = observe(OPEN, wrong);
    JobAction action = JobDecider.decide(seen);
    assertThat(action).isInstanceOf(JobAction.Reject.class);
    assertThat(JobSchedule.next(seen, action, Optional.empty())).contains(JobSchedule.NOW);

    service.listFails =
        Optional.of(
            new CloudFailure(ErrorClass.TRANSIENT, "sagemaker:ListLabelingJobs", "X", "x", null));
    JobObservation failing = observe(OPEN, wrong);
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
    service.has("theirs", LabelingJobState.Completed, Map.of());

    JobObservation seen = observe(mine, Samples.object(curious, Samples.NO_STATUS));

    assertThat(seen.notAllowed())
        .extracting(Violation::sentence)
        .anySatisfy(sentence -> assertThat(sentence).contains("s3://logos/output/"));
    assertThat(JobDecider.decide(seen)).isInstanceOf(JobAction.Reject.class);
  }

  private MadeJobs.MadeJob has(Owner owner, int run, int attempt, LabelingJobState state) {
    MadeJobs.MadeJob made = Samples.madeBy(owner, run, attempt, state);
    service.has(
        made.job().name(),
        state,
        JobMark.tags(owner, run, attempt, Samples.plan(PLAIN, attempt).requestHash()));
    return made;
  }

  private static JobAction.Adopt adopted(JobObservation seen) {
    return (JobAction.Adopt) JobDecider.decide(seen);
  }

  @Test
  void withoutStatusAnEarlierRunThatGoesOnIsFound() {
    MadeJobs.MadeJob first = has(Samples.OWNER, 1, 1, LabelingJobState.InProgress);

    JobObservation seen = observe(OPEN, Samples.object(Samples.spec("run: 3"), Samples.NO_STATUS));

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
    has(Samples.OWNER, 1, 1, LabelingJobState.Failed);
    MadeJobs.MadeJob second = has(Samples.OWNER, 1, 2, LabelingJobState.InProgress);

    JobObservation seen = observe(OPEN, Samples.object(PLAIN, Samples.NO_STATUS));

    assertThat(adopted(seen).job().name()).isEqualTo(second.job().name());
    assertThat(adopted(seen).reservation().attempt()).isEqualTo(2);
  }

  @Test
  void withoutStatusWhatIsToStopIsFoundThoughTheSpecificationIsAnother() {
    MadeJobs.MadeJob first = has(Samples.OWNER, 1, 1, LabelingJobState.InProgress);

    JobObservation seen =
        observe(
            OPEN,
            Samples.object(
                Samples.spec("stop: true", "task: {title: Another}"), Samples.NO_STATUS));

    assertThat(adopted(seen).job().name()).isEqualTo(first.job().name());
  }

  @Test
  void anEndThatTheListDoesNotShowYetIsNoJobThatGoesOn() {
    MadeJobs.MadeJob first = has(Samples.OWNER, 1, 1, LabelingJobState.InProgress);
    LabelingJobSpec second = Samples.spec("run: 2", "stop: true");
    observe(OPEN, Samples.object(second, Samples.NO_STATUS));
    service.has(first.job().name(), LabelingJobState.Stopped, service.tags.get(first.job().arn()));

    JobObservation seen = observe(OPEN, Samples.object(second, Samples.NO_STATUS));

    assertThat(seen.made().orElseThrow().running()).as("remembered").hasSize(1);
    assertThat(JobDecider.decide(seen))
        .isInstanceOfSatisfying(
            JobAction.Conclude.class,
            end -> assertThat(end.end()).isEqualTo(JobAction.End.STOPPED_BEFORE_START));
  }

  @Test
  void anotherInstallationsJobIsNamed() {
    MadeJobs.MadeJob theirs = has(Samples.ANOTHER_CLUSTER, 1, 1, LabelingJobState.Completed);

    JobAction action = JobDecider.decide(observe(OPEN, Samples.object(PLAIN, Samples.NO_STATUS)));

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
    MadeJobs.MadeJob ours = has(Samples.OWNER, 1, 1, LabelingJobState.Stopped);
    has(Samples.ANOTHER_CLUSTER, 1, 1, LabelingJobState.InProgress);

    JobObservation seen = observe(OPEN, Samples.object(PLAIN, Samples.NO_STATUS));

    assertThat(adopted(seen).job().name()).isEqualTo(ours.job().name());
  }

  @Test
  void aChosenNameOfAnotherInstallationIsPaidElsewhereToo() {
    service.has(
        "mine",
        LabelingJobState.InProgress,
        JobMark.tags(Samples.ANOTHER_CLUSTER, 1, 1, RESERVED.requestHash()));

    JobAction action =
        JobDecider.decide(
            observe(OPEN, Samples.object(Samples.spec("jobName: mine"), Samples.NO_STATUS)));

    assertThat(action)
        .isInstanceOfSatisfying(
            JobAction.RefuseTakeover.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.PaidElsewhere));
  }

  @Test
  void onlyTagsOfNamesOfTheRightFormAreReadAndEachOnce() {
    service.has("logos-by-hand", LabelingJobState.InProgress, Map.of());
    service.has("brand-logos-aaaaaaaaaaaa", LabelingJobState.InProgress, Map.of());
    MadeJobs.MadeJob other =
        has(new Owner("inst", "team-b", "logos", "uid-9"), 1, 1, LabelingJobState.InProgress);
    LabelingJobSpec held = Samples.spec("hold: true");

    JobObservation seen = observe(OPEN, Samples.object(held, Samples.NO_STATUS));
    memory.forgetSearch(Samples.OWNER.uid());
    observe(OPEN, Samples.object(held, Samples.NO_STATUS));

    assertThat(seen.made().orElseThrow().all()).as("of another namespace").isEmpty();
    assertThat(service.tagsRead).as("by both looks").hasSizeLessThanOrEqualTo(2);
    assertThat(service.tagsRead).contains(other.job().arn());
    assertThat(service.tagsRead).doesNotContain(Samples.arn("logos-by-hand"));
  }

  @Test
  void oneLookServesManyPasses() {
    LabelingJobSpec held = Samples.spec("hold: true");

    observe(OPEN, Samples.object(held, Samples.NO_STATUS));
    observe(OPEN, Samples.object(held, Samples.NO_STATUS));

    assertThat(service.listed).containsExactly("own eu-west-1 logos-");
  }

  @Test
  void aLongListIsReadOverSeveralPassesAndNothingIsDoneBeforeItsEnd() {
    service.pageSize = 1;
    for (int run = 2; run <= 25; run++) {
      has(Samples.OWNER, run, 1, LabelingJobState.Completed);
    }
    has(Samples.OWNER, 1, 1, LabelingJobState.InProgress);
    int passes = 1;
    JobObservation seen = observe(OPEN, Samples.object(PLAIN, Samples.NO_STATUS));
    while (!(JobDecider.decide(seen) instanceof JobAction.Adopt)) {
      assertThat(JobDecider.decide(seen)).isInstanceOf(JobAction.Nothing.class);
      assertThat(passes++).isLessThan(5);
      seen = observe(OPEN, Samples.object(PLAIN, Samples.NO_STATUS));
    }
    assertThat(passes).isEqualTo(3);
    assertThat(service.listed).hasSize(25);
  }

  @Test
  void aListThatFailsOnTheWayIsGoneOnWith() {
    service.pageSize = 1;
    has(Samples.OWNER, 2, 1, LabelingJobState.Completed);
    has(Samples.OWNER, 3, 1, LabelingJobState.Completed);
    LabelingJobSpec held = Samples.spec("hold: true");
    service.listFails =
        Optional.of(Samples.failure(ErrorClass.THROTTLED, "sagemaker:ListLabelingJobs"));

    JobObservation failed = observe(OPEN, Samples.object(held, Samples.NO_STATUS));
    service.listFails = Optional.empty();
    JobObservation seen = observe(OPEN, Samples.object(held, Samples.NO_STATUS));

    assertThat(JobDecider.decide(failed)).isInstanceOf(JobAction.AwaitCloud.class);
    assertThat(seen.made().orElseThrow().all()).hasSize(2);
  }

  @Test
  void aTokenThatIsNotTakenAnyMoreBeginsTheLookAnew() {
    service.pageSize = 1;
    for (int run = 2; run <= 15; run++) {
      has(Samples.OWNER, run, 1, LabelingJobState.Completed);
    }
    LabelingJobSpec held = Samples.spec("hold: true");
    observe(OPEN, Samples.object(held, Samples.NO_STATUS));
    service.listFails =
        Optional.of(Samples.failure(ErrorClass.INVALID, "sagemaker:ListLabelingJobs"));
    observe(OPEN, Samples.object(held, Samples.NO_STATUS));
    service.listFails = Optional.empty();
    service.pageSize = 100;

    JobObservation seen = observe(OPEN, Samples.object(held, Samples.NO_STATUS));

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

    observe(CLOSED, leaving);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");
    JobAction action = JobDecider.decide(observe(CLOSED, leaving));

    assertThat(service.listed).isEmpty();
    assertThat(action)
        .isInstanceOfSatisfying(
            JobAction.ReleaseFinalizer.class, release -> assertThat(release.left()).isPresent());
  }

  @Test
  void withoutStatusEveryJobIsStoppedOneAfterTheOtherBeforeTheObjectGoes() {
    MadeJobs.MadeJob first = has(Samples.OWNER, 1, 1, LabelingJobState.InProgress);
    MadeJobs.MadeJob second = has(Samples.OWNER, 2, 1, LabelingJobState.InProgress);
    LabelingJob leaving = Samples.object(Samples.spec("run: 2"), Samples.NO_STATUS);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    JobAction one = JobDecider.decide(observe(CLOSED, leaving));
    service.has(first.job().name(), LabelingJobState.Stopped, Map.of());
    JobAction two = JobDecider.decide(observe(CLOSED, leaving));
    service.has(second.job().name(), LabelingJobState.Stopped, Map.of());
    JobAction last = JobDecider.decide(observe(CLOSED, leaving));

    assertThat(((JobAction.StopJob) one).jobName()).isEqualTo(first.job().name());
    assertThat(((JobAction.StopJob) two).jobName()).isEqualTo(second.job().name());
    assertThat(last).isInstanceOf(JobAction.ReleaseFinalizer.class);
  }

  @Test
  void aStartedJobIsNotTheOnlyOneThatIsStopped() {
    MadeJobs.MadeJob other = has(Samples.OWNER, 2, 1, LabelingJobState.InProgress);
    LabelingJobStatus started = Samples.started(PLAIN);
    service.has(started.jobName(), LabelingJobState.Stopped, reservedMarks());
    LabelingJob leaving = Samples.object(PLAIN, started);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    JobAction action = JobDecider.decide(observe(OPEN, leaving));

    assertThat(((JobAction.StopJob) action).jobName()).isEqualTo(other.job().name());
  }

  @Test
  void withoutAWorkforceTheOperatorsOwnRegionIsLookedAtAndThatIsSaid() {
    LabelingJob leaving =
        Samples.object(
            Samples.spec("workteamArn: absent", "workforceRef: {name: people, team: logos}"),
            Samples.NO_STATUS);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    JobAction action = JobDecider.decide(observe(OPEN, leaving));

    assertThat(service.listed).containsExactly("own eu-west-1 logos-");
    assertThat(((JobAction.ReleaseFinalizer) action).left().orElseThrow())
        .contains("eu-west-1 only", "'people'");
  }

  @Test
  void theRoleOfTheCallsMayBeCorrectedBeforeTheStart() {
    String role = "arn:aws:iam::111111111111:role/labels";
    LabelingJob corrected =
        Samples.object(
            Samples.spec("aws: {region: eu-west-1, assumeRoleArn: '" + role + "'}"), RESERVED);

    JobObservation seen = observe(OPEN, corrected);

    assertThat(service.asked)
        .as("first where it may exist")
        .containsExactly("own " + RESERVED.jobName());
    assertThat(seen.earlierNameOpen()).isTrue();
  }

  @Test
  void aCorrectionAfterALostAnswerIsComparedWithTheJobThatIsThere() {
    service.has(RESERVED.jobName(), LabelingJobState.InProgress, reservedMarks());

    JobAction action =
        JobDecider.decide(
            observe(OPEN, Samples.object(Samples.spec("task: {title: Another}"), RESERVED)));

    assertThat(action)
        .isInstanceOfSatisfying(
            JobAction.RefuseTakeover.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.SpecDiffersFromExistingJob));
  }

  @Test
  void aCorrectedJobThatIsThereAfterAllIsStoppedAllTheSame() {
    service.has(RESERVED.jobName(), LabelingJobState.InProgress, reservedMarks());

    JobObservation seen =
        observe(
            OPEN, Samples.object(Samples.spec("task: {title: Another}", "stop: true"), RESERVED));

    assertThat(JobDecider.decide(seen)).isInstanceOf(JobAction.Adopt.class);
  }

  @Test
  void whoStoppedAJobIsReadFromItsTags() {
    LabelingJobStatus started = Samples.started(PLAIN);
    Map<String, String> tags = new HashMap<>(reservedMarks());
    tags.putAll(JobMark.stopTags(JobMark.of(tags).orElseThrow(), JobMark.StopReason.DELETION));
    service.has(started.jobName(), LabelingJobState.Stopped, tags);
    describeNext = true;

    JobAction action = JobDecider.decide(observe(OPEN, Samples.object(PLAIN, started)));

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
    service.has(started.jobName(), LabelingJobState.InProgress, reservedMarks());
    describeNext = true;
    s3 = Optional.of(new MemoryObjectStore());
    LabelingJob job = Samples.object(PLAIN, draft.build(1L, started.conditions()));

    assertThat(observe(OPEN, job).output()).isPresent();
    assertThat(observe(OPEN, job).output())
        .as("the status that tells of it may have met a conflict")
        .isPresent();

    memory.lookedAtOutput(
        Samples.OWNER.uid(), Samples.NOW, Optional.of(job.getStatus().counters()));
    assertThat(observe(OPEN, job).output()).as("written down").isEmpty();
  }

  @Test
  void resultsThatWereReadAndNotWrittenDownAreReadAgain() {
    LabelingJob job =
        Samples.object(PLAIN, Samples.ended(PLAIN, Phase.Completed, Reason.Completed));
    s3 = Optional.of(new MemoryObjectStore());

    assertThat(observe(OPEN, job).output()).isPresent();
    assertThat(observe(OPEN, job).output()).isPresent();
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
    s3 = Optional.of(new MemoryObjectStore());
    JobStatusDraft draft =
        new JobStatusDraft(Samples.ended(PLAIN, Phase.Completed, Reason.Completed));
    draft.outputManifestUri = address;
    LabelingJobStatus ended =
        draft.build(1L, Samples.ended(PLAIN, Phase.Completed, Reason.Completed).conditions());

    JobObservation seen = observe(OPEN, Samples.object(PLAIN, ended));
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
  void aFailedJobOfOthersIsNotContinuedWhateverItsOutput() {
    LabelingJobSpec watching = Samples.spec("adoption: Always", "retry: {maxAttempts: 3}");
    LabelingJobStatus started = Samples.started(watching);
    service.has(started.jobName(), LabelingJobState.Failed, Map.of());
    feedLists = true;

    // S3 is not asked for the output of others: the store of this test refuses to be.
    JobAction action = JobDecider.decide(observe(OPEN, Samples.object(watching, started)));

    assertThat(action)
        .isInstanceOfSatisfying(
            JobAction.Conclude.class, end -> assertThat(end.end()).isEqualTo(JobAction.End.FAILED));
  }

  @Test
  void aJobOfAnotherRequestUnderTheReservedNameIsStoppedAsWished() {
    service.has(
        RESERVED.jobName(),
        LabelingJobState.InProgress,
        JobMark.tags(Samples.OWNER, 1, 1, "of the request before the correction"));

    JobObservation seen = observe(OPEN, Samples.object(Samples.spec("stop: true"), RESERVED));

    assertThat(adopted(seen).reservation().requestHash())
        .isEqualTo("of the request before the correction");
  }

  @Test
  void aJobThatWasCreatedBeforeTheRegionWasCorrectedIsNotPaidForAgain() {
    service.has(
        RESERVED.jobName(),
        LabelingJobState.InProgress,
        JobMark.tags(Samples.OWNER, 1, 1, "of the request before the correction"));
    LabelingJobSpec corrected =
        Samples.spec("workteamArn: '" + Samples.TEAM.replace("eu-west-1", "eu-west-2") + "'");

    JobObservation seen = observe(OPEN, Samples.object(corrected, RESERVED));

    assertThat(adopted(seen).job().name()).isEqualTo(RESERVED.jobName());
    assertThat(adopted(seen).reservation().scope().region()).isEqualTo("eu-west-1");
  }

  @Test
  void anObjectThatObservesAJobOfOthersLeavesNoneOfItsOwnBehind() {
    MadeJobs.MadeJob own = has(Samples.OWNER, 2, 1, LabelingJobState.InProgress);
    LabelingJobStatus observing = Samples.started(PLAIN);
    service.has(observing.jobName(), LabelingJobState.InProgress, Map.of());
    LabelingJob leaving = Samples.object(Samples.spec("adoption: Always"), observing);
    leaving.getMetadata().setDeletionTimestamp("2026-05-04T10:00:00Z");

    JobAction action = JobDecider.decide(observe(OPEN, leaving));

    assertThat(((JobAction.StopJob) action).jobName()).isEqualTo(own.job().name());
  }
}
