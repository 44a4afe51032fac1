package dev.labelops.engine.labeling.job;

import dev.labelops.engine.labeling.task.LabelFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code labeling_object_file} for one job, in one transaction: files that belong to
 * labels, from consolidation until they are in the output tree. They are kept in parts, so that
 * memory never holds a whole file.
 */
public record ObjectFileTable(Handle handle, long jobId) {
  /**
   * @param suffix what follows the object's id in the key
   * @param contentType media type
   * @param parts how many parts there are, at least one
   */
  public record StoredFile(String suffix, String contentType, int parts) {}

  /**
   * Stores the files of an object's label.
   *
   * @param mostBytes that they may have together
   * @return false when they have more; then none is stored
   */
  public boolean insert(int objectId, List<LabelFile> files, long mostBytes) {
    long left = mostBytes;
    try {
      for (LabelFile file : files) {
        left =
            FileParts.keep(
                file.content()::writeTo,
                left,
                (part, content) -> store(objectId, file, part, content));
      }
      return true;
    } catch (FileParts.TooLarge e) {
      handle
          .createUpdate(
              "DELETE FROM labeling_object_file WHERE job_id = :job AND object_id = :object")
          .bind("job", jobId)
          .bind("object", objectId)
          .execute();
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of an object's label, without their content. */
  public List<StoredFile> of(int objectId) {
    return handle
        .createQuery(
            "SELECT suffix, content_type, COUNT(*) AS parts FROM labeling_object_file"
                + " WHERE job_id = :job AND object_id = :object"
                + " GROUP BY suffix, content_type ORDER BY suffix")
        .bind("job", jobId)
        .bind("object", objectId)
        .map(
            (row, context) ->
                new StoredFile(
                    row.getString("suffix"), row.getString("content_type"), row.getInt("parts")))
        .list();
  }

  /**
   * A part of a file.
   *
   * @param part its number, from 0
   */
  public byte[] part(int objectId, String suffix, int part) {
    return handle
        .createQuery(
            "SELECT content FROM labeling_object_file WHERE job_id = :job AND object_id = :object"
                + " AND suffix = :suffix AND part = :part")
        .bind("job", jobId)
        .bind("object", objectId)
        .bind("suffix", suffix)
        .bind("part", part)
        .mapTo(byte[].class)
        .one();
  }

  /** Forgets the files of one batch, which are in the output tree. */
  public void clear(int iteration) {
    handle
        .createUpdate(
            "DELETE FROM labeling_object_file WHERE job_id = :job AND object_id IN"
                + " (SELECT object_id FROM labeling_object"
                + " WHERE job_id = :job AND iteration = :iteration)")
        .bind("job", jobId)
        .bind("iteration", iteration)
        .execute();
  }

  /** Forgets all files of the job. */
  public void clear() {
    handle
        .createUpdate("DELETE FROM labeling_object_file WHERE job_id = :job")
        .bind("job", jobId)
        .execute();
  }

  private void store(int objectId, LabelFile file, int part, byte[] content) {
    handle
        .createUpdate(
            """
            INSERT INTO labeling_object_file
              (job_id, object_id, suffix, part, content_type, content)
            VALUES (:job, :object, :suffix, :part, :type, :content)""")
        .bind("job", jobId)
        .bind("object", objectId)
        .bind("suffix", file.suffix())
        .bind("part", part)
        .bind("type", file.contentType())
        .bind("content", content)
        .execute();
  }
}
