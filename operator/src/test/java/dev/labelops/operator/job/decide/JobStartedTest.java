package dev.labelops.operator.job.decide;

import static dev.labelops.operator.job.Samples.ended;
import static dev.labelops.operator.job.Samples.failure;
import static dev.labelops.operator.job.Samples.found;
import static dev.labelops.operator.job.Samples.plan;
import static dev.labelops.operator.job.Samples.running;
import static dev.labelops.operator.job.Samples.seen;
import static dev.labelops.operator.job.Samples.spec;
import static dev.labelops.operator.job.Samples.started;
import static dev.labelops.operator.job.Samples.with;
import static dev.labelops.operator.job.decide.Rows.PLAIN;
import static dev.labelops.operator.job.decide.Rows.concludes;
import static dev.labelops.operator.job.decide.Rows.is;
import static dev.labelops.operator.job.decide.Rows.row;
import static dev.labelops.operator.job.decide.Rows.waitsFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.decide.Rows.Row;
import dev.labelops.operator.job.look.ObservationDraft;
import dev.labelops.operator.job.look.OutputLook;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.Violation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Design section 4 as a table: what is done for a labeling job that exists, to its end. */
class JobStartedTest {
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
            "files arrive late, and to start again would pay again"),
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
  void countsTheTtlFromTheEnd() {
    LabelingJobSpec ttl = spec("ttlAfterFinished: 45m");
    ObservationDraft seen = seen(ttl, ended(PLAIN, Phase.Completed, Reason.Completed));
    JobAction action = JobDecider.decide(seen.build());
    assertThat(action).isInstanceOf(JobAction.Nothing.class);
    assertThat(((JobAction.Nothing) action).until())
        .as("created 09:00, ended 09:30, so 10:15")
        .contains(Samples.NOW.plusSeconds(15 * 60));
  }

  @ParameterizedTest
  @MethodSource("afterTheStart")
  void decides(Row row) {
    Rows.decides(row);
  }
}
