package dev.labelops.demo.images;

import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.OutputManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/** Writes a synthetic set as files: {@code images/*.jpg} and {@code truth.manifest}. */
public final class SyntheticSet {
  /** Label attribute of the truth. */
  public static final String ATTRIBUTE = "truth";

  private record Rendered(String name, SyntheticImage image) {}

  private SyntheticSet() {}

  /**
   * Writes the images of the seeds {@code seed} to {@code seed + count - 1}.
   *
   * @param folder created if it does not exist
   */
  public static void write(Path folder, int count, long seed, Style style) throws IOException {
    Path images = Files.createDirectories(folder.resolve("images"));
    List<Rendered> set =
        LongStream.range(seed, seed + count)
            .parallel()
            .mapToObj(
                s -> new Rendered("image-%05d.jpg".formatted(s), SyntheticImages.render(s, style)))
            .toList();
    for (Rendered rendered : set) {
      Files.write(images.resolve(rendered.name()), rendered.image().jpeg());
    }
    Files.write(
        folder.resolve("truth.manifest"), set.stream().map(SyntheticSet::truthLine).toList());
  }

  private static String truthLine(Rendered rendered) {
    SyntheticImage image = rendered.image();
    return OutputManifest.boxes(
        "images/" + rendered.name(),
        ATTRIBUTE,
        new Annotation.Boxes(image.width(), image.height(), image.boxes()),
        SyntheticImages.labels());
  }
}
