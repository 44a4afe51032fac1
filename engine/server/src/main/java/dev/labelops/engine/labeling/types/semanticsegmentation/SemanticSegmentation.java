package dev.labelops.engine.labeling.types.semanticsegmentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.shared.LabelList;
import dev.labelops.engine.labeling.shared.TaskInput;
import dev.labelops.engine.labeling.shared.image.ImageProbe;
import dev.labelops.engine.labeling.shared.image.ImageSize;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.InvalidLabelCategories;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.engine.labeling.task.UnusableObject;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import dev.labelops.groundtruth.LabelingTaskType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A class for each pixel of an image. */
public final class SemanticSegmentation implements TaskType {
  private static final LabelingTaskType FACTS = LabelingTaskType.get("SemanticSegmentation");
  private static final LabelList LABELS = new LabelList(FACTS);

  /** With the background, the classes are the values of a byte. */
  private static final int MOST_LABELS = 255;

  /** Pixels of a side; browsers paint no larger canvas. */
  private static final int LONGEST_SIDE = 65_535;

  /** Bytes: a mask of 12 megapixels with many small areas has less than one MiB. */
  private static final int MOST_ANSWER_BYTES = 4 * 1024 * 1024;

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
    LabelCategories labels = LABELS.read(file);
    if (labels.names().size() > MOST_LABELS) {
      throw new InvalidLabelCategories(
          "the masks of this engine have at most %d labels, the file has %d"
              .formatted(MOST_LABELS, labels.names().size()));
    }
    return labels;
  }

  @Override
  public ObjectNode probe(JsonNode line, boolean automated, DataFiles files) throws IOException {
    ObjectNode properties = ImageProbe.probe(FACTS, line, automated, files);
    ImageSize size = ImageSize.of(properties).orElseThrow();
    if (Math.max(size.width(), size.height()) > LONGEST_SIDE) {
      throw new UnusableObject(
          "The image has a side of more than %,d pixels, the maximum that browsers can paint on."
              .formatted(LONGEST_SIDE));
    }
    return properties;
  }

  @Override
  public ObjectNode input(TaskObject object) {
    return TaskInput.of(FACTS, object);
  }

  @Override
  public int mostAnswerBytes() {
    return MOST_ANSWER_BYTES;
  }

  @Override
  public void check(JsonNode answer, TaskObject object) {
    Mask.check(answer, object.labels().names(), size(object));
  }

  @Override
  public Consolidated consolidate(
      List<WorkerAnswer> answers, TaskObject object, Provenance provenance) {
    return Masks.consolidate(answers, object.labels().names(), size(object), provenance);
  }

  @Override
  public ObjectNode metadata(ObjectNode known, Provenance provenance) {
    return provenance.complete(known, FACTS);
  }

  private static ImageSize size(TaskObject object) {
    return ImageSize.of(object.properties())
        .orElseThrow(() -> new IllegalArgumentException("the object was not probed"));
  }
}
