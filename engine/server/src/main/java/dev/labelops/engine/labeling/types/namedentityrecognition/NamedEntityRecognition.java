package dev.labelops.engine.labeling.types.namedentityrecognition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.shared.LabelList;
import dev.labelops.engine.labeling.shared.TaskInput;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.ObjectSource;
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

/** Labeled words and phrases in a text. The service supplies the worker page, so this type does. */
public final class NamedEntityRecognition implements TaskType {
  private static final LabelingTaskType FACTS = LabelingTaskType.get("NamedEntityRecognition");
  private static final LabelList LABELS = new LabelList(FACTS);
  private static final String PAGE = read("page.liquid");

  @Override
  public LabelingTaskType facts() {
    return FACTS;
  }

  @Override
  public Optional<String> page() {
    return Optional.of(PAGE);
  }

  @Override
  public LabelCategories labels(JsonNode file) {
    return EntityCategories.read(LABELS, file);
  }

  @Override
  public ObjectNode probe(JsonNode line, boolean automated, DataFiles files) {
    return JsonNodeFactory.instance.objectNode();
  }

  /** {@code labels} are objects, as the element of the page takes them. */
  @Override
  public ObjectNode input(TaskObject object) {
    ObjectNode input = TaskInput.of(FACTS, object);
    EntityCategories.writeTo(input, object.labels());
    return input;
  }

  @Override
  public void check(JsonNode answer, TaskObject object) {
    Spans.check(answer, ObjectSource.of(FACTS).in(object.line()), object.labels().names());
  }

  @Override
  public Consolidated consolidate(
      List<WorkerAnswer> answers, TaskObject object, Provenance provenance) {
    return Spans.consolidate(answers, object.labels());
  }

  @Override
  public ObjectNode metadata(ObjectNode known, Provenance provenance) {
    return provenance.complete(known, FACTS);
  }

  private static String read(String name) {
    try (InputStream page = NamedEntityRecognition.class.getResourceAsStream(name)) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
