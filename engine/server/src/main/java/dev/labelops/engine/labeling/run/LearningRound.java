package dev.labelops.engine.labeling.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.MachineLabels;
import dev.labelops.engine.labeling.input.JobFailure;
import dev.labelops.engine.labeling.job.Batch;
import dev.labelops.engine.labeling.job.BatchTable;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSchedule;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.job.RunKind;
import dev.labelops.engine.labeling.job.RunTable;
import dev.labelops.engine.labeling.output.Metadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What happens between the end of a batch and the next one: with automated labeling, a round. */
final class LearningRound {
  /** An automated job fails when more of its first sample fails. */
  private static final int MAX_FAILING_PERCENT = 10;

  private final Jdbi jdbi;
  private final Runnable learningQueued;
  private final Clock clock;

  /**
   * @param learningQueued is called when a learning run was added to its queue
   */
  LearningRound(Jdbi jdbi, Runnable learningQueued, Clock clock) {
    this.jdbi = jdbi;
    this.learningQueued = learningQueued;
    this.clock = clock;
  }

  /**
   * Runs the round once per batch and stores when the batch's files are due. Whether the first
   * sample failed is decided from what is stored, each time: the job ends in a later run, and the
   * engine may be killed before.
   *
   * @param outputDelay how long after the fact files appear
   * @return false while the learning run is not through; the job is due again when it is
   * @throws JobFailure when too much of an automated job's first sample failed
   */
  boolean run(Job job, Batch batch, Duration outputDelay) {
    boolean sampleFailed = job.spec().automated() && batch.iteration() == 1 && fails(job, batch);
    if (batch.filesDueAt().isEmpty()) {
      Optional<MachineLabels> learned =
          job.spec().automated() && !sampleFailed
              ? learned(job, batch)
              : Optional.of(MachineLabels.NOTHING);
      if (learned.isEmpty()) {
        return false;
      }
      jdbi.useTransaction(
          handle -> {
            Job locked = new JobTable(handle).lock(job.id());
            Instant now = clock.instant();
            apply(handle, locked, batch.iteration(), learned.get(), now);
            new BatchTable(handle, job.id()).filesDue(batch.iteration(), now.plus(outputDelay));
          });
    }
    if (sampleFailed) {
      throw JobFailure.client(
          "More than %d%% of the first sample of %d objects failed. Check the failed objects"
                  .formatted(MAX_FAILING_PERCENT, batch.size())
              + " (readable images, CORS rules, instructions) and start another labeling job.");
    }
    return true;
  }

  private boolean fails(Job job, Batch batch) {
    long failed =
        jdbi.withHandle(
            handle ->
                new ObjectTable(handle, job.id())
                    .ofIteration(batch.iteration(), State.Failed)
                    .size());
    return failed * 100 > (long) batch.size() * MAX_FAILING_PERCENT;
  }

  /**
   * What the batch's learning run found; empty while it is not through. Without a run, one is
   * queued, and the job waits for it.
   */
  private Optional<MachineLabels> learned(Job job, Batch batch) {
    Run run =
        jdbi.inTransaction(
            handle -> {
              JobTable jobs = new JobTable(handle);
              jobs.lock(job.id());
              Run queued =
                  new RunTable(handle)
                      .enqueue(RunKind.LEARNING, job.id(), batch.iteration(), clock.instant());
              if (!queued.state().ended()) {
                new JobSchedule(handle)
                    .lookAgain(job.id(), Optional.of(job.createdAt().plus(JobRun.LONGEST_JOB)));
              }
              return queued;
            });
    return switch (run.state()) {
      case Queued, Running -> {
        learningQueued.run();
        yield Optional.empty();
      }
      case Succeeded -> Optional.of(LearningResult.read(run.result().orElseThrow()));
      // A learner that breaks costs its round, not the job: the objects go to people.
      case Failed, Cancelled -> Optional.of(MachineLabels.NOTHING);
    };
  }

  private static void apply(Handle handle, Job job, int round, MachineLabels labels, Instant now) {
    ObjectTable objects = new ObjectTable(handle, job.id());
    int budget = BatchSize.ofAnybody(job.spec(), job.counters());
    int labeled = 0;
    for (Map.Entry<Integer, JsonNode> entry : new TreeMap<>(labels.labels()).entrySet()) {
      if (labeled == budget) {
        break;
      }
      ObjectRow object = objects.get(entry.getKey());
      if (object.state() == State.Open) {
        JsonNode learned = entry.getValue().path("metadata");
        ObjectNode metadata =
            learned instanceof ObjectNode known ? known : JsonNodeFactory.instance.objectNode();
        objects.labeled(
            object.objectId(),
            State.Machine,
            round,
            entry.getValue().path("label"),
            job.type().metadata(metadata, Metadata.machine(job, object.objectId(), now)),
            now);
        labeled++;
      }
    }
    JobTable jobs = new JobTable(handle);
    jobs.count(job.id(), 0, labeled, 0, now);
    if (labels.trained()) {
      jobs.trained(job.id());
      new BatchTable(handle, job.id()).trained(round);
    }
  }
}
