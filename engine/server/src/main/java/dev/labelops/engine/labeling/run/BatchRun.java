package dev.labelops.engine.labeling.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.input.StoredDataFiles;
import dev.labelops.engine.labeling.job.Batch;
import dev.labelops.engine.labeling.job.BatchTable;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.RunKind;
import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.UnusableObject;
import dev.labelops.engine.s3.ObjectStores;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Sends batches out and closes them. */
final class BatchRun {
  /** The outcome of an object's probe. */
  private sealed interface Probe {}

  private record Usable(JsonNode properties) implements Probe {}

  private record Unusable(String why) implements Probe {}

  /**
   * What became of closing a batch.
   *
   * @param batch the current one, empty before the first
   * @param isLong whether it is left to a run that may be long
   */
  record Closing(Optional<Batch> batch, boolean isLong) {}

  private final Jdbi jdbi;
  private final ObjectStores objects;
  private final Clock clock;

  BatchRun(Jdbi jdbi, ObjectStores objects, Clock clock) {
    this.jdbi = jdbi;
    this.objects = objects;
    this.clock = clock;
  }

  /**
   * Takes back expired tasks of the current batch and closes the batch when every object is settled
   * or its deadline has passed.
   *
   * @param kind {@code STEP} for what is short only, {@code FILES} for everything
   */
  Closing close(Job job, RunKind kind) {
    return jdbi.inTransaction(
        handle -> {
          Job locked = new JobTable(handle).lock(job.id());
          Optional<Batch> batch = new BatchTable(handle, job.id()).find(locked.iteration());
          Instant now = clock.instant();
          if (batch.isEmpty() || batch.get().finishedAt().isPresent()) {
            return new Closing(batch, false);
          }
          Settlement settlement = new Settlement(handle, locked, now);
          settlement.lapse();
          if (!now.isBefore(batch.get().deadlineAt())) {
            settlement.settleAll("No worker answered within TaskAvailabilityLifetimeInSeconds.");
          }
          if (!new ObjectTable(handle, job.id()).any(State.Out)) {
            Consolidation consolidation =
                new Consolidation(handle, locked, batch.get().iteration());
            if (kind == RunKind.STEP && consolidation.isDue()) {
              return new Closing(batch, true);
            }
            consolidation.run();
            new BatchTable(handle, job.id()).finished(batch.get().iteration(), now);
          }
          return new Closing(new BatchTable(handle, job.id()).find(batch.get().iteration()), false);
        });
  }

  /**
   * Sends out the objects that were chosen for people, or the next in the job's random order.
   *
   * @return whether there was anything to send under the stopping conditions
   * @throws IOException when the objects cannot be reached just now; then none was sent
   */
  boolean publish(Job job) throws IOException {
    int size = BatchSize.ofPeople(job.spec(), job.counters());
    List<Integer> next =
        size == 0
            ? List.of()
            : jdbi.withHandle(handle -> new ObjectTable(handle, job.id()).toLabel(size));
    if (next.isEmpty()) {
      return false;
    }
    DataFiles files = new StoredDataFiles(objects.as(job.spec().principal()));
    Map<Integer, Probe> probes = new LinkedHashMap<>();
    for (int object : next) {
      probes.put(object, probe(files, job, object));
    }
    jdbi.useTransaction(
        handle -> {
          JobTable jobs = new JobTable(handle);
          Job locked = jobs.lock(job.id());
          if (locked.status() != JobStatus.InProgress || locked.iteration() != job.iteration()) {
            return;
          }
          int iteration = locked.iteration() + 1;
          Instant now = clock.instant();
          Instant deadline = now.plus(job.spec().taskAvailability());
          jobs.iteration(job.id(), iteration);
          new BatchTable(handle, job.id()).insert(iteration, probes.size(), now, deadline);
          ObjectTable objects = new ObjectTable(handle, job.id());
          int failed = 0;
          for (var probe : probes.entrySet()) {
            switch (probe.getValue()) {
              case Usable(JsonNode properties) ->
                  objects.out(probe.getKey(), iteration, properties);
              case Unusable(String why) -> {
                objects.failed(probe.getKey(), iteration, why, now);
                failed++;
              }
            }
          }
          jobs.count(job.id(), 0, 0, failed, now);
        });
    return true;
  }

  private Probe probe(DataFiles files, Job job, int objectId) throws IOException {
    ObjectRow object = jdbi.withHandle(handle -> new ObjectTable(handle, job.id()).get(objectId));
    try {
      return new Usable(job.type().probe(object.parsedLine(), job.spec().automated(), files));
    } catch (UnusableObject e) {
      return new Unusable(e.getMessage());
    }
  }
}
