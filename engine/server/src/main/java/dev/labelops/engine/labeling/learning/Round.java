package dev.labelops.engine.labeling.learning;

import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Learnable.MachineLabel;
import dev.labelops.engine.labeling.task.TaskType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One round of one job: what a learner reads, and where it writes. What is written counts only when
 * the round succeeds, and then exactly once: a round that died is begun again from nothing.
 */
public interface Round {
  /** Takes the objects one after the other, so that memory never holds all lines of a job. */
  @FunctionalInterface
  interface Visitor {
    void visit(LearningObject object) throws IOException;
  }

  /** Writes the same bytes whenever it is called. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * An object in a few bytes.
   *
   * @param id line number, from 0
   * @param open neither labeled nor failed; people or the machine can label it
   * @param role what its human label is for; empty unless people labeled it in this job
   */
  record Entry(int id, boolean open, Optional<Role> role) {}

  /** LabelingJobArn; also the seed of everything random. */
  String jobArn();

  /** Number of the batch that it follows; 0 computes features only. */
  int number();

  /** Tests in earlier rounds of the job that had a chance to accept: they used error budget. */
  int testsBefore();

  TaskType type();

  LabelCategories labels();

  /** Objects that may still be labeled under the job's stopping conditions. */
  int labelBudget();

  /** Every object of the job, in the order of the manifest. */
  List<Entry> entries();

  /** Reads these objects, in this order. */
  void each(Collection<Integer> ids, Visitor visitor) throws IOException;

  /** The objects' files, read in the name of the job's execution role. */
  DataFiles files();

  /**
   * The model archive that InitialActiveLearningModelArn names; empty without one. To be closed.
   */
  Optional<InputStream> initialModel() throws IOException;

  /** Writes a machine label of an open object. */
  void label(int objectId, MachineLabel label);

  /** Writes the model archive ({@code model.tar.gz}) of the round. */
  void model(Content archive) throws IOException;

  /**
   * Reports how far the round is, to the job's page and the log.
   *
   * @param sentence at most 1024 characters
   */
  void progress(String sentence);

  /** Adds a line to the round's log. */
  void log(String line);
}
