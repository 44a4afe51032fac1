package dev.labelops.operator.job.decide;

import static dev.labelops.operator.job.Samples.failure;
import static dev.labelops.operator.job.Samples.found;
import static dev.labelops.operator.job.Samples.plan;
import static dev.labelops.operator.job.Samples.ready;
import static dev.labelops.operator.job.Samples.reserved;
import static dev.labelops.operator.job.Samples.reservedAndAbsent;
import static dev.labelops.operator.job.Samples.seen;
import static dev.labelops.operator.job.Samples.spec;
import static dev.labelops.operator.job.Samples.with;
import static dev.labelops.operator.job.decide.Rows.PLAIN;
import static dev.labelops.operator.job.decide.Rows.WRONG;
import static dev.labelops.operator.job.decide.Rows.concludes;
import static dev.labelops.operator.job.decide.Rows.is;
import static dev.labelops.operator.job.decide.Rows.refuses;
import static dev.labelops.operator.job.decide.Rows.refuted;
import static dev.labelops.operator.job.decide.Rows.rejects;
import static dev.labelops.operator.job.decide.Rows.row;
import static dev.labelops.operator.job.decide.Rows.waitsFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.decide.Rows.Row;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.ManifestCopy;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.status.Reason;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Design section 4 as a table: what is done before a labeling job is known. */
class JobBeginningTest {
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

  @ParameterizedTest
  @MethodSource({"beforeTheStart", "reservedRows"})
  void decides(Row row) {
    Rows.decides(row);
  }
}
