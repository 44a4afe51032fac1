package dev.labelops.engine.owner;

import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.output.Lines;
import dev.labelops.engine.labeling.task.LabelFile;
import dev.labelops.engine.owner.AcceptedTable.Accepted;
import dev.labelops.engine.portal.PortalError;
import dev.labelops.engine.s3.ObjectStore;
import dev.labelops.engine.s3.ObjectStores;
import dev.labelops.groundtruth.OutputPaths;
import dev.labelops.groundtruth.S3Location;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jdbi.v3.core.Jdbi;

/**
 * Writes manifests beside the output of a job, which is not changed: of objects to label again, and
 * of all objects with the answers that the owner accepted in place of labels.
 */
final class Manifests {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** What a manifest has, and with it the files of its labels. */
  private interface Content {
    void writeTo(OutputStream out, ObjectStore store) throws IOException;
  }

  private final Jdbi jdbi;
  private final ObjectStores objects;
  private final Clock clock;

  Manifests(Jdbi jdbi, ObjectStores objects, Clock clock) {
    this.jdbi = jdbi;
    this.objects = objects;
    this.clock = clock;
  }

  /**
   * Writes a manifest of these objects, in the order of the input: each line with its label, as
   * chaining and adjustment jobs read it.
   *
   * @param chosen by the object's id the worker whose answer is the label; empty: the job's label
   * @return where it is
   * @throws PortalError 400 when an object has no label of this job or no such answer, 409 when the
   *     output cannot be written
   */
  S3Location again(Job job, SortedMap<Integer, Optional<String>> chosen) {
    Instant now = clock.instant();
    String time = NAME.format(now);
    S3Location files = job.spec().outputRoot().resolve(OutputPaths.labelAgain(time + "-files"));
    List<List<Integer>> parts = parts(List.copyOf(chosen.keySet()));
    parts.forEach(part -> lines(job, part, chosen, now, files));
    return write(
        job,
        OutputPaths.labelAgain(time + ".manifest"),
        (out, store) -> {
          for (List<Integer> part : parts) {
            for (OneAnswer line : lines(job, part, chosen, now, files)) {
              write(job, line, out, store);
            }
          }
        });
  }

  private List<OneAnswer> lines(
      Job job,
      List<Integer> part,
      Map<Integer, Optional<String>> chosen,
      Instant now,
      S3Location files) {
    Map<Integer, ObjectRow> rows =
        jdbi.withHandle(handle -> new ObjectTable(handle, job.id()).these(part));
    check(part, rows);
    return part.stream()
        .map(
            id ->
                chosen
                    .get(id)
                    .map(worker -> OneAnswer.of(job, answered(job, id), worker, now, files))
                    .orElseGet(() -> new OneAnswer(rows.get(id), List.of(), files)))
        .toList();
  }

  private AnsweredObject answered(Job job, int id) {
    return jdbi.inTransaction(handle -> AnsweredObject.read(handle, job.id(), List.of(id)))
        .getFirst();
  }

  /**
   * Writes the job's output manifest as it is now, with the accepted answers as labels.
   *
   * @return where it is
   * @throws PortalError 409 when the output cannot be written
   */
  S3Location accepted(Job job) {
    String time = NAME.format(clock.instant());
    S3Location files = job.spec().outputRoot().resolve(OutputPaths.accepted(time + "-files"));
    return write(
        job,
        OutputPaths.accepted(time + ".manifest"),
        (out, store) -> {
          for (List<ObjectRow> part = part(job, 0); !part.isEmpty(); ) {
            int last = part.getLast().objectId();
            int first = part.getFirst().objectId();
            Map<Integer, Accepted> accepted =
                jdbi.withHandle(handle -> new AcceptedTable(handle, job.id()).between(first, last));
            for (ObjectRow row : part) {
              write(job, replaced(job, row, accepted.get(row.objectId()), files), out, store);
            }
            part = part(job, last + 1);
          }
        });
  }

  private List<ObjectRow> part(Job job, int from) {
    return jdbi.withHandle(handle -> new ObjectTable(handle, job.id()).from(from));
  }

  private OneAnswer replaced(Job job, ObjectRow row, Accepted accepted, S3Location files) {
    return accepted == null
        ? new OneAnswer(row, List.of(), files)
        : OneAnswer.of(
            job, answered(job, row.objectId()), accepted.workerId(), accepted.at(), files);
  }

  private static void write(Job job, OneAnswer line, OutputStream out, ObjectStore store)
      throws IOException {
    for (LabelFile file : line.files()) {
      store.write(
          S3Location.parse(line.folder() + file.suffix()),
          file.content()::writeTo,
          file.contentType());
    }
    String text = Lines.output(job, line.row(), Integer.MAX_VALUE);
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private S3Location write(Job job, String path, Content content) {
    S3Location manifest = job.spec().outputRoot().resolve(path);
    ObjectStore store = objects.as(job.spec().principal());
    try {
      store.write(manifest, out -> content.writeTo(out, store), "text/plain; charset=utf-8");
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw new PortalError(
          409,
          "OutputNotWritable",
          "The manifest cannot be written to %s: the bucket does not exist, or your account may not write to it. Nothing was changed."
              .formatted(manifest));
    } catch (IOException e) {
      throw new PortalError(
          503,
          "StorageUnavailable",
          "The manifest could not be written to %s just now. Try again.".formatted(manifest));
    }
    return manifest;
  }

  private static void check(List<Integer> part, Map<Integer, ObjectRow> rows) {
    for (int id : part) {
      ObjectRow row = rows.get(id);
      if (row == null) {
        throw new PortalError(
            400, "ObjectNotFound", "The job has no object %d. Nothing was written.".formatted(id));
      }
      if (row.state() != State.Human && row.state() != State.Machine) {
        throw notLabeled(id);
      }
    }
  }

  static PortalError notLabeled(int id) {
    return new PortalError(
        400,
        "ObjectNotLabeled",
        "Object %d has no label of this job. Leave it out; nothing was written.".formatted(id));
  }

  private static List<List<Integer>> parts(List<Integer> ids) {
    List<List<Integer>> parts = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += ObjectTable.PAGE) {
      parts.add(ids.subList(from, Math.min(from + ObjectTable.PAGE, ids.size())));
    }
    return parts;
  }
}
