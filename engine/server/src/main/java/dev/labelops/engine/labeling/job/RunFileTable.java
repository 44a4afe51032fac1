package dev.labelops.engine.labeling.job;

import org.jdbi.v3.core.Handle;

/**
 * The table {@code labeling_run_file} for one run, in one transaction: the model archive, from when
 * a learning run writes it until it is in the output tree.
 */
public record RunFileTable(Handle handle, String runId) {
  /**
   * @param part its number, from 0
   * @param content see {@link FileParts}
   */
  public void insert(int part, byte[] content) {
    handle
        .createUpdate(
            "INSERT INTO labeling_run_file (run_id, part, content)"
                + " VALUES (:run, :part, :content)")
        .bind("run", runId)
        .bind("part", part)
        .bind("content", content)
        .execute();
  }

  /** How many parts there are; 0 without a file. */
  public int parts() {
    return handle
        .createQuery("SELECT COUNT(*) FROM labeling_run_file WHERE run_id = :run")
        .bind("run", runId)
        .mapTo(Integer.class)
        .one();
  }

  /**
   * @param part its number, from 0
   */
  public byte[] part(int part) {
    return handle
        .createQuery("SELECT content FROM labeling_run_file WHERE run_id = :run AND part = :part")
        .bind("run", runId)
        .bind("part", part)
        .mapTo(byte[].class)
        .one();
  }

  public void clear() {
    handle
        .createUpdate("DELETE FROM labeling_run_file WHERE run_id = :run")
        .bind("run", runId)
        .execute();
  }
}
