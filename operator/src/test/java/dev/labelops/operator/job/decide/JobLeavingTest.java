package dev.labelops.operator.job.decide;

import static dev.labelops.operator.job.Samples.as;
import static dev.labelops.operator.job.Samples.ended;
import static dev.labelops.operator.job.Samples.failure;
import static dev.labelops.operator.job.Samples.found;
import static dev.labelops.operator.job.Samples.reservedAndAbsent;
import static dev.labelops.operator.job.Samples.running;
import static dev.labelops.operator.job.Samples.seen;
import static dev.labelops.operator.job.Samples.spec;
import static dev.labelops.operator.job.Samples.started;
import static dev.labelops.operator.job.Samples.with;
import static dev.labelops.operator.job.decide.Rows.PLAIN;
import static dev.labelops.operator.job.decide.Rows.is;
import static dev.labelops.operator.job.decide.Rows.listed;
import static dev.labelops.operator.job.decide.Rows.releases;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.decide.Rows.Row;
import dev.labelops.operator.job.look.CreatedJobs;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.status.Reason;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Design section 4 as a table: what is done for an object that is being deleted. */
class JobLeavingTest {
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
                    s -> s.made = Optional.of(new CreatedJobs(Samples.OWNER, List.of(), false))),
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
  @MethodSource("leaving")
  void decides(Row row) {
    Rows.decides(row);
  }
}
