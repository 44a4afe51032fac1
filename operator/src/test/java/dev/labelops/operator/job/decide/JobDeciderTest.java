package dev.labelops.operator.job.decide;

import static dev.labelops.operator.job.Samples.as;
import static dev.labelops.operator.job.Samples.ended;
import static dev.labelops.operator.job.Samples.failure;
import static dev.labelops.operator.job.Samples.found;
import static dev.labelops.operator.job.Samples.plan;
import static dev.labelops.operator.job.Samples.ready;
import static dev.labelops.operator.job.Samples.reserved;
import static dev.labelops.operator.job.Samples.reservedAndAbsent;
import static dev.labelops.operator.job.Samples.running;
import static dev.labelops.operator.job.Samples.seen;
import static dev.labelops.operator.job.Samples.spec;
import static dev.labelops.operator.job.Samples.started;
import static dev.labelops.operator.job.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.MadeJobs;
import dev.labelops.operator.job.look.ObservationDraft;
import dev.labelops.operator.job.look.OutputLook;
import dev.labelops.operator.job.look.Preflight;
import dev.labelops.operator.job.look.Preflight.Finding;
import dev.labelops.operator.job.look.Preflight.Verdict;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.ManifestCopy;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.plan.Stage;
import dev.labelops.operator.job.status.JobStatusMapper;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Design section 4 as a table: what is seen, what is done, and why. */
class JobDeciderTest {
  private static final LabelingJobSpec PLAIN = spec();
  private static final List<Violation> WRONG =
      List.of(new Violation("spec.output.uri", "s3://x/", "it lies elsewhere", "choose another"));

  record Row(
      String seen, JobObservation observation, Predicate<JobAction> expected, String because) {
    @Override
    public String toString() {
      return seen;
    }
  }

  private static Row row(
      String seen, ObservationDraft draft, Predicate<JobAction> expected, String because) {
    return new Row(seen, draft.build(), expected, because);
  }

  private static Predicate<JobAction> is(Class<? extends JobAction> kind) {
    return kind::isInstance;
  }

  private static Predicate<JobAction> rejects(Reason reason) {
    return action -> action instanceof JobAction.Reject r && r.reason() == reason;
  }

  private static Predicate<JobAction> waitsFor(Reason reason) {
    return action -> action instanceof JobAction.WaitFor w && w.reason() == reason;
  }

  private static Predicate<JobAction> refuses(Reason reason) {
    return action -> action instanceof JobAction.RefuseTakeover r && r.reason() == reason;
  }

  private static Predicate<JobAction> concludes(JobAction.End end) {
    return action -> action instanceof JobAction.Conclude c && c.end() == end;
  }

  private static Predicate<JobAction> releases(boolean leavesSomething) {
    return action ->
        action instanceof JobAction.ReleaseFinalizer r && r.left().isPresent() == leavesSomething;
  }

  private static Preflight refuted(Reason reason) {
    return new Preflight(List.of(new Finding(Verdict.REFUTED, reason, "it is not so")));
  }

  static Stream<Row> beforeTheStart() {
    return Stream.of(
        row(
            "spec wrong",
            with(ready(PLAIN), s -> s.violations = WRONG),
            rejects(Reason.InvalidSpec),
            "a person must correct it, whatever else is ready"),
        row(
            "not allowed",
            with(
                ready(PLAIN),
                s -> {
                  s.violations = WRONG;
                  s.notAllowed = WRONG;
                }),
            rejects(Reason.NotAllowed),
            "tenancy comes before everything else"),
        row(
            "held",
            ready(spec("hold: true")),
            is(JobAction.Hold.class),
            "hold keeps a job from being created"),
        row(
            "stop before the start",
            ready(spec("stop: true")),
            concludes(JobAction.End.STOPPED_BEFORE_START),
            "nothing is created only to be stopped"),
        row(
            "workforce missing",
            with(
                seen(PLAIN, Samples.NO_STATUS),
                s -> s.planning = new Planning.Blocked(Reason.WaitingForWorkforce, "no team")),
            waitsFor(Reason.WaitingForWorkforce),
            "its event wakes the job"),
        row(
            "data set not ready",
            with(
                ready(PLAIN),
                s -> {
                  s.input = new InputSource.NotReady(Reason.WaitingForDataset, "not yet", false);
                  s.preflight = Optional.empty();
                }),
            waitsFor(Reason.WaitingForDataset),
            "its event wakes the job"),
        row(
            "manifest checked, not copied yet",
            with(
                ready(PLAIN),
                s ->
                    s.input =
                        new InputSource.NotCopied(
                            new ManifestCopy("s3://logos/in.manifest", "etag", Samples.INPUT))),
            is(JobAction.CopyManifest.class),
            "the name is written down once what is to be labeled cannot change any more"),
        row(
            "manifest checked, not copied, something speaks against the job",
            with(
                ready(PLAIN),
                s -> {
                  s.input =
                      new InputSource.NotCopied(
                          new ManifestCopy("s3://logos/in.manifest", "etag", Samples.INPUT));
                  s.preflight = Optional.of(refuted(Reason.CorsMissing));
                }),
            rejects(Reason.CorsMissing),
            "nothing is written before that is cured"),
        row(
            "no CORS rule",
            with(ready(PLAIN), s -> s.preflight = Optional.of(refuted(Reason.CorsMissing))),
            rejects(Reason.CorsMissing),
            "each object would fail after being paid for"),
        row(
            "nobody in the team",
            with(ready(PLAIN), s -> s.preflight = Optional.of(refuted(Reason.NoMembers))),
            rejects(Reason.NoMembers),
            "the service would wait without an error"),
        row(
            "everything ready",
            ready(PLAIN),
            is(JobAction.ReserveName.class),
            "the name is written down before the paid call"),
        row(
            "describe throttled",
            with(
                ready(PLAIN),
                s ->
                    s.failure =
                        Optional.of(
                            failure(ErrorClass.THROTTLED, "sagemaker:DescribeLabelingJob"))),
            is(JobAction.AwaitCloud.class),
            "without knowing whether the job exists nothing is reserved"),
        row(
            "our job exists, status lost",
            with(
                ready(PLAIN),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.OURS)),
            is(JobAction.Adopt.class),
            "restore without status, delete and recreate"),
        row(
            "our finished job exists, status lost",
            with(
                ready(PLAIN),
                s -> s.remote = found(PLAIN, LabelingJobState.Completed, Remote.Mark.OURS)),
            is(JobAction.Adopt.class),
            "re-applying after the ttl finds the finished job"),
        row(
            "our job exists, data set gone",
            with(
                ready(PLAIN),
                s -> {
                  s.input = new InputSource.NotReady(Reason.WaitingForDataset, "gone", false);
                  s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.OURS);
                }),
            is(JobAction.Adopt.class),
            "a job that exists needs no input any more"),
        row(
            "our job exists, adoption Never",
            with(
                ready(spec("adoption: Never")),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.OURS)),
            refuses(Reason.NameTaken),
            "Never takes only what was just made"),
        row(
            "ours, but another request",
            with(
                ready(PLAIN),
                s ->
                    s.remote =
                        found(PLAIN, LabelingJobState.InProgress, Remote.Mark.OURS_OTHER_REQUEST)),
            refuses(Reason.SpecDiffersFromExistingJob),
            "the labels would not be those that the specification asks for"),
        row(
            "name taken, not ours",
            with(
                ready(PLAIN),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.FOREIGN)),
            refuses(Reason.NameTaken),
            "never take over what is not ours"),
        row(
            "foreign job, adoption Always",
            with(
                ready(spec("adoption: Always")),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.FOREIGN)),
            is(JobAction.Adopt.class),
            "the specification says to observe it"));
  }

  /** What one look at the service shows of an object of which nothing is written down. */
  static Stream<Row> statusLost() {
    return Stream.of(
        row(
            "the look failed",
            with(
                ready(PLAIN),
                s -> {
                  s.made = Optional.empty();
                  s.failure = Optional.of(failure(ErrorClass.DENIED, "sagemaker:ListLabelingJobs"));
                }),
            is(JobAction.AwaitCloud.class),
            "not knowing is not absence"),
        row(
            "the look failed, stop wished",
            with(
                seen(spec("stop: true"), Samples.NO_STATUS),
                s -> {
                  s.made = Optional.empty();
                  s.failure =
                      Optional.of(failure(ErrorClass.THROTTLED, "sagemaker:ListLabelingJobs"));
                }),
            is(JobAction.AwaitCloud.class),
            "a job may run"),
        row(
            "a long list is not read to its end",
            with(
                ready(PLAIN),
                s -> s.made = Optional.of(new MadeJobs(Samples.OWNER, List.of(), false))),
            looksAgainAt(Samples.NOW),
            "the job may be on the next page"),
        row(
            "nobody looked, stop wished",
            with(seen(spec("stop: true"), Samples.NO_STATUS), s -> s.made = Optional.empty()),
            is(JobAction.Nothing.class),
            "a job may run"),
        row(
            "region unknown, held",
            with(
                seen(spec("hold: true"), Samples.NO_STATUS),
                s -> {
                  s.made = Optional.empty();
                  s.planning = new Planning.Blocked(Reason.WaitingForWorkforce, "no workforce");
                }),
            is(JobAction.Hold.class),
            "nothing is created, and nothing is said of what exists"),
        row(
            "region unknown, stop wished",
            with(
                seen(spec("stop: true"), Samples.NO_STATUS),
                s -> {
                  s.made = Optional.empty();
                  s.planning = new Planning.Blocked(Reason.WaitingForWorkforce, "no workforce");
                }),
            waitsFor(Reason.WaitingForWorkforce),
            "where to look is not known"),
        row(
            "stop wished, our job goes on",
            with(
                seen(spec("stop: true"), Samples.NO_STATUS),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.OURS)),
            is(JobAction.Adopt.class),
            "it is taken on, and stopped next"),
        row(
            "stop wished, our job has completed",
            with(
                seen(spec("stop: true"), Samples.NO_STATUS),
                s -> s.remote = found(PLAIN, LabelingJobState.Completed, Remote.Mark.OURS)),
            is(JobAction.Adopt.class),
            "there was a job"),
        row(
            "stop wished, our job is listed but not described",
            with(
                seen(spec("stop: true"), Samples.NO_STATUS),
                s -> s.made = listed(1, LabelingJobState.InProgress)),
            is(JobAction.Nothing.class),
            "one of both answers is old"),
        row(
            "stop wished, a create of the process before may be under way",
            with(
                seen(spec("stop: true"), Samples.NO_STATUS),
                s -> s.settled = Samples.NOW.plusSeconds(20)),
            looksAgainAt(Samples.NOW.plusSeconds(20)),
            "what arrives late is not listed yet"),
        row(
            "status lost and run increased, a create of the process before may be under way",
            with(ready(spec("run: 2")), s -> s.settled = Samples.NOW.plusSeconds(20)),
            looksAgainAt(Samples.NOW.plusSeconds(20)),
            "the earlier run's job may appear, and nobody would see it"),
        row(
            "a first run, a create of the process before may be under way",
            with(ready(PLAIN), s -> s.settled = Samples.NOW.plusSeconds(20)),
            is(JobAction.ReserveName.class),
            "the same request has the same name, which is the fence"),
        row(
            "an earlier run goes on",
            with(
                seen(spec("run: 2"), Samples.NO_STATUS),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.OURS)),
            adoptsRun(1),
            "a paid job is not left alone, whatever is asked for by now"),
        row(
            "an earlier run goes on, the specification is wrong",
            with(
                seen(spec("run: 2"), Samples.NO_STATUS),
                s -> {
                  s.violations = WRONG;
                  s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.OURS);
                }),
            adoptsRun(1),
            "a paid job is not left alone, whatever is wrong"),
        row(
            "our job goes on, held",
            with(
                ready(spec("hold: true")),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.OURS)),
            is(JobAction.Adopt.class),
            "hold only keeps a job from starting"),
        row(
            "our job is listed, the team is not ready",
            with(
                seen(PLAIN, Samples.NO_STATUS),
                s -> {
                  s.made = listed(1, LabelingJobState.InProgress);
                  s.planning = new Planning.Blocked(Reason.WaitingForWorkforce, "no team");
                }),
            names(listedName()),
            "a job that cannot be compared yet is named"),
        row(
            "our job is listed, the specification is wrong",
            with(
                seen(PLAIN, Samples.NO_STATUS),
                s -> {
                  s.made = listed(1, LabelingJobState.InProgress);
                  s.violations = WRONG;
                }),
            names(listedName()),
            "a job that cannot be compared yet is named"),
        row(
            "listed in the last look before the name is reserved",
            with(ready(PLAIN), s -> s.made = listed(1, LabelingJobState.InProgress)),
            is(JobAction.Nothing.class),
            "the next pass looks at it"),
        row(
            "another installation's job goes on",
            with(
                ready(PLAIN),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.ELSEWHERE)),
            refuses(Reason.PaidElsewhere),
            "a second cluster does not pay a second time"),
        row(
            "another installation's job has completed",
            with(
                ready(PLAIN),
                s -> s.remote = found(PLAIN, LabelingJobState.Completed, Remote.Mark.ELSEWHERE)),
            refuses(Reason.PaidElsewhere),
            "it is paid for all the same"),
        row(
            "another installation's job, adoption Never",
            with(
                ready(spec("adoption: Never")),
                s -> s.remote = found(PLAIN, LabelingJobState.Failed, Remote.Mark.ELSEWHERE)),
            refuses(Reason.PaidElsewhere),
            "Never takes only what was just made, and pays nothing twice either"),
        row(
            "another installation's job, adoption Always",
            with(
                ready(spec("adoption: Always")),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.ELSEWHERE)),
            is(JobAction.Adopt.class),
            "the specification says to observe it"),
        row(
            "another installation's job goes on, stop wished",
            with(
                ready(spec("stop: true")),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.ELSEWHERE)),
            refuses(Reason.PaidElsewhere),
            "it is not ours to stop, and it goes on"),
        row(
            "another installation's job, listed after the name was reserved",
            with(
                reservedAndAbsent(PLAIN),
                s ->
                    s.made =
                        Samples.made(
                            Samples.madeBy(
                                Samples.ANOTHER_CLUSTER, 1, 1, LabelingJobState.InProgress))),
            is(JobAction.Nothing.class),
            "the next pass looks at it"),
        row(
            "another installation's job of another run",
            with(
                ready(PLAIN),
                s ->
                    s.made =
                        Samples.made(
                            Samples.madeBy(
                                Samples.ANOTHER_CLUSTER, 2, 1, LabelingJobState.InProgress))),
            is(JobAction.ReserveName.class),
            "each number is one paid job"));
  }

  private static Optional<MadeJobs> listed(int run, LabelingJobState state) {
    return Samples.made(Samples.madeBy(Samples.OWNER, run, 1, state));
  }

  private static String listedName() {
    return listed(1, LabelingJobState.InProgress).orElseThrow().all().getFirst().job().name();
  }

  private static Predicate<JobAction> looksAgainAt(java.time.Instant at) {
    return action -> action instanceof JobAction.Nothing n && n.until().equals(Optional.of(at));
  }

  private static Predicate<JobAction> adoptsRun(int run) {
    return action -> action instanceof JobAction.Adopt a && a.reservation().run() == run;
  }

  private static Predicate<JobAction> names(String job) {
    return action ->
        switch (action) {
          case JobAction.WaitFor w -> w.message().contains(job);
          case JobAction.Reject r -> r.message().contains(job);
          default -> false;
        };
  }

  static Stream<Row> reservedRows() {
    return Stream.of(
        row(
            "files missing",
            with(reservedAndAbsent(PLAIN), s -> s.missingAssets = plan(PLAIN, 1).assets()),
            is(JobAction.PublishAssets.class),
            "the request names them"),
        row(
            "files there",
            reservedAndAbsent(PLAIN),
            is(JobAction.CreateJob.class),
            "exactly the reserved request is sent"),
        row(
            "created, answer lost",
            with(
                reservedAndAbsent(PLAIN),
                s -> s.remote = found(PLAIN, LabelingJobState.Initializing, Remote.Mark.OURS)),
            is(JobAction.Adopt.class),
            "the job of the lost answer is the one"),
        row(
            "created, answer lost, adoption Never",
            with(
                with(
                    seen(spec("adoption: Never"), reserved(PLAIN)),
                    s -> s.planning = new Planning.Planned(plan(PLAIN, 1))),
                s -> s.remote = found(PLAIN, LabelingJobState.Initializing, Remote.Mark.OURS)),
            is(JobAction.Adopt.class),
            "it was just made"),
        row(
            "template changed between reservation and creation",
            with(
                seen(PLAIN, reserved(PLAIN)),
                s -> {
                  LabelingJobSpec other = spec("task: {title: Another}");
                  s.planning = new Planning.Planned(plan(other, 1));
                  s.input = new InputSource.Ready(Samples.INPUT);
                  s.preflight = Optional.of(Samples.CLEAN);
                  s.remote = new Remote.Absent(Samples.NOW);
                }),
            is(JobAction.ReserveName.class),
            "only a request that was written down is sent"),
        row(
            "describe failed",
            with(
                reservedAndAbsent(PLAIN),
                s -> {
                  s.remote = new Remote.NotLooked();
                  s.failure =
                      Optional.of(failure(ErrorClass.TRANSIENT, "sagemaker:DescribeLabelingJob"));
                }),
            is(JobAction.AwaitCloud.class),
            "not knowing is not absence"),
        row(
            "created, answer lost, then the run raised",
            with(
                seen(spec("run: 2"), reserved(PLAIN)),
                s -> s.remote = found(PLAIN, LabelingJobState.Initializing, Remote.Mark.OURS)),
            is(JobAction.Adopt.class),
            "a paid job is not left alone, whatever is asked for by now"),
        row(
            "created, answer lost, then the specification became wrong",
            with(
                seen(PLAIN, reserved(PLAIN)),
                s -> {
                  s.violations = WRONG;
                  s.remote = found(PLAIN, LabelingJobState.Initializing, Remote.Mark.OURS);
                }),
            is(JobAction.Adopt.class),
            "a paid job is not left alone, whatever is wrong"),
        row(
            "run raised, the earlier name absent just now",
            with(
                seen(spec("run: 2"), reserved(PLAIN)),
                s -> {
                  s.earlierNameOpen = true;
                  s.remote = new Remote.Absent(Samples.NOW);
                }),
            is(JobAction.Nothing.class),
            "its create may be under way"),
        row(
            "run raised, the earlier name long absent",
            with(
                seen(spec("run: 2"), reserved(PLAIN)),
                s -> {
                  s.planning = new Planning.Planned(plan(spec("run: 2"), 1));
                  s.input = new InputSource.Ready(Samples.INPUT);
                  s.preflight = Optional.of(Samples.CLEAN);
                  s.remote = new Remote.Absent(Samples.NOW);
                }),
            is(JobAction.ReserveName.class),
            "nothing came of it"),
        row(
            "stop wished, just reserved",
            with(
                seen(spec("stop: true"), reserved(PLAIN)),
                s -> {
                  s.planning = new Planning.Planned(plan(PLAIN, 1));
                  s.remote = new Remote.Absent(Samples.NOW);
                }),
            is(JobAction.Nothing.class),
            "a create may be under way that describe does not show yet"),
        row(
            "stop wished, long absent",
            with(
                seen(spec("stop: true"), reserved(PLAIN)),
                s -> {
                  s.planning = new Planning.Planned(plan(PLAIN, 1));
                  s.remote = new Remote.Absent(Samples.NOW.minusSeconds(90));
                }),
            concludes(JobAction.End.STOPPED_BEFORE_START),
            "there is nothing to stop"),
        row(
            "answer lost, specification corrected, the job is there after all",
            with(
                seen(spec("task: {title: Another}"), reserved(PLAIN)),
                s -> {
                  s.planning = new Planning.Planned(plan(spec("task: {title: Another}"), 1));
                  s.remote =
                      found(PLAIN, LabelingJobState.InProgress, Remote.Mark.OURS_OTHER_REQUEST);
                }),
            refuses(Reason.SpecDiffersFromExistingJob),
            "the labels would not be those that the specification asks for"),
        row(
            "held after the name was reserved, just now absent",
            with(
                seen(spec("hold: true"), reserved(PLAIN)),
                s -> {
                  s.planning = new Planning.Planned(plan(PLAIN, 1));
                  s.remote = new Remote.Absent(Samples.NOW);
                }),
            is(JobAction.Nothing.class),
            "a create may be under way"),
        row(
            "held after the name was reserved, long absent",
            with(
                seen(spec("hold: true"), reserved(PLAIN)),
                s -> {
                  s.planning = new Planning.Planned(plan(PLAIN, 1));
                  s.remote = new Remote.Absent(Samples.NOW.minusSeconds(90));
                }),
            is(JobAction.Hold.class),
            "nothing has started, so it may still be held"),
        row(
            "role of the calls corrected, long absent where it was reserved",
            with(
                seen(PLAIN, reserved(PLAIN)),
                s -> {
                  s.superseded = true;
                  s.planning = new Planning.Planned(plan(PLAIN, 1));
                  s.input = new InputSource.Ready(Samples.INPUT);
                  s.preflight = Optional.of(Samples.CLEAN);
                  s.remote = new Remote.Absent(Samples.NOW);
                }),
            is(JobAction.ReserveName.class),
            "where the job is to be looked for is written down before it is paid for"),
        row(
            "nobody looked for other jobs",
            with(reservedAndAbsent(PLAIN), s -> s.made = Optional.empty()),
            is(JobAction.Nothing.class),
            "before the first create there is a look"));
  }

  static Stream<Row> afterTheStart() {
    LabelingJobSpec retries = spec("retry: {maxAttempts: 2}");
    return Stream.of(
        row(
            "not seen",
            seen(PLAIN, started(PLAIN)),
            is(JobAction.Track.class),
            "absence is never an end"),
        row(
            "described, not found",
            with(seen(PLAIN, started(PLAIN)), s -> s.remote = new Remote.Absent(Samples.NOW)),
            is(JobAction.Track.class),
            "a job that exists is never created again"),
        row(
            "Initializing",
            running(PLAIN, LabelingJobState.Initializing),
            is(JobAction.Track.class),
            "the feed tells more"),
        row(
            "InProgress",
            running(PLAIN, LabelingJobState.InProgress),
            is(JobAction.Track.class),
            "people label"),
        row(
            "an unknown state",
            running(PLAIN, LabelingJobState.Unknown),
            is(JobAction.Track.class),
            "a newer service is not an end"),
        row(
            "Completed",
            running(PLAIN, LabelingJobState.Completed),
            concludes(JobAction.End.COMPLETED),
            "the status alone says so"),
        row(
            "stop wished, InProgress",
            running(spec("stop: true"), LabelingJobState.InProgress),
            is(JobAction.StopJob.class),
            "as wished"),
        row(
            "stop wished, Initializing",
            running(spec("stop: true"), LabelingJobState.Initializing),
            is(JobAction.Track.class),
            "the service takes a stop only from InProgress"),
        row(
            "stop wished, foreign job",
            with(
                seen(spec("stop: true"), started(PLAIN)),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.FOREIGN)),
            is(JobAction.Track.class),
            "never stop what is not ours"),
        row(
            "stop wished, tags unread",
            with(
                seen(spec("stop: true"), started(PLAIN)),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.UNREAD)),
            is(JobAction.Track.class),
            "never stop what may not be ours"),
        row(
            "Stopped by wish",
            running(spec("stop: true"), LabelingJobState.Stopped),
            concludes(JobAction.End.STOPPED_BY_WISH),
            ""),
        row(
            "Stopped elsewhere",
            running(PLAIN, LabelingJobState.Stopped),
            concludes(JobAction.End.STOPPED_EXTERNALLY),
            ""),
        row(
            "Stopped by LabelOps before",
            with(
                running(PLAIN, LabelingJobState.Stopped),
                s -> s.remote = Samples.stoppedByLabelOps((Remote.Found) s.remote)),
            concludes(JobAction.End.STOPPED_EARLIER),
            "its tags say who stopped it"),
        row(
            "Stopped by LabelOps before, and stop wished",
            with(
                running(spec("stop: true"), LabelingJobState.Stopped),
                s -> s.remote = Samples.stoppedByLabelOps((Remote.Found) s.remote)),
            concludes(JobAction.End.STOPPED_BY_WISH),
            ""),
        row(
            "stopped earlier, then stop wished",
            seen(spec("stop: true"), ended(PLAIN, Phase.Stopped, Reason.StoppedEarlier)),
            is(JobAction.AgreeToStop.class),
            "the message says that this agrees to it"),
        row(
            "Failed, no attempts left",
            running(PLAIN, LabelingJobState.Failed),
            concludes(JobAction.End.FAILED),
            ""),
        row(
            "Failed, attempts left, output readable",
            with(
                running(retries, LabelingJobState.Failed),
                s -> {
                  s.chainable = Optional.of(true);
                  s.planning = new Planning.Planned(plan(retries, 2));
                  s.input = new InputSource.Ready(Samples.INPUT);
                }),
            is(JobAction.StartNextAttempt.class),
            "the next attempt goes on from the output"),
        row(
            "Failed, attempts left, a grant was withdrawn",
            with(
                running(retries, LabelingJobState.Failed),
                s ->
                    s.notAllowed =
                        List.of(new Violation("spec.output.uri", "s3://b/", "no", "ask"))),
            concludes(JobAction.End.NOT_ALLOWED_TO_RETRY),
            "another attempt is another job, and what begins needs its grants"),
        row(
            "Failed, attempts left, nothing readable",
            with(running(retries, LabelingJobState.Failed), s -> s.chainable = Optional.of(false)),
            concludes(JobAction.End.NOTHING_TO_CHAIN_FROM),
            "another attempt would pay for everything again"),
        row(
            "Failed, attempts left, output not there yet",
            with(
                running(retries, LabelingJobState.Failed),
                s -> {
                  s.chainable = Optional.of(false);
                  s.input = new InputSource.NotReady(Reason.Retrying, "files may be late", false);
                }),
            waitsFor(Reason.Retrying),
            "files arrive late, and to start afresh would pay again"),
        row(
            "Failed, attempts left, S3 does not answer",
            with(
                running(retries, LabelingJobState.Failed),
                s -> s.failure = Optional.of(failure(ErrorClass.TRANSIENT, "s3:GetObject"))),
            is(JobAction.AwaitCloud.class),
            "unreadable now is not unreadable"),
        row(
            "Failed, attempts left, run raised",
            with(
                with(
                    seen(spec("run: 2", "retry: {maxAttempts: 2}"), started(PLAIN)),
                    s -> s.chainable = Optional.of(true)),
                s -> s.remote = found(PLAIN, LabelingJobState.Failed, Remote.Mark.OURS)),
            concludes(JobAction.End.FAILED),
            "the newer run is what is wanted"),
        row(
            "foreign job failed, attempts left",
            with(
                with(seen(retries, started(PLAIN)), s -> s.chainable = Optional.of(true)),
                s -> s.remote = found(PLAIN, LabelingJobState.Failed, Remote.Mark.FOREIGN)),
            concludes(JobAction.End.FAILED),
            "only our own attempts are repeated"),
        row(
            "run raised while the earlier one goes on",
            with(
                seen(spec("run: 2"), started(PLAIN)),
                s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.UNREAD)),
            is(JobAction.Track.class),
            "a paid job is not left alone"),
        row(
            "run raised after the end",
            with(
                seen(spec("run: 2"), ended(PLAIN, Phase.Completed, Reason.Completed)),
                s -> {
                  s.planning = new Planning.Planned(plan(spec("run: 2"), 1));
                  s.input = new InputSource.Ready(Samples.INPUT);
                  s.preflight = Optional.of(Samples.CLEAN);
                  s.remote = new Remote.Absent(Samples.NOW);
                }),
            is(JobAction.ReserveName.class),
            "each number is one paid job"),
        row(
            "ended, nothing due",
            seen(PLAIN, ended(PLAIN, Phase.Completed, Reason.Completed)),
            is(JobAction.Nothing.class),
            "an ended job costs nothing"),
        row(
            "ended, results due",
            with(
                seen(PLAIN, ended(PLAIN, Phase.Completed, Reason.Completed)),
                s ->
                    s.output =
                        Optional.of(
                            new OutputLook(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()))),
            is(JobAction.ReadResults.class),
            "what was read is written down"),
        row(
            "ttl expired",
            seen(spec("ttlAfterFinished: 10m"), ended(PLAIN, Phase.Completed, Reason.Completed)),
            is(JobAction.DeleteExpired.class),
            "it ended half an hour ago"),
        row(
            "ttl not expired",
            seen(spec("ttlAfterFinished: 720h"), ended(PLAIN, Phase.Completed, Reason.Completed)),
            is(JobAction.Nothing.class),
            "it is looked at again when it expires"),
        row(
            "failed, attempts left, stop wished",
            with(
                seen(
                    spec("stop: true", "retry: {maxAttempts: 2}"),
                    ended(PLAIN, Phase.Failed, Reason.LabelingFailed)),
                s -> s.remote = found(PLAIN, LabelingJobState.Failed, Remote.Mark.UNREAD)),
            is(JobAction.Nothing.class),
            "its end is written down already"),
        row(
            "foreign job failed, attempts left, written down",
            with(
                seen(retries, ended(PLAIN, Phase.Failed, Reason.LabelingFailed)),
                s -> s.remote = found(PLAIN, LabelingJobState.Failed, Remote.Mark.FOREIGN)),
            is(JobAction.Nothing.class),
            "its end is written down already"),
        row(
            "stopped elsewhere, then stop wished",
            seen(spec("stop: true"), ended(PLAIN, Phase.Stopped, Reason.StoppedExternally)),
            is(JobAction.AgreeToStop.class),
            "the message says that this agrees to it"),
        row(
            "maxAttempts raised after the failure",
            with(
                with(
                    seen(retries, ended(PLAIN, Phase.Failed, Reason.LabelingFailed)),
                    s -> {
                      s.chainable = Optional.of(true);
                      s.planning = new Planning.Planned(plan(retries, 2));
                      s.input = new InputSource.Ready(Samples.INPUT);
                    }),
                s -> s.remote = found(PLAIN, LabelingJobState.Failed, Remote.Mark.OURS)),
            is(JobAction.StartNextAttempt.class),
            "the user allows another attempt"));
  }

  static Stream<Row> leaving() {
    LabelingJobSpec orphan = spec("deletionPolicy: Orphan");
    return Stream.of(
        deleting(
            "force-orphan, engine down",
            as(
                with(
                    seen(PLAIN, started(PLAIN)),
                    s ->
                        s.failure =
                            Optional.of(
                                failure(ErrorClass.TRANSIENT, "sagemaker:DescribeLabelingJob"))),
                true,
                true),
            releases(true),
            "the way out that needs nobody"),
        deleting(
            "never reserved",
            as(seen(PLAIN, Samples.draft(d -> {}).build(1L, List.of())), true, false),
            releases(false),
            "there is nothing to stop"),
        deleting(
            "ended",
            as(seen(PLAIN, ended(PLAIN, Phase.Completed, Reason.Completed)), true, false),
            releases(false),
            "records and results stay"),
        deleting(
            "Orphan",
            as(seen(orphan, started(PLAIN)), true, false),
            releases(true),
            "the policy says to let it run"),
        deleting(
            "InProgress",
            as(running(PLAIN, LabelingJobState.InProgress), true, false),
            is(JobAction.StopJob.class),
            "it would cost money unseen"),
        deleting(
            "Initializing",
            as(running(PLAIN, LabelingJobState.Initializing), true, false),
            is(JobAction.BlockDeletion.class),
            "the service takes a stop only from InProgress"),
        deleting(
            "Stopping",
            as(running(PLAIN, LabelingJobState.Stopping), true, false),
            is(JobAction.BlockDeletion.class),
            "it has not stopped yet"),
        deleting(
            "Stopped",
            as(running(PLAIN, LabelingJobState.Stopped), true, false),
            releases(false),
            "done"),
        deleting(
            "foreign job",
            as(
                with(
                    seen(PLAIN, started(PLAIN)),
                    s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.FOREIGN)),
                true,
                false),
            releases(true),
            "never stop what is not ours"),
        deleting(
            "engine down",
            as(
                with(
                    seen(PLAIN, started(PLAIN)),
                    s ->
                        s.failure =
                            Optional.of(
                                failure(ErrorClass.TRANSIENT, "sagemaker:DescribeLabelingJob"))),
                true,
                false),
            is(JobAction.BlockDeletion.class),
            "a paid job may be running"),
        deleting(
            "reserved, just now absent",
            as(reservedAndAbsent(PLAIN), true, false),
            is(JobAction.BlockDeletion.class),
            "a create may have been answered to a dead process"),
        deleting(
            "reserved, long absent",
            as(
                with(
                    reservedAndAbsent(PLAIN),
                    s -> s.remote = new Remote.Absent(Samples.NOW.minusSeconds(61))),
                true,
                false),
            releases(false),
            "no job came of it"),
        deleting(
            "status lost, a job goes on",
            as(
                with(
                    seen(PLAIN, Samples.NO_STATUS),
                    s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.OURS)),
                true,
                false),
            is(JobAction.StopJob.class),
            "it would cost money unseen"),
        deleting(
            "status lost, a job is Initializing",
            as(
                with(
                    seen(PLAIN, Samples.NO_STATUS),
                    s -> s.remote = found(PLAIN, LabelingJobState.Initializing, Remote.Mark.OURS)),
                true,
                false),
            is(JobAction.BlockDeletion.class),
            "the service takes a stop only from InProgress"),
        deleting(
            "stopped before the start, a job goes on",
            as(
                with(
                    seen(
                        spec("stop: true"),
                        Samples.draft(d -> d.run = 1)
                            .build(
                                1L,
                                List.of(Samples.condition("Finished", "True", Reason.Stopped)))),
                    s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.OURS)),
                true,
                false),
            is(JobAction.StopJob.class),
            "no name is written down, so what is written down proves nothing"),
        deleting(
            "status lost, the look failed",
            as(
                with(
                    seen(PLAIN, Samples.NO_STATUS),
                    s -> {
                      s.made = Optional.empty();
                      s.failure =
                          Optional.of(failure(ErrorClass.DENIED, "sagemaker:ListLabelingJobs"));
                    }),
                true,
                false),
            action ->
                action instanceof JobAction.BlockDeletion b
                    && b.message().contains("sagemaker:ListLabelingJobs"),
            "a paid job may be running"),
        deleting(
            "status lost, a long list is not read to its end",
            as(
                with(
                    seen(PLAIN, Samples.NO_STATUS),
                    s -> s.made = Optional.of(new MadeJobs(Samples.OWNER, List.of(), false))),
                true,
                false),
            is(JobAction.BlockDeletion.class),
            "the job may be on the next page"),
        deleting(
            "status lost, a create may be under way",
            as(
                with(seen(PLAIN, Samples.NO_STATUS), s -> s.settled = Samples.NOW.plusSeconds(10)),
                true,
                false),
            is(JobAction.BlockDeletion.class),
            "a create may have been answered to a dead process"),
        deleting(
            "status lost, the only job that can be under way has ended",
            as(
                with(
                    seen(PLAIN, Samples.NO_STATUS),
                    s -> {
                      s.settled = Samples.NOW.plusSeconds(10);
                      s.made = listed(1, LabelingJobState.Stopped);
                    }),
                true,
                false),
            releases(false),
            "there is nothing to wait for"),
        deleting(
            "status lost, the next attempt may be under way",
            as(
                with(
                    seen(spec("retry: {maxAttempts: 2}"), Samples.NO_STATUS),
                    s -> {
                      s.settled = Samples.NOW.plusSeconds(10);
                      s.made = listed(1, LabelingJobState.Failed);
                    }),
                true,
                false),
            is(JobAction.BlockDeletion.class),
            "a create may have been answered to a dead process"),
        deleting(
            "never reserved, the namespace may not look",
            as(with(seen(PLAIN, Samples.NO_STATUS), s -> s.made = Optional.empty()), true, false),
            releases(true),
            "what was not looked for is said"),
        deleting(
            "never reserved, Orphan, a job goes on",
            as(
                with(
                    seen(orphan, Samples.NO_STATUS),
                    s -> s.made = listed(1, LabelingJobState.InProgress)),
                true,
                false),
            releases(true),
            "it runs on, and is named"),
        deleting(
            "never reserved, Orphan, AWS does not answer",
            as(
                with(
                    seen(orphan, Samples.NO_STATUS),
                    s -> {
                      s.made = Optional.empty();
                      s.failure =
                          Optional.of(failure(ErrorClass.TRANSIENT, "sagemaker:ListLabelingJobs"));
                    }),
                true,
                false),
            releases(true),
            "the way out works without AWS"),
        deleting(
            "reserved and absent, a job of an earlier run goes on",
            as(
                with(
                    reservedAndAbsent(spec("run: 2")),
                    s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.OURS)),
                true,
                false),
            is(JobAction.StopJob.class),
            "every job of the object is stopped"));
  }

  private static Row deleting(
      String seen, JobObservation observation, Predicate<JobAction> expected, String because) {
    return new Row("deleting, " + seen, observation, expected, because);
  }

  @ParameterizedTest
  @MethodSource({"beforeTheStart", "statusLost", "reservedRows", "afterTheStart", "leaving"})
  void decides(Row row) {
    JobAction action = JobDecider.decide(row.observation());
    assertThat(action).as(row.because()).matches(row.expected(), row.seen());
  }

  @Test
  void createsExactlyWhatIsReserved() {
    JobAction action = JobDecider.decide(reservedAndAbsent(PLAIN).build());
    assertThat(action)
        .isInstanceOfSatisfying(
            JobAction.CreateJob.class,
            create -> {
              assertThat(create.request().jobName()).isEqualTo(reserved(PLAIN).jobName());
              assertThat(create.request().input().manifestUri())
                  .isEqualTo(reserved(PLAIN).input().manifestUri());
            });
  }

  @Test
  void asksAgainWhetherAnotherAttemptCanFollow() {
    LabelingJobSpec retries = spec("retry: {maxAttempts: 2}");
    ObservationDraft seen =
        with(
            seen(retries, ended(PLAIN, Phase.Failed, Reason.LabelingFailed)),
            s ->
                s.failure =
                    Optional.of(failure(ErrorClass.THROTTLED, "sagemaker:DescribeLabelingJob")));
    assertThat(JobDecider.decide(seen.build()))
        .isInstanceOfSatisfying(
            JobAction.Nothing.class,
            nothing -> assertThat(nothing.until()).as("nothing else would wake it").isPresent());
  }

  @Test
  void adoptsAReservedJobUnderTheRunItWasMadeFor() {
    ObservationDraft seen =
        with(
            seen(spec("run: 2"), reserved(PLAIN)),
            s -> s.remote = found(PLAIN, LabelingJobState.InProgress, Remote.Mark.OURS));
    JobObservation observation = seen.build();
    LabelingJobStatus after =
        JobStatusMapper.map(
            observation, JobDecider.decide(observation), JobOutcome.DONE, Duration.ZERO);
    assertThat(after.run()).isEqualTo(1);
    assertThat(after.jobName()).isEqualTo(reserved(PLAIN).jobName());
    assertThat(Stage.of(spec("run: 2"), after)).isEqualTo(Stage.STARTED);
  }

  @Test
  void countsTheTtlFromTheEnd() {
    LabelingJobSpec ttl = spec("ttlAfterFinished: 45m");
    ObservationDraft seen = seen(ttl, ended(PLAIN, Phase.Completed, Reason.Completed));
    JobAction action = JobDecider.decide(seen.build());
    assertThat(action).isInstanceOf(JobAction.Nothing.class);
    assertThat(((JobAction.Nothing) action).until())
        .as("created 09:00, ended 09:30, so 10:15")
        .contains(Samples.NOW.plusSeconds(15 * 60));
  }
}
