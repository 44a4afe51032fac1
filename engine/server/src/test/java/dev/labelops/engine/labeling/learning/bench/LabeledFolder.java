package dev.labelops.engine.labeling.learning.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.learning.FolderFiles;
import dev.labelops.engine.labeling.learning.LearningObject.HumanLabel;
import dev.labelops.engine.labeling.learning.MemoryJob;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Learnable;
import dev.labelops.engine.labeling.task.Learnable.MachineLabel;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.engine.labeling.types.boundingbox.BoundingBox;
import dev.labelops.engine.labeling.types.imagemulticlass.ImageMultiClass;
import dev.labelops.engine.labeling.types.textmulticlass.TextMultiClass;
import dev.labelops.learning.boxes.Box;
import dev.labelops.learning.boxes.ImageScore;
import dev.labelops.learning.boxes.LabeledBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Objects with their true labels: a folder with {@code truth.manifest}, an output manifest with the
 * label attribute {@code truth}, and the images that it names.
 *
 * @param name in the figures
 * @param lines of the manifest that the job reads
 * @param truth labels in the order of the lines
 */
record LabeledFolder(
    String name,
    Path folder,
    TaskType type,
    LabelCategories labels,
    List<JsonNode> lines,
    List<HumanLabel> truth) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static LabeledFolder read(Path folder) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    List<HumanLabel> truth = new ArrayList<>();
    TreeSet<String> labels = new TreeSet<>();
    String format = "";
    for (String text : Files.readAllLines(folder.resolve("truth.manifest"))) {
      ObjectNode line = (ObjectNode) JSON.readTree(text);
      JsonNode metadata = line.remove("truth-metadata");
      truth.add(new HumanLabel(line.remove("truth"), metadata, 1));
      if (line.has("source-ref")) {
        line.put("source-ref", "s3://bench/" + line.path("source-ref").asText());
      }
      lines.add(line);
      format = metadata.path("type").asText();
      metadata.path("class-map").forEach(label -> labels.add(label.asText()));
      if (metadata.has("class-name")) {
        labels.add(metadata.path("class-name").asText());
      }
    }
    TaskType type =
        switch (format) {
          case "groundtruth/object-detection" -> new BoundingBox();
          case "groundtruth/image-classification" -> new ImageMultiClass();
          case "groundtruth/text-classification" -> new TextMultiClass();
          default -> throw new IOException(folder + " has labels of the type \"" + format + "\"");
        };
    return new LabeledFolder(
        folder.getFileName().toString(),
        folder,
        type,
        LabelCategories.of(List.copyOf(labels)),
        lines,
        truth);
  }

  int size() {
    return lines.size();
  }

  boolean boxes() {
    return type instanceof BoundingBox;
  }

  /** A job whose people answer with the truth; the seed decides all that is random in it. */
  MemoryJob job(int seed) {
    return new MemoryJob(
        "arn:aws:sagemaker:eu-west-1:000000000000:labeling-job/" + name + "-" + seed,
        type,
        labels,
        lines,
        new FolderFiles(folder),
        id -> Optional.of(truth.get(id)));
  }

  /** Of a machine label: 1 or 0 for a right or wrong class, of boxes the {@link ImageScore}. */
  double score(int id, MachineLabel label) {
    HumanLabel human = truth.get(id);
    return switch (type.learnable().orElseThrow()) {
      case Learnable.Classes classes ->
          classes
                  .classOf(label.label(), label.metadata())
                  .equals(classes.classOf(human.label(), human.metadata()))
              ? 1
              : 0;
      case Learnable.Boxes boxes ->
          ImageScore.of(
              labeled(boxes.boxesOf(label.label(), label.metadata())),
              labeled(boxes.boxesOf(human.label(), human.metadata())));
    };
  }

  List<LabeledBox> trueBoxes(int id) {
    HumanLabel human = truth.get(id);
    Learnable.Boxes boxes = (Learnable.Boxes) type.learnable().orElseThrow();
    return labeled(boxes.boxesOf(human.label(), human.metadata()));
  }

  private static List<LabeledBox> labeled(List<Learnable.Boxes.Box> boxes) {
    return boxes.stream()
        .map(
            box ->
                new LabeledBox(
                    box.name(),
                    new Box(
                        box.left(), box.top(), box.left() + box.width(), box.top() + box.height())))
        .toList();
  }
}
