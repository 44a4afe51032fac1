package dev.labelops.learning.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.learning.backbone.Backbone;
import dev.labelops.learning.backbone.RgbImage;
import dev.labelops.learning.classes.HashedNgrams;
import dev.labelops.learning.classes.Row;
import dev.labelops.learning.classes.StandardizedEmbedding;
import dev.labelops.learning.selection.Projection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Folders with a {@code truth.manifest} in Ground Truth's output form, attribute {@code truth}. */
final class Datasets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Datasets() {}

  private record Labeled(String source, String label) {}

  static Dataset texts(Path folder) throws IOException {
    List<Labeled> lines = lines(folder, "source");
    List<Row> rows = lines.stream().map(line -> HashedNgrams.DEFAULT.row(line.source)).toList();
    float[][] projected =
        rows.stream()
            .map(row -> Projection.of(row.index(), row.value(), 1))
            .toArray(float[][]::new);
    return new Dataset(
        folder.getFileName().toString(),
        HashedNgrams.DEFAULT,
        rows,
        projected,
        lines.stream().map(Labeled::label).toList());
  }

  static Dataset images(Path folder, Backbone backbone) throws IOException {
    List<Labeled> lines = lines(folder, "source-ref");
    List<float[]> embeddings =
        lines.parallelStream()
            .map(line -> embedding(folder.resolve(line.source), backbone))
            .toList();
    StandardizedEmbedding features = StandardizedEmbedding.over(backbone.key(), embeddings);
    return new Dataset(
        folder.getFileName().toString(),
        features,
        embeddings.stream().map(features::row).toList(),
        Projection.ofEmbeddings(embeddings.toArray(float[][]::new), 1),
        lines.stream().map(Labeled::label).toList());
  }

  private static float[] embedding(Path image, Backbone backbone) {
    try {
      return backbone.features(RgbImage.of(ImageIO.read(image.toFile()))).embedding();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Labeled> lines(Path folder, String source) throws IOException {
    List<Labeled> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("truth.manifest"))) {
      JsonNode json = JSON.readTree(line);
      lines.add(
          new Labeled(
              json.path(source).asText(), json.path("truth-metadata").path("class-name").asText()));
    }
    return lines;
  }
}
