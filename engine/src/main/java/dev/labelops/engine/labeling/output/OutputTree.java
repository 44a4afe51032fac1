package dev.labelops.engine.labeling.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.Batch;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.job.TaskTable;
import dev.labelops.engine.s3.ObjectStores;
import dev.labelops.engine.s3.S3Location;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jdbi.v3.core.Jdbi;

/**
 * Writes a job's files below {@code S3OutputPath/<job name>/}. Names and contents follow from the
 * database alone, so that writing twice, before and after a crash, gives the same tree.
 */
public final class OutputTree {
  /** Where the result lies, relative to the job's output root. */
  public static final String OUTPUT_MANIFEST = "manifests/output/output.manifest";

  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final int EMPTY_TAR_BYTES = 1024;

  private final Jdbi jdbi;
  private final ObjectStores objects;

  public OutputTree(Jdbi jdbi, ObjectStores objects) {
    this.jdbi = jdbi;
    this.objects = objects;
  }

  /** Writes everything that a finished batch and the round after it leave behind. */
  public void writeBatch(Job job, Batch batch) throws IOException {
    int n = batch.iteration();
    List<ObjectRow> rows =
        jdbi.withHandle(handle -> new ObjectTable(handle, job.id()).ofIteration(n));
    writeAnnotations(job, batch, rows);
    writeRound(job, batch, rows);
    writeManifest(job, "manifests/intermediate/" + n + "/output.manifest", n);
    writeOutputManifest(job);
  }

  /** Writes {@value #OUTPUT_MANIFEST} as of now. */
  public void writeOutputManifest(Job job) throws IOException {
    writeManifest(job, OUTPUT_MANIFEST, Integer.MAX_VALUE);
  }

  private void writeAnnotations(Job job, Batch batch, List<ObjectRow> rows) throws IOException {
    int n = batch.iteration();
    List<ObjectRow> labeled = rows.stream().filter(row -> row.state() == State.Human).toList();
    if (labeled.isEmpty()) {
      return;
    }
    Map<Integer, List<TaskRow>> answers =
        jdbi.withHandle(handle -> new TaskTable(handle).answers(job.id(), n)).stream()
            .collect(Collectors.groupingBy(TaskRow::objectId));
    for (ObjectRow row : labeled) {
      String file = Times.fileName(row.settledAt().orElseThrow()) + ".json";
      write(
          job,
          "annotations/worker-response/iteration-%d/%d/%s".formatted(n, row.objectId(), file),
          AnnotationFiles.workerResponse(job, answers.get(row.objectId())));
    }
    Instant finished = batch.finishedAt().orElseThrow();
    String name = "iteration-%d/%s.json".formatted(n, Times.fileName(finished));
    String folder = "annotations/consolidated-annotation/";
    write(
        job,
        folder + "consolidation-request/" + name,
        AnnotationFiles.consolidationRequest(job, labeled, answers));
    write(
        job,
        folder + "consolidation-response/" + name,
        AnnotationFiles.consolidationResponse(job, labeled));
    String lines =
        labeled.stream()
            .map(row -> Lines.output(job.spec(), row, n) + "\n")
            .collect(Collectors.joining());
    write(job, "annotations/intermediate/" + n + "/annotations.manifest", TEXT, bytes(lines));
  }

  private void writeRound(Job job, Batch batch, List<ObjectRow> rows) throws IOException {
    String auto =
        rows.stream()
            .filter(row -> row.state() == State.Machine)
            .map(row -> Lines.autoAnnotation(job.spec(), row) + "\n")
            .collect(Collectors.joining());
    if (!auto.isEmpty()) {
      write(
          job,
          "activelearning/" + batch.iteration() + "/0/auto_annotator_output.txt",
          TEXT,
          bytes(auto));
    }
    if (batch.trained()) {
      String training = job.key().jobName() + "-" + batch.iteration();
      write(
          job,
          "training/%d/0/%s/output/model.tar.gz".formatted(batch.iteration(), training),
          "application/gzip",
          emptyArchive());
    }
  }

  // The learner keeps its model to itself; the archive marks that there was one.
  private static byte[] emptyArchive() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(new byte[EMPTY_TAR_BYTES]);
    }
    return bytes.toByteArray();
  }

  private void writeManifest(Job job, String name, int asOfIteration) throws IOException {
    var content = new ByteArrayOutputStream();
    jdbi.useTransaction(
        handle ->
            new ObjectTable(handle, job.id())
                .each(
                    row -> {
                      content.writeBytes(bytes(Lines.output(job.spec(), row, asOfIteration)));
                      content.write('\n');
                    }));
    write(job, name, TEXT, content.toByteArray());
  }

  private void write(Job job, String name, JsonNode content) throws IOException {
    write(job, name, JSON, bytes(Json.write(content)));
  }

  private void write(Job job, String name, String contentType, byte[] content) throws IOException {
    S3Location location = job.spec().outputRoot().resolve(name);
    objects.as(job.spec().principal()).write(location, content, contentType);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
