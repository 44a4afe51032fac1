package dev.labelops.engine.labeling.run;

import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.ManifestLine;
import dev.labelops.engine.labeling.job.ObjectTable;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * Stores a manifest's objects while it is read, a bounded number of characters at a time. A job
 * whose set-up was cut off begins again from nothing.
 */
final class ObjectIntake {
  private static final int MOST_LINES = 1000;
  private static final int MOST_CHARACTERS = 1_000_000;

  /** The job is no longer being set up: it was stopped meanwhile. */
  static final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Interrupted() {
      super("the labeling job was stopped", null, false, false);
    }
  }

  private final Jdbi jdbi;
  private final Job job;
  private final List<ManifestLine> waiting = new ArrayList<>();
  private int characters;
  private int objects;
  private int kept;

  ObjectIntake(Jdbi jdbi, Job job) {
    this.jdbi = jdbi;
    this.job = job;
  }

  /** Forgets every object: those that an earlier set-up left, or this one, when it fails. */
  void clear() {
    jdbi.useTransaction(handle -> new ObjectTable(handle, job.id()).clear());
    waiting.clear();
    characters = 0;
    objects = 0;
    kept = 0;
  }

  /**
   * @throws Interrupted when the job was stopped
   */
  void take(ManifestLine line) {
    waiting.add(line);
    characters += line.text().length();
    objects++;
    kept += line.kept() ? 1 : 0;
    if (waiting.size() == MOST_LINES || characters >= MOST_CHARACTERS) {
      finish();
    }
  }

  /**
   * Stores the rest.
   *
   * @throws Interrupted when the job was stopped
   */
  void finish() {
    jdbi.useTransaction(
        handle -> {
          if (new JobTable(handle).lock(job.id()).status() != JobStatus.Initializing) {
            throw new Interrupted();
          }
          new ObjectTable(handle, job.id()).insert(waiting, id -> place(job.arn().hashCode(), id));
        });
    waiting.clear();
    characters = 0;
  }

  int objects() {
    return objects;
  }

  int kept() {
    return kept;
  }

  /**
   * An object's place in the order of work: random, seeded with the job's ARN, and different for
   * different objects, because each step of this mixing (the end of MurmurHash3) can be undone.
   */
  static int place(int seed, int objectId) {
    int h = objectId ^ seed;
    h = (h ^ h >>> 16) * 0x85ebca6b;
    h = (h ^ h >>> 13) * 0xc2b2ae35;
    return h ^ h >>> 16;
  }
}
