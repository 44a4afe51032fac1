package dev.labelops.engine.labeling.run;

import dev.labelops.engine.EngineSettings.Pace;
import dev.labelops.engine.labeling.input.JobFailure;
import dev.labelops.engine.labeling.job.Batch;
import dev.labelops.engine.labeling.job.BatchTable;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSchedule;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.ObjectFileTable;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.RunKind;
import dev.labelops.engine.labeling.job.RunTable;
import dev.labelops.engine.labeling.job.TaskTable;
import dev.labelops.engine.labeling.output.OutputTree;
import dev.labelops.engine.quirks.QuirkBoard;
import dev.labelops.engine.s3.ObjectStores;
import dev.labelops.groundtruth.ServiceLimits;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of a labeling job: Initializing, InProgress with one batch after the other, and an end.
 *
 * <p>Every move is one transaction that begins with the job's lock and leaves a state from which
 * the next pass continues; files are written between such moves and can be written again. So a
 * killed engine continues where it was.
 */
final class JobRun {
  /** A job that is not finished then fails, as in the service. */
  static final Duration LONGEST_JOB = Duration.ofDays(ServiceLimits.MAX_JOB_DAYS);

  private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

  private final Jdbi jdbi;
  private final QuirkBoard quirks;
  private final Pace pace;
  private final Clock clock;
  private final SetUp setUp;
  private final BatchRun batches;
  private final LearningRound learning;
  private final OutputTree output;
  private final JobEnd end;

  /**
   * @param rounds whether jobs are learned
   */
  JobRun(
      Jdbi jdbi, ObjectStores objects, Learning rounds, QuirkBoard quirks, Pace pace, Clock clock) {
    this.jdbi = jdbi;
    this.quirks = quirks;
    this.pace = pace;
    this.clock = clock;
    this.setUp = new SetUp(jdbi, objects, rounds, clock);
    this.batches = new BatchRun(jdbi, objects, clock);
    this.learning = new LearningRound(jdbi, rounds, clock);
    this.output = new OutputTree(jdbi, objects);
    this.end = new JobEnd(jdbi, objects, clock);
  }

  /**
   * Does what is due now and stores when the job is due next.
   *
   * @param kind {@code STEP} for what is short only, {@code FILES} for everything
   * @return the kind of run that has to do what comes next; when it is another one than {@code
   *     kind} and the job is due, what is due was left to it
   */
  RunKind advance(long id, RunKind kind) throws IOException {
    Job job = read(id);
    try {
      return switch (job.status()) {
        case Initializing -> initialize(job, kind);
        case InProgress -> work(job, kind);
        case Stopping -> stop(job, kind);
        case Completed, Failed, Stopped -> writeLateFiles(job, kind);
      };
    } catch (NoSuchFileException | AccessDeniedException e) {
      end.withoutResults(job, e);
      return RunKind.STEP;
    }
  }

  /**
   * Ends a job whose step fails whenever it is tried.
   *
   * @param reason FailureReason
   */
  void giveUp(long id, String reason) {
    end.givenUp(read(id), reason);
  }

  private RunKind initialize(Job job, RunKind kind) throws IOException {
    Instant ready = job.createdAt().plus(pace.initializing());
    if (clock.instant().isBefore(ready)) {
      lookAgain(job, Optional.of(ready));
      return RunKind.STEP;
    }
    if (kind == RunKind.STEP) {
      return RunKind.FILES;
    }
    try {
      setUp.run(job);
    } catch (JobFailure failure) {
      end(job, JobStatus.Failed, Optional.of(failure.getMessage()));
    }
    return RunKind.STEP;
  }

  private RunKind work(Job job, RunKind kind) throws IOException {
    if (!clock.instant().isBefore(job.createdAt().plus(LONGEST_JOB))) {
      return endIn(
          kind,
          job,
          JobStatus.Failed,
          Optional.of(
              "ClientError: The labeling job did not finish within 30 days. Start another one"
                  + " from its output manifest."));
    }
    BatchRun.Closing closing = batches.close(job, kind);
    if (closing.isLong()) {
      return RunKind.FILES;
    }
    Optional<Batch> batch = closing.batch();
    boolean out = batch.isPresent() && batch.get().finishedAt().isEmpty();
    if (batch.isPresent() && !out) {
      try {
        Duration delay = quirks.current().outputDelay();
        switch (learning.run(read(job.id()), batch.get(), kind, delay)) {
          case WAITING -> {
            return RunKind.STEP;
          }
          case LONG -> {
            return RunKind.FILES;
          }
          case DONE -> {}
        }
      } catch (JobFailure failure) {
        return endIn(kind, job, JobStatus.Failed, Optional.of(failure.getMessage()));
      }
    }
    if (kind == RunKind.STEP && !dueFiles(job).isEmpty()) {
      return RunKind.FILES;
    }
    writeDueFiles(job);
    if (!out && !batches.publish(read(job.id()))) {
      return endIn(kind, job, JobStatus.Completed, Optional.empty());
    }
    waitForWork(job);
    return RunKind.STEP;
  }

  private RunKind stop(Job job, RunKind kind) throws IOException {
    Instant stopped = job.stoppingAt().orElseThrow().plus(pace.stopping());
    if (clock.instant().isBefore(stopped)) {
      lookAgain(job, Optional.of(stopped));
      return RunKind.STEP;
    }
    return endIn(kind, job, JobStatus.Stopped, Optional.empty());
  }

  /** The end of a job writes its output manifest, so it is not a short step. */
  private RunKind endIn(RunKind kind, Job job, JobStatus status, Optional<String> reason)
      throws IOException {
    if (kind == RunKind.STEP) {
      return RunKind.FILES;
    }
    end(job, status, reason);
    return RunKind.STEP;
  }

  /** Closes what is open, writes what is due, then moves the job to its last status. */
  private void end(Job job, JobStatus status, Optional<String> reason) throws IOException {
    Duration delay = quirks.current().outputDelay();
    jdbi.useTransaction(
        handle -> end.closeBatch(new JobTable(handle).lock(job.id()), handle, delay));
    writeDueFiles(job);
    boolean setUp = read(job.id()).startedAt().isPresent();
    if (setUp && delay.isZero()) {
      output.writeOutputManifest(job);
    }
    jdbi.useTransaction(
        handle -> {
          JobTable jobs = new JobTable(handle);
          Job locked = jobs.lock(job.id());
          Instant now = clock.instant();
          // A stop that was asked for meanwhile has its own end.
          if (locked.status() != job.status()) {
            new JobSchedule(handle).lookAgain(job.id(), Optional.of(now));
            return;
          }
          jobs.status(job.id(), status, reason, now);
          Optional<Instant> late =
              setUp && !delay.isZero() ? Optional.of(now.plus(delay)) : Optional.empty();
          jobs.manifestDue(job.id(), late);
          new JobSchedule(handle)
              .lookAgain(job.id(), late.isPresent() ? Optional.of(now) : Optional.empty());
        });
  }

  private void writeDueFiles(Job job) throws IOException {
    for (Batch batch : dueFiles(job)) {
      output.writeBatch(job, batch);
      logFailures(job, batch);
      jdbi.useTransaction(
          handle -> {
            new BatchTable(handle, job.id()).filesDone(batch.iteration());
            new RunTable(handle).dropWritten(job.id(), batch.iteration());
            new ObjectFileTable(handle, job.id()).clear(batch.iteration());
          });
    }
  }

  private List<Batch> dueFiles(Job job) {
    Instant now = clock.instant();
    return jdbi.withHandle(handle -> new BatchTable(handle, job.id()).withoutFiles()).stream()
        .filter(batch -> !batch.filesDueAt().orElseThrow().isAfter(now))
        .toList();
  }

  private void logFailures(Job job, Batch batch) {
    jdbi.withHandle(handle -> new ObjectTable(handle, job.id()).failures(batch.iteration()))
        .forEach(
            failure ->
                LOG.warn(
                    "{}: batch {}: {} objects failed, the first on line {}: {}",
                    job.arn(),
                    batch.iteration(),
                    failure.objects(),
                    failure.first() + 1,
                    failure.reason()));
  }

  private RunKind writeLateFiles(Job job, RunKind kind) throws IOException {
    if (kind == RunKind.STEP) {
      return RunKind.FILES;
    }
    writeDueFiles(job);
    Optional<Instant> due = jdbi.withHandle(handle -> new JobTable(handle).manifestDue(job.id()));
    if (due.isPresent() && !due.get().isAfter(clock.instant())) {
      output.writeOutputManifest(job);
      jdbi.useHandle(handle -> new JobTable(handle).manifestDue(job.id(), Optional.empty()));
      due = Optional.empty();
    }
    Optional<Instant> manifest = due;
    jdbi.useTransaction(
        handle ->
            new JobSchedule(handle)
                .lookAgain(
                    job.id(),
                    Stream.concat(manifest.stream(), files(new BatchTable(handle, job.id())))
                        .min(Instant::compareTo)));
    return RunKind.STEP;
  }

  /** Decides under the lock when the job is due next, so that no answer is missed. */
  private void waitForWork(Job job) {
    jdbi.useTransaction(
        handle -> {
          JobTable jobs = new JobTable(handle);
          Job locked = jobs.lock(job.id());
          BatchTable table = new BatchTable(handle, job.id());
          boolean out = new ObjectTable(handle, job.id()).any(State.Out);
          if (locked.status() != JobStatus.InProgress || !out) {
            new JobSchedule(handle).lookAgain(job.id(), Optional.of(clock.instant()));
            return;
          }
          Stream<Instant> deadlines =
              Stream.of(
                      table.find(locked.iteration()).map(Batch::deadlineAt),
                      new TaskTable(handle).nextLapse(job.id()),
                      Optional.of(job.createdAt().plus(LONGEST_JOB)))
                  .flatMap(Optional::stream);
          new JobSchedule(handle)
              .lookAgain(job.id(), Stream.concat(deadlines, files(table)).min(Instant::compareTo));
        });
  }

  private static Stream<Instant> files(BatchTable table) {
    return table.withoutFiles().stream().map(Batch::filesDueAt).flatMap(Optional::stream);
  }

  private void lookAgain(Job job, Optional<Instant> when) {
    jdbi.useHandle(handle -> new JobSchedule(handle).lookAgain(job.id(), when));
  }

  private Job read(long id) {
    return jdbi.withHandle(handle -> new JobTable(handle).get(id));
  }
}
