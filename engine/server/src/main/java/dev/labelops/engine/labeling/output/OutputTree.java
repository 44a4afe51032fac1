package dev.labelops.engine.labeling.output;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.Batch;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ObjectFileTable;
import dev.labelops.engine.labeling.job.ObjectFileTable.StoredFile;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.RoundTable;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.job.RunFileTable;
import dev.labelops.engine.labeling.job.RunKind;
import dev.labelops.engine.labeling.job.RunTable;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.job.TaskTable;
import dev.labelops.engine.s3.ObjectStore;
import dev.labelops.engine.s3.ObjectStores;
import dev.labelops.groundtruth.OutputPaths;
import dev.labelops.groundtruth.S3Location;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Writes a job's files below {@code S3OutputPath/<job name>/}. Names and contents follow from the
 * database alone, so that writing twice, before and after a crash, gives the same tree. Files grow
 * with the job; the memory that they take does not.
 */
public final class OutputTree {
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";

  /** What is written for one object. */
  private interface Entry {
    void of(ObjectRow row) throws IOException;
  }

  /** What an array holds for one object. */
  private interface Element {
    JsonNode of(ObjectRow row);
  }

  private final Jdbi jdbi;
  private final ObjectStores objects;

  public OutputTree(Jdbi jdbi, ObjectStores objects) {
    this.jdbi = jdbi;
    this.objects = objects;
  }

  /** Writes everything that a finished batch and the round after it leave behind. */
  public void writeBatch(Job job, Batch batch) throws IOException {
    int n = batch.iteration();
    writeAnnotations(job, batch);
    writeRound(job, batch);
    writeManifest(job, OutputPaths.intermediateManifest(n), n);
    writeOutputManifest(job);
  }

  /** Writes {@value OutputPaths#OUTPUT_MANIFEST} as of now. */
  public void writeOutputManifest(Job job) throws IOException {
    writeManifest(job, OutputPaths.OUTPUT_MANIFEST, Integer.MAX_VALUE);
  }

  private void writeAnnotations(Job job, Batch batch) throws IOException {
    int n = batch.iteration();
    List<Integer> labeled = ids(job, n, State.Human);
    if (labeled.isEmpty()) {
      return;
    }
    each(
        job,
        labeled,
        row -> {
          String time = Times.fileName(row.settledAt().orElseThrow());
          byte[] response =
              bytes(Json.write(AnnotationFiles.workerResponse(job, answers(job, row))));
          write(
              job,
              OutputPaths.workerResponse(n, row.objectId(), time),
              JSON,
              out -> out.write(response));
          writeLabelFiles(job, row.objectId());
        });
    String finished = Times.fileName(batch.finishedAt().orElseThrow());
    writeArray(
        job,
        OutputPaths.consolidationRequest(n, finished),
        labeled,
        row -> AnnotationFiles.consolidationRequest(job, row, answers(job, row)));
    writeArray(
        job,
        OutputPaths.consolidationResponse(n, finished),
        labeled,
        row -> AnnotationFiles.consolidationResponse(job, row));
    write(
        job,
        OutputPaths.intermediateAnnotations(n),
        TEXT,
        out -> each(job, labeled, row -> line(out, Lines.output(job, row, n))));
  }

  private void writeLabelFiles(Job job, int objectId) throws IOException {
    for (StoredFile file :
        jdbi.withHandle(handle -> new ObjectFileTable(handle, job.id()).of(objectId))) {
      write(
          job,
          OutputPaths.labelFile(objectId + file.suffix()),
          file.contentType(),
          out -> {
            for (int i = 0; i < file.parts(); i++) {
              int part = i;
              out.write(
                  jdbi.withHandle(
                      handle ->
                          new ObjectFileTable(handle, job.id())
                              .part(objectId, file.suffix(), part)));
            }
          });
    }
  }

  private void writeRound(Job job, Batch batch) throws IOException {
    List<Integer> auto = ids(job, batch.iteration(), State.Machine);
    if (!auto.isEmpty()) {
      write(
          job,
          OutputPaths.autoLabels(batch.iteration()),
          TEXT,
          out -> each(job, auto, row -> line(out, Lines.autoAnnotation(job.spec(), row))));
    }
    Optional<Run> run =
        jdbi.withHandle(
            handle -> new RunTable(handle).find(RunKind.LEARNING, job.id(), batch.iteration()));
    if (batch.trained() && run.isPresent()) {
      write(
          job,
          Models.archive(job, batch.iteration()),
          "application/gzip",
          out -> writeModel(run.get().id(), out));
    }
    Optional<String> report =
        jdbi.withHandle(handle -> new RoundTable(handle, job.id()).find(batch.iteration()));
    if (report.isPresent()) {
      write(
          job,
          OutputPaths.roundReport(batch.iteration()),
          JSON,
          out -> out.write(bytes(report.get())));
    }
  }

  private void writeModel(String runId, OutputStream out) throws IOException {
    int parts = jdbi.withHandle(handle -> new RunFileTable(handle, runId).parts());
    for (int i = 0; i < parts; i++) {
      int part = i;
      out.write(jdbi.withHandle(handle -> new RunFileTable(handle, runId).part(part)));
    }
  }

  private void writeManifest(Job job, String name, int asOfIteration) throws IOException {
    write(
        job,
        name,
        TEXT,
        out -> {
          int next = 0;
          for (List<ObjectRow> page = from(job, 0); !page.isEmpty(); page = from(job, next)) {
            next += page.size();
            for (ObjectRow row : page) {
              line(out, Lines.output(job, row, asOfIteration));
            }
          }
        });
  }

  private void writeArray(Job job, String name, List<Integer> ids, Element element)
      throws IOException {
    write(
        job,
        name,
        JSON,
        out -> {
          try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartArray();
            each(job, ids, row -> json.writeTree(element.of(row)));
            json.writeEndArray();
          }
        });
  }

  private List<Integer> ids(Job job, int iteration, State state) {
    return jdbi.withHandle(
        handle -> new ObjectTable(handle, job.id()).ofIteration(iteration, state));
  }

  private void each(Job job, List<Integer> ids, Entry entry) throws IOException {
    for (int from = 0; from < ids.size(); from += ObjectTable.PAGE) {
      List<Integer> some = ids.subList(from, Math.min(from + ObjectTable.PAGE, ids.size()));
      Map<Integer, ObjectRow> rows =
          jdbi.withHandle(handle -> new ObjectTable(handle, job.id()).these(some));
      for (int id : some) {
        entry.of(rows.get(id));
      }
    }
  }

  private List<ObjectRow> from(Job job, int objectId) {
    return jdbi.withHandle(handle -> new ObjectTable(handle, job.id()).from(objectId));
  }

  private List<TaskRow> answers(Job job, ObjectRow row) {
    return jdbi.withHandle(
        handle -> new TaskTable(handle).answersFor(job.id(), row.objectId(), row.iteration()));
  }

  private void write(Job job, String name, String contentType, ObjectStore.Content content)
      throws IOException {
    write(job, job.spec().outputRoot().resolve(name), contentType, content);
  }

  private void write(Job job, S3Location location, String contentType, ObjectStore.Content content)
      throws IOException {
    objects.as(job.spec().principal()).write(location, content, contentType);
  }

  private static void line(OutputStream out, String text) throws IOException {
    out.write(bytes(text));
    out.write('\n');
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
