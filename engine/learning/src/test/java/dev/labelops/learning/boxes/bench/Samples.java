package dev.labelops.learning.boxes.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.learning.backbone.RgbImage;
import dev.labelops.learning.boxes.Box;
import dev.labelops.learning.boxes.LabeledBox;
import dev.labelops.learning.boxes.SizedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * A set of images with their true boxes.
 *
 * @param name of the set
 */
record Samples(String name, List<Sample> images) {

  /** An encoded image. */
  record Sample(byte[] file, List<LabeledBox> boxes) {
    RgbImage decode() {
      try {
        return RgbImage.of(ImageIO.read(new ByteArrayInputStream(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    SizedImage sized() {
      RgbImage image = decode();
      return new SizedImage(image.width(), image.height(), boxes);
    }
  }

  static Samples synthetic(SyntheticImages.Set set, int count, long seed) {
    return new Samples(
        "synthetic-" + set.name().toLowerCase(java.util.Locale.ROOT),
        IntStream.range(0, count)
            .mapToObj(i -> SyntheticImages.draw(set, seed * 100_000 + i))
            .map(image -> new Sample(image.jpeg(), image.boxes()))
            .toList());
  }

  /** A folder with truth.manifest, in the form of Ground Truth's output, in a random order. */
  static Samples folder(Path folder, long seed) throws IOException {
    List<Sample> images = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("truth.manifest"))) {
      JsonNode object = new ObjectMapper().readTree(line);
      JsonNode labels = object.at("/truth-metadata/class-map");
      List<LabeledBox> boxes = new ArrayList<>();
      for (JsonNode box : object.at("/truth/annotations")) {
        double left = box.get("left").asDouble();
        double top = box.get("top").asDouble();
        boxes.add(
            new LabeledBox(
                labels.get(box.get("class_id").asText()).asText(),
                new Box(
                    left,
                    top,
                    left + box.get("width").asDouble(),
                    top + box.get("height").asDouble())));
      }
      images.add(
          new Sample(Files.readAllBytes(folder.resolve(object.get("source-ref").asText())), boxes));
    }
    Collections.shuffle(images, new Random(seed));
    return new Samples(folder.getFileName().toString(), images);
  }
}
