package dev.labelops.engine.labeling.types.audiorating;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.shared.TaskInput;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import dev.labelops.groundtruth.LabelingTaskType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** How well a recording sounds. A type for docs/build/adding-a-task-type.md and its test only. */
public final class AudioRating implements TaskType {
  private static final long MAX_BYTES = 10L * 1024 * 1024;

  private static final LabelingTaskType FACTS = LabelingTaskType.of(row());

  @Override
  public LabelingTaskType facts() {
    return FACTS;
  }

  @Override
  public Optional<String> page() {
    return Optional.of(file("page.liquid"));
  }

  @Override
  public LabelCategories labels(JsonNode file) {
    return Scale.read(file);
  }

  @Override
  public ObjectNode probe(JsonNode line, boolean automated, DataFiles files) throws IOException {
    return files.read("source-ref", line.path("source-ref").asText(), MAX_BYTES, WavHead::read);
  }

  @Override
  public ObjectNode input(TaskObject object) {
    return TaskInput.of(FACTS, object).put("scale", Scale.of(object.labels()));
  }

  @Override
  public void check(JsonNode answer, TaskObject object) {
    Ratings.check(answer, object);
  }

  @Override
  public Consolidated consolidate(
      List<WorkerAnswer> answers, TaskObject object, Provenance provenance) {
    return Ratings.consolidate(answers, object, provenance);
  }

  @Override
  public ObjectNode metadata(ObjectNode known, Provenance provenance) {
    return provenance.complete(known, FACTS);
  }

  private static JsonNode row() {
    try {
      return new ObjectMapper().readTree(file("facts.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(String name) {
    try (InputStream page = AudioRating.class.getResourceAsStream(name)) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
