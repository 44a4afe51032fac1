package dev.labelops.operator.job.decide;

import static dev.labelops.operator.job.Samples.failure;
import static dev.labelops.operator.job.Samples.found;
import static dev.labelops.operator.job.Samples.ready;
import static dev.labelops.operator.job.Samples.reserved;
import static dev.labelops.operator.job.Samples.reservedAndAbsent;
import static dev.labelops.operator.job.Samples.seen;
import static dev.labelops.operator.job.Samples.spec;
import static dev.labelops.operator.job.Samples.with;
import static dev.labelops.operator.job.decide.Rows.PLAIN;
import static dev.labelops.operator.job.decide.Rows.WRONG;
import static dev.labelops.operator.job.decide.Rows.adoptsRun;
import static dev.labelops.operator.job.decide.Rows.is;
import static dev.labelops.operator.job.decide.Rows.listed;
import static dev.labelops.operator.job.decide.Rows.listedName;
import static dev.labelops.operator.job.decide.Rows.looksAgainAt;
import static dev.labelops.operator.job.decide.Rows.names;
import static dev.labelops.operator.job.decide.Rows.refuses;
import static dev.labelops.operator.job.decide.Rows.row;
import static dev.labelops.operator.job.decide.Rows.waitsFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.decide.Rows.Row;
import dev.labelops.operator.job.look.CreatedJobs;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.ObservationDraft;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.plan.Stage;
import dev.labelops.operator.job.status.JobStatusMapper;
import dev.labelops.operator.status.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done about labeling jobs that exist although no status names them. */
class JobTakeoverTest {
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
                s -> s.made = Optional.of(new CreatedJobs(Samples.OWNER, List.of(), false))),
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

  @ParameterizedTest
  @MethodSource("statusLost")
  void decides(Row row) {
    Rows.decides(row);
  }
}
