package dev.labelops.engine.labeling.work;

import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.job.TaskTable;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * The task after the one in hand, so that a portal can load it before it is needed (ADR 0033). It
 * is not in hand before it is shown: neither batches nor jobs wait for it, and another worker who
 * has nothing else to do gets its object.
 */
public final class LookAhead {
  private final Jdbi jdbi;
  private final TaskQueue queue;
  private final Clock clock;

  public LookAhead(Jdbi jdbi, TaskQueue queue, Clock clock) {
    this.jdbi = jdbi;
    this.queue = queue;
    this.clock = clock;
  }

  /**
   * The task after another one, for two minutes; the same again with a new lease while the worker
   * has it. A worker has one ahead at most: that of another job is given back.
   *
   * @param after the task that the worker has in hand, or has just answered
   * @return empty when there is no other one now
   * @throws TaskRefusal when that task is not the worker's, or not any more
   */
  public Optional<TaskRow> take(long jobId, String after, Worker worker) {
    TaskRow current = queue.own(after, worker);
    boolean counts = current.state() == TaskRow.State.Submitted || queue.isHeld(current);
    if (current.jobId() != jobId || !counts) {
      throw Handout.gone();
    }
    jdbi.useHandle(handle -> new AheadTable(handle).deleteElsewhere(jobId, worker));
    return jdbi.inTransaction(
        handle -> {
          Handout handout = new Handout(handle, new JobTable(handle).lock(jobId), clock.instant());
          return handout.batch().flatMap(batch -> handout.ahead(batch, worker));
        });
  }

  /**
   * Puts a task in hand that was ahead: its time limit begins. Again, it changes nothing.
   *
   * @throws TaskRefusal when it is not the worker's, or not any more
   */
  public TaskRow shown(String taskId, Worker worker) {
    long jobId = queue.own(taskId, worker).jobId();
    return jdbi.inTransaction(
        handle -> {
          Instant now = clock.instant();
          Handout handout = new Handout(handle, new JobTable(handle).lock(jobId), now);
          Optional<TaskRow> inHand = new TaskTable(handle).find(taskId);
          if (inHand.isPresent()) {
            return inHand.filter(queue::isHeld).orElseThrow(Handout::gone);
          }
          return handout.show(new AheadTable(handle).find(taskId).orElseThrow(Handout::gone));
        });
  }

  /** Gives back what the worker has ahead; what is in hand stays. */
  public void giveBack(Worker worker) {
    jdbi.useHandle(handle -> new AheadTable(handle).deleteElsewhere(-1, worker));
  }
}
