package dev.labelops.operator.job;

import static dev.labelops.operator.job.Samples.as;
import static dev.labelops.operator.job.Samples.ended;
import static dev.labelops.operator.job.Samples.failure;
import static dev.labelops.operator.job.Samples.found;
import static dev.labelops.operator.job.Samples.plan;
import static dev.labelops.operator.job.Samples.reserved;
import static dev.labelops.operator.job.Samples.seen;
import static dev.labelops.operator.job.Samples.spec;
import static dev.labelops.operator.job.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.job.decide.JobDecider;
import dev.labelops.operator.job.decide.JobOutcome;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.MadeJobs;
import dev.labelops.operator.job.look.ObservationDraft;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.plan.Stage;
import dev.labelops.operator.job.status.JobStatusMapper;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The promises, held against random observations. */
class JobPropertyTest {
  private static final LabelingJobSpec PLAIN = spec();
  private static final List<LabelingJobSpec> SPECS =
      List.of(
          PLAIN,
          spec("hold: true"),
          spec("stop: true"),
          spec("run: 2"),
          spec("adoption: Always"),
          spec("adoption: Never"),
          spec("retry: {maxAttempts: 3}"),
          spec("deletionPolicy: Orphan"),
          spec("ttlAfterFinished: 1m"));
  private static final List<LabelingJobStatus> STATUSES =
      List.of(
          Samples.NO_STATUS,
          reserved(PLAIN),
          started(PLAIN),
          ended(PLAIN, Phase.Completed, Reason.Completed),
          ended(PLAIN, Phase.Failed, Reason.LabelingFailed),
          ended(PLAIN, Phase.Stopped, Reason.StoppedExternally));

  @Provide
  Arbitrary<JobObservation> observations() {
    Arbitrary<Remote> remotes =
        Arbitraries.oneOf(
            Arbitraries.of(
                new Remote.NotLooked(),
                new Remote.Absent(Samples.NOW),
                new Remote.Absent(Samples.NOW.minusSeconds(600))),
            Combinators.combine(
                    Arbitraries.of(LabelingJobState.class), Arbitraries.of(Remote.Mark.class))
                .as((state, mark) -> found(PLAIN, state, mark)));
    Arbitrary<Planning> plannings =
        Arbitraries.of(
            new Planning.NotAsked(),
            new Planning.Blocked(Reason.WaitingForWorkforce, "no team"),
            new Planning.Planned(plan(PLAIN, 1)),
            new Planning.Planned(plan(spec("task: {title: Another}"), 1)),
            new Planning.Planned(plan(PLAIN, 2)));
    Arbitrary<InputSource> inputs =
        Arbitraries.of(
            new InputSource.NotAsked(),
            new InputSource.NotReady(Reason.WaitingForDataset, "not yet", false),
            new InputSource.Ready(Samples.INPUT));
    Arbitrary<Optional<ErrorClass>> failures = Arbitraries.of(ErrorClass.class).optional(0.2);
    Arbitrary<Optional<MadeJobs>> looks =
        Combinators.combine(
                Arbitraries.of(Samples.OWNER, Samples.ANOTHER_CLUSTER),
                Arbitraries.integers().between(1, 2),
                Arbitraries.integers().between(1, 2),
                Arbitraries.of(LabelingJobState.class))
            .as(Samples::madeBy)
            .list()
            .ofMaxSize(2)
            .flatMap(
                jobs ->
                    Arbitraries.of(true, true, false)
                        .map(complete -> new MadeJobs(Samples.OWNER, jobs, complete)))
            .optional(0.8);
    Arbitrary<Integer> settled = Arbitraries.of(-60, 20);
    Arbitrary<int[]> flags = Arbitraries.integers().between(0, 63).map(JobPropertyTest::bits);
    return Combinators.combine(
            Arbitraries.of(SPECS),
            Arbitraries.of(STATUSES),
            remotes,
            plannings,
            inputs,
            failures,
            Combinators.combine(looks, settled, flags).as(Looked::new))
        .as(
            (spec, status, remote, planning, input, failed, looked) -> {
              int[] flag = looked.flag();
              ObservationDraft draft = seen(spec, status);
              draft.remote = remote;
              draft.planning = planning;
              draft.made = looked.made();
              draft.settled = Samples.NOW.plusSeconds(looked.settled());
              draft.superseded = flag[5] == 1;
              draft.input = input;
              draft.preflight = Optional.of(Samples.CLEAN).filter(p -> flag[0] == 1);
              draft.chainable = Optional.of(flag[1] == 1);
              draft.failure = failed.map(c -> failure(c, "sagemaker:DescribeLabelingJob"));
              return as(draft, flag[2] == 1, flag[4] == 1);
            });
  }

  private record Looked(Optional<MadeJobs> made, int settled, int[] flag) {}

  private static int[] bits(int number) {
    return new int[] {
      number & 1,
      number >> 1 & 1,
      number >> 2 & 1,
      number >> 3 & 1,
      number >> 4 & 1,
      number >> 5 & 1
    };
  }

  /**
   * Whether the service was asked for every job of the object, and shows none of the wanted run.
   */
  private static boolean lookedAndFoundNone(JobObservation seen) {
    return seen.made()
        .filter(MadeJobs::complete)
        .filter(made -> made.ofRun(seen.spec().run()).isEmpty())
        .filter(made -> made.elsewhere(seen.spec().run()).isEmpty())
        .isPresent();
  }

  @Property(tries = 5000)
  void paysOnlyAfterALookThatFoundNothing(@ForAll("observations") JobObservation seen) {
    JobAction action = JobDecider.decide(seen);
    if (action instanceof JobAction.ReserveName || action instanceof JobAction.CreateJob) {
      assertThat(lookedAndFoundNone(seen)).as("%s", seen.made()).isTrue();
    }
  }

  @Property(tries = 5000)
  void saysThatNothingWasCreatedOnlyAfterALookThatFoundNothing(
      @ForAll("observations") JobObservation seen) {
    if (JobDecider.decide(seen) instanceof JobAction.Conclude conclude
        && conclude.end() == JobAction.End.STOPPED_BEFORE_START) {
      assertThat(lookedAndFoundNone(seen)).as("%s", seen.made()).isTrue();
      assertThat(seen.remote()).isNotInstanceOf(Remote.Found.class);
    }
  }

  @Property(tries = 5000)
  void anObjectWithoutANameGoesInSilenceOnlyAfterACompleteLook(
      @ForAll("observations") JobObservation seen) {
    if (seen.object().deleting()
        && seen.status().jobName() == null
        && JobDecider.decide(seen) instanceof JobAction.ReleaseFinalizer release
        && release.left().isEmpty()) {
      assertThat(seen.made().filter(MadeJobs::complete)).isPresent();
      boolean orphan = seen.spec().deletionPolicy() == LabelingJobSpec.DeletionPolicy.Orphan;
      boolean known = seen.made().flatMap(made -> made.ofRun(seen.spec().run())).isPresent();
      assertThat(orphan || known || !seen.now().isBefore(seen.settled())).isTrue();
      if (orphan) {
        assertThat(seen.made().orElseThrow().running()).as("jobs that are not named").isEmpty();
      } else {
        assertThat(seen.remote() instanceof Remote.Found found && !found.job().state().ended())
            .as("a job that goes on")
            .isFalse();
      }
    }
  }

  @Property(tries = 5000)
  void takesOverWhatAnotherInstallationPaidForOnlyWhenAskedTo(
      @ForAll("observations") JobObservation seen) {
    if (JobDecider.decide(seen) instanceof JobAction.Adopt
        && seen.remote() instanceof Remote.Found found
        && found.mark() == Remote.Mark.ELSEWHERE) {
      assertThat(seen.spec().adoption())
          .isEqualTo(dev.labelops.operator.api.v1alpha1.Adoption.Always);
    }
  }

  @Property(tries = 5000)
  void createsOnlyWhatIsReservedAndKnownToBeAbsent(@ForAll("observations") JobObservation seen) {
    if (JobDecider.decide(seen) instanceof JobAction.CreateJob create) {
      assertThat(create.request().jobName()).isEqualTo(seen.status().jobName());
      assertThat(seen.status().jobArn()).as("a job that exists").isNull();
      assertThat(seen.remote()).isInstanceOf(Remote.Absent.class);
      assertThat(create.request().tags())
          .containsEntry("labelops.dev/request-hash", seen.status().requestHash());
      assertThat(seen.stopWished()).isFalse();
      assertThat(seen.object().deleting()).isFalse();
    }
  }

  @Property(tries = 5000)
  void reservesOnlyWhenNoJobOfTheNameIsKnown(@ForAll("observations") JobObservation seen) {
    if (JobDecider.decide(seen) instanceof JobAction.ReserveName) {
      assertThat(seen.remote()).isNotInstanceOf(Remote.Found.class);
      assertThat(seen.stage()).isNotEqualTo(Stage.STARTED);
    }
  }

  @Property(tries = 5000)
  void stopsOnlyWhatIsOursAndWished(@ForAll("observations") JobObservation seen) {
    if (JobDecider.decide(seen) instanceof JobAction.StopJob) {
      assertThat(seen.remote())
          .isInstanceOfSatisfying(Remote.Found.class, f -> assertThat(f.ours()).isTrue());
      assertThat(seen.stopWished() || seen.object().deleting()).isTrue();
    }
  }

  @Property(tries = 5000)
  void neverSaysReconcilingAndStalledTogether(
      @ForAll("observations") JobObservation seen,
      @ForAll boolean lasting,
      @ForAll ErrorClass errorClass,
      @ForAll boolean actionFails) {
    JobAction action = JobDecider.decide(seen);
    JobOutcome outcome =
        actionFails
            ? JobOutcome.failed(failure(errorClass, "sagemaker:CreateLabelingJob"))
            : JobOutcome.created("arn:aws:sagemaker:eu-west-1:000000000000:labeling-job/x");
    Duration failingFor = lasting ? Duration.ofMinutes(3) : Duration.ZERO;
    LabelingJobStatus after = JobStatusMapper.map(seen, action, outcome, failingFor);
    boolean reconciling = Conditions.isTrue(after.conditions(), ConditionType.Reconciling);
    boolean stalled = Conditions.isTrue(after.conditions(), ConditionType.Stalled);
    assertThat(reconciling && stalled).as("%s after %s", after.conditions(), action).isFalse();
    boolean ready = Conditions.isTrue(after.conditions(), ConditionType.Ready);
    assertThat(ready && stalled).as("%s after %s", after.conditions(), action).isFalse();
  }

  @Property(tries = 5000)
  void mapsTheSameObservationToTheSameStatusAgain(@ForAll("observations") JobObservation seen) {
    JobAction action = JobDecider.decide(seen);
    LabelingJobStatus once = JobStatusMapper.map(seen, action, JobOutcome.DONE, Duration.ZERO);
    LabelingJobStatus twice = JobStatusMapper.map(seen, action, JobOutcome.DONE, Duration.ZERO);
    assertThat(twice).isEqualTo(once);
  }
}
