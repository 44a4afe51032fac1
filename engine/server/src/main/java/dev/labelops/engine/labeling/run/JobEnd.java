package dev.labelops.engine.labeling.run;

import dev.labelops.engine.labeling.job.Batch;
import dev.labelops.engine.labeling.job.BatchTable;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSchedule;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.ObjectFileTable;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.job.RunTable;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.job.TaskTable;
import dev.labelops.engine.s3.ObjectStores;
import dev.labelops.groundtruth.S3Location;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a job: what is closed in any case, and ends at which files stay missing. */
final class JobEnd {
  private static final Logger LOG = LoggerFactory.getLogger(JobEnd.class);

  private final Jdbi jdbi;
  private final ObjectStores objects;
  private final Clock clock;

  JobEnd(Jdbi jdbi, ObjectStores objects, Clock clock) {
    this.jdbi = jdbi;
    this.objects = objects;
    this.clock = clock;
  }

  /**
   * Takes back every task and settles what is out. Nobody's answer counts from here on.
   *
   * @param delay how long after the fact the batch's files appear
   */
  void closeBatch(Job locked, Handle handle, Duration delay) {
    Instant now = clock.instant();
    new TaskTable(handle).endAll(locked.id(), TaskRow.State.Lapsed, now);
    new RunTable(handle).cancelAll(locked.id(), now);
    new Settlement(handle, locked, now).wrapUp();
    BatchTable table = new BatchTable(handle, locked.id());
    Optional<Batch> batch = table.find(locked.iteration());
    if (batch.isPresent() && batch.get().finishedAt().isEmpty()) {
      new Consolidation(handle, locked, locked.iteration()).run();
      table.finished(locked.iteration(), now);
    }
    // Also those of a batch whose learning run is cancelled here.
    if (batch.isPresent() && batch.get().filesDueAt().isEmpty()) {
      table.filesDue(locked.iteration(), now.plus(delay));
    }
  }

  /**
   * Ends a job whose results cannot be written now or later.
   *
   * @throws IOException the given one when that is not so, such as for a folder of this machine
   */
  void withoutResults(Job job, FileSystemException refused) throws IOException {
    S3Location root = job.spec().outputRoot();
    String why;
    if (refused instanceof AccessDeniedException
        && String.valueOf(refused.getFile()).startsWith("s3://")) {
      why =
          "%s cannot be written: %s. Let the account of the execution role write there and start another labeling job."
              .formatted(root, refused.getReason());
    } else if (refused instanceof NoSuchFileException
        && objects.as(job.spec().principal()).bucketRegion(root.bucket()).isEmpty()) {
      why = "the bucket %s does not exist any more.".formatted(root.bucket());
    } else {
      throw refused;
    }
    withoutFiles(job, "ClientError: OutputConfig.S3OutputPath: " + why);
  }

  /**
   * Ends a job whose step fails whenever it is tried, without the files that are still missing.
   *
   * @param reason FailureReason
   */
  void givenUp(Job job, String reason) {
    try {
      withoutFiles(job, reason);
    } catch (RuntimeException | Error e) {
      // The result of the answers so far cannot be computed: perhaps this is the step that fails.
      LOG.error("labeling job {} ends with objects that still have open tasks", job.id(), e);
      jdbi.useTransaction(handle -> fail(handle, new JobTable(handle).lock(job.id()), reason));
    }
  }

  private void withoutFiles(Job job, String reason) {
    jdbi.useTransaction(
        handle -> {
          Job locked = new JobTable(handle).lock(job.id());
          if (!locked.status().terminal()) {
            closeBatch(locked, handle, Duration.ZERO);
          }
          fail(handle, locked, reason);
        });
  }

  private void fail(Handle handle, Job locked, String reason) {
    JobTable jobs = new JobTable(handle);
    Instant now = clock.instant();
    if (!locked.status().terminal()) {
      new TaskTable(handle).endAll(locked.id(), TaskRow.State.Lapsed, now);
      new RunTable(handle).cancelAll(locked.id(), now);
      jobs.status(locked.id(), JobStatus.Failed, Optional.of(reason), now);
    }
    new ObjectFileTable(handle, locked.id()).clear();
    new RunTable(handle).dropWrittenOf(locked.id(), Run.State.values());
    jobs.manifestDue(locked.id(), Optional.empty());
    new JobSchedule(handle).lookAgain(locked.id(), Optional.empty());
  }
}
