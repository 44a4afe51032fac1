package dev.labelops.engine.labeling.run;

import dev.labelops.engine.labeling.job.AgreementTable;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.ObjectFileTable;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.job.TaskTable;
import dev.labelops.engine.labeling.output.Metadata;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Decides the outcome of objects that are out: labeled as soon as enough workers answered, given up
 * when too many declined or the deadline has passed. Works within a transaction that holds the
 * job's lock.
 *
 * @param job the locked job
 * @param now the time of this transaction
 */
public record Settlement(Handle handle, Job job, Instant now) {
  /** Bytes that the files of one object's label may have together. */
  private static final long MOST_FILE_BYTES = 64L * 1024 * 1024;

  /** Takes back the tasks whose time is up. */
  public void lapse() {
    TaskTable tasks = new TaskTable(handle);
    for (TaskRow task : tasks.lapsed(job.id(), now)) {
      giveBack(task, TaskRow.State.Lapsed);
    }
  }

  /** Ends a task without an answer. */
  public void giveBack(TaskRow task, TaskRow.State how) {
    new TaskTable(handle).ended(task.id(), how, now);
    objects().tally(task.objectId(), -1, 0, how == TaskRow.State.Declined ? 1 : 0);
    settleIfDone(task.objectId());
  }

  /**
   * Settles an object that is out once nobody is to be waited for: all answers are there, or as
   * many workers declined as would have had to answer and nobody holds a task any more.
   */
  public void settleIfDone(int objectId) {
    ObjectRow object = objects().get(objectId);
    if (object.state() != State.Out) {
      return;
    }
    int wanted = job.spec().workersPerObject();
    boolean declined = object.declined() >= wanted && object.held() == object.answered();
    if (object.answered() >= wanted || declined) {
      settle(object, "Declined by as many workers as the object needs.");
    }
  }

  /** Settles everything that is still out: what has an answer is labeled, the rest given up. */
  public void settleAll(String why) {
    for (int object : objects().next(State.Out, Integer.MAX_VALUE)) {
      settle(objects().get(object), why);
    }
  }

  /** Ends a batch early: what has an answer is labeled, the rest is open again. */
  public void wrapUp() {
    for (int id : objects().next(State.Out, Integer.MAX_VALUE)) {
      ObjectRow object = objects().get(id);
      if (object.answered() > 0) {
        label(object);
      } else {
        objects().reopened(object.objectId());
      }
    }
  }

  private void settle(ObjectRow object, String why) {
    if (object.answered() > 0) {
      label(object);
    } else {
      fail(object, why);
    }
  }

  private void fail(ObjectRow object, String why) {
    objects().failed(object.objectId(), object.iteration(), why, now);
    new JobTable(handle).count(job.id(), 0, 0, 1, now);
  }

  private void label(ObjectRow object) {
    AgreementTable agreement = new AgreementTable(handle, job.id());
    List<WorkerAnswer> answers =
        new TaskTable(handle)
            .answersFor(job.id(), object.objectId(), object.iteration()).stream()
                .map(
                    task ->
                        new WorkerAnswer(
                            task.workerId(), job.answer(task), agreement.accuracy(task.workerId())))
                .toList();
    Provenance provenance = Metadata.human(job, object.objectId(), now);
    Consolidated label =
        job.type().consolidate(answers, object.taskObject(job.labels()), provenance);
    if (!new ObjectFileTable(handle, job.id())
        .insert(object.objectId(), label.files(), MOST_FILE_BYTES)) {
      fail(
          object,
          "The files of the label are larger than the maximum of %d MB."
              .formatted(MOST_FILE_BYTES / (1024 * 1024)));
      return;
    }
    if (answers.size() > 1 && !label.agreeing().isEmpty()) {
      answers.forEach(a -> agreement.add(a.workerId(), label.agreeing().contains(a.workerId())));
    }
    objects()
        .labeled(
            object.objectId(),
            State.Human,
            object.iteration(),
            label.label(),
            job.type().metadata(label.metadata(), provenance),
            now);
    new JobTable(handle).count(job.id(), 1, 0, 0, now);
  }

  private ObjectTable objects() {
    return new ObjectTable(handle, job.id());
  }
}
