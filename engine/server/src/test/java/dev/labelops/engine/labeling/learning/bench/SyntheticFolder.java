package dev.labelops.engine.labeling.learning.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.learning.boxes.Box;
import dev.labelops.learning.boxes.LabeledBox;
import dev.labelops.learning.boxes.bench.SyntheticImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Synthetic objects as a {@link LabeledFolder}. */
final class SyntheticFolder {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> MARKS = List.of("volta", "arches", "star", "nimbo");

  /** Parts of the classes of texts: in many jobs some classes are rare. */
  private static final double[] PARTS = {.40, .20, .15, .10, .06, .04, .03, .02};

  private static final int WORDS = 24;
  private static final int COMMON_WORDS = 400;
  private static final int OWN_WORDS = 40;
  private static final double OWN_PART = .25;

  private SyntheticFolder() {}

  /** Images of the hard set with boxes. */
  static void images(Path folder, int count, long seed) throws IOException {
    Files.createDirectories(folder.resolve("images"));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SyntheticImages.Image image =
          SyntheticImages.draw(SyntheticImages.Set.HARD, seed * 100_000 + i);
      String file = "images/" + i + ".jpg";
      Files.write(folder.resolve(file), image.jpeg());
      ObjectNode line = JSON.createObjectNode().put("source-ref", file);
      ArrayNode boxes = line.putObject("truth").putArray("annotations");
      ObjectNode metadata =
          line.putObject("truth-metadata").put("type", "groundtruth/object-detection");
      ObjectNode classes = metadata.putObject("class-map");
      for (LabeledBox labeled : image.boxes()) {
        int id = MARKS.indexOf(labeled.label());
        Box box = labeled.box();
        classes.put(Integer.toString(id), labeled.label());
        boxes
            .addObject()
            .put("class_id", id)
            .put("left", box.left())
            .put("top", box.top())
            .put("width", box.width())
            .put("height", box.height());
      }
      lines.add(line.toString());
    }
    Files.write(folder.resolve("truth.manifest"), lines);
  }

  /** Texts of 8 classes, of 40% to 2% of the job. */
  static void texts(Path folder, int count, long seed) throws IOException {
    Files.createDirectories(folder);
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int label = drawn(random);
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < WORDS; word++) {
        text.append(
            random.nextDouble() < OWN_PART
                ? "own" + label + "x" + random.nextInt(OWN_WORDS)
                : "word" + random.nextInt(COMMON_WORDS));
        text.append(' ');
      }
      ObjectNode line = JSON.createObjectNode().put("source", text.toString()).put("truth", label);
      line.putObject("truth-metadata")
          .put("type", "groundtruth/text-classification")
          .put("class-name", "class " + label);
      lines.add(line.toString());
    }
    Files.write(folder.resolve("truth.manifest"), lines);
  }

  private static int drawn(SplittableRandom random) {
    double left = random.nextDouble();
    for (int label = 0; label < PARTS.length - 1; label++) {
      left -= PARTS[label];
      if (left < 0) {
        return label;
      }
    }
    return PARTS.length - 1;
  }
}
