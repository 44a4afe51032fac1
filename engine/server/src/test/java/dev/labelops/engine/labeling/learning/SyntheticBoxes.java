package dev.labelops.engine.labeling.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.learning.LearningObject.HumanLabel;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Learnable;
import dev.labelops.engine.labeling.types.boundingbox.BoundingBox;
import dev.labelops.learning.boxes.Box;
import dev.labelops.learning.boxes.ImageScore;
import dev.labelops.learning.boxes.LabeledBox;
import dev.labelops.learning.boxes.bench.SyntheticImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A job on images with marks, in a folder, and the true boxes.
 *
 * @param truth boxes of each object
 */
record SyntheticBoxes(
    MemoryJob job, Path folder, List<JsonNode> lines, List<List<LabeledBox>> truth) {
  static final LabelCategories LABELS =
      LabelCategories.of(List.of("volta", "arches", "star", "nimbo", "ball"));

  private static final BoundingBox TYPE = new BoundingBox();

  static SyntheticBoxes in(Path folder, SyntheticImages.Set set, int size, long seed)
      throws IOException {
    List<SyntheticImages.Image> images = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      images.add(SyntheticImages.draw(set, seed * 100_000 + i));
    }
    return of(folder, images, "boxes-" + seed);
  }

  static SyntheticBoxes of(Path folder, List<SyntheticImages.Image> images, String name)
      throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    List<List<LabeledBox>> truth = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      SyntheticImages.Image image = images.get(i);
      Files.write(folder.resolve(i + ".jpg"), image.jpeg());
      lines.add(JsonNodeFactory.instance.objectNode().put("source-ref", "s3://b/" + i + ".jpg"));
      truth.add(image.boxes());
    }
    return new SyntheticBoxes(job(name, folder, lines, truth), folder, lines, truth);
  }

  /** Another job on the same images. */
  SyntheticBoxes again() {
    return new SyntheticBoxes(job("again", folder, lines, truth), folder, lines, truth);
  }

  private static MemoryJob job(
      String name, Path folder, List<JsonNode> lines, List<List<LabeledBox>> truth) {
    return new MemoryJob(
        "arn:aws:sagemaker:eu-west-1:000000000000:labeling-job/" + name,
        TYPE,
        LABELS,
        lines,
        new FolderFiles(folder),
        id -> Optional.of(label(truth.get(id))));
  }

  /** As people's labels are written. */
  static HumanLabel label(List<LabeledBox> boxes) {
    ObjectNode label = JsonNodeFactory.instance.objectNode();
    ArrayNode annotations = label.putArray("annotations");
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    ObjectNode classes = metadata.putObject("class-map");
    for (LabeledBox labeled : boxes) {
      int id = LABELS.names().indexOf(labeled.label());
      classes.put(Integer.toString(id), labeled.label());
      Box box = labeled.box();
      annotations
          .addObject()
          .put("class_id", id)
          .put("left", box.left())
          .put("top", box.top())
          .put("width", box.width())
          .put("height", box.height());
    }
    return new HumanLabel(label, metadata, 1);
  }

  /** Of the machine labels against the truth. */
  double meanIoU() {
    Learnable.Boxes boxes = (Learnable.Boxes) TYPE.learnable().orElseThrow();
    return job.machine().entrySet().stream()
        .mapToDouble(
            entry ->
                ImageScore.of(
                    boxes.boxesOf(entry.getValue().label(), entry.getValue().metadata()).stream()
                        .map(SyntheticBoxes::labeled)
                        .toList(),
                    truth.get(entry.getKey())))
        .average()
        .orElse(1);
  }

  private static LabeledBox labeled(Learnable.Boxes.Box box) {
    return new LabeledBox(
        box.name(),
        new Box(box.left(), box.top(), box.left() + box.width(), box.top() + box.height()));
  }
}
