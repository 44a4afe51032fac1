package dev.labelops.engine.labeling.types.boundingbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.shared.LabelList;
import dev.labelops.engine.labeling.shared.TaskInput;
import dev.labelops.engine.labeling.shared.image.ImageProbe;
import dev.labelops.engine.labeling.shared.image.ImageSize;
import dev.labelops.engine.labeling.task.Consensus;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Learnable;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import dev.labelops.groundtruth.LabelingTaskType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Labeled rectangles in an image. */
public final class BoundingBox implements TaskType {
  private static final LabelingTaskType FACTS = LabelingTaskType.get("BoundingBox");
  private static final LabelList LABELS = new LabelList(FACTS);

  @Override
  public LabelingTaskType facts() {
    return FACTS;
  }

  @Override
  public Optional<String> page() {
    return Optional.empty();
  }

  @Override
  public LabelCategories labels(JsonNode file) {
    return LABELS.read(file);
  }

  @Override
  public ObjectNode probe(JsonNode line, boolean automated, DataFiles files) throws IOException {
    return ImageProbe.probe(FACTS, line, automated, files);
  }

  @Override
  public ObjectNode input(TaskObject object) {
    return TaskInput.of(FACTS, object);
  }

  @Override
  public void check(JsonNode answer, TaskObject object) {
    Boxes.check(answer, object.labels().names(), ImageSize.of(object.properties()));
  }

  @Override
  public Consolidated consolidate(
      List<WorkerAnswer> answers, TaskObject object, Provenance provenance) {
    return Boxes.consolidate(answers, object.labels().names(), ImageSize.of(object.properties()));
  }

  @Override
  public Optional<Consensus> consensus() {
    return Optional.of(new BoxConsensus());
  }

  @Override
  public ObjectNode metadata(ObjectNode known, Provenance provenance) {
    return provenance.complete(known, FACTS);
  }

  @Override
  public Optional<Learnable> learnable() {
    return Optional.of(new LearnedBoxes());
  }
}
