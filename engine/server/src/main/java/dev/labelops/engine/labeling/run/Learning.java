package dev.labelops.engine.labeling.run;

import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.RunKind;
import dev.labelops.engine.labeling.job.RunTable;
import dev.labelops.engine.labeling.learning.Outcome.Choice;
import dev.labelops.engine.labeling.learning.Role;
import dev.labelops.learning.selection.ValidationSet;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Whether jobs are learned, and how that begins.
 *
 * @param available whether the engine has a learner
 * @param queued is called when a learning run was added to its queue
 */
record Learning(boolean available, Runnable queued) {
  /** Whether the job has learning rounds: otherwise everything goes to people. */
  boolean of(Job job) {
    return available && job.spec().automated() && job.type().learnable().isPresent();
  }

  /**
   * Begins in the transaction that starts the job: the first objects of its random order become the
   * validation set and the first to be labeled, before any model sees one, and round 0 computes
   * features meanwhile.
   */
  void begin(Handle handle, Job job, Instant now) {
    if (!of(job)) {
      return;
    }
    ObjectTable objects = new ObjectTable(handle, job.id());
    int size = ValidationSet.size(objects.count(State.Open));
    List<Integer> validation = objects.next(State.Open, size);
    objects.choose(validation.stream().map(id -> new Choice(id, Role.Validation)).toList());
    new RunTable(handle).enqueue(RunKind.LEARNING, job.id(), 0, now);
  }

  /** To be called when what {@link #begin} did is committed. */
  void begun(Job job) {
    if (of(job)) {
      queued.run();
    }
  }
}
