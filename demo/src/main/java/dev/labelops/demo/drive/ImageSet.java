package dev.labelops.demo.drive;

import dev.labelops.demo.images.Style;
import dev.labelops.demo.images.SyntheticSet;
import dev.labelops.demo.stack.DemoException;
import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.ManifestLine;
import dev.labelops.demo.truth.OutputManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The images to label and what is known of them.
 *
 * @param folder holds the images
 * @param files the images themselves
 * @param truthFile an output manifest with the attribute {@code truth}
 * @param truth its annotations by file name
 * @param labels its label categories
 */
record ImageSet(
    Path folder,
    List<Path> files,
    Path truthFile,
    Map<String, Annotation> truth,
    List<String> labels) {
  private static final long SEED = 4;

  /** Renders the synthetic set. */
  static ImageSet synthetic(Path into, int count) throws IOException {
    SyntheticSet.write(into, count, SEED, Style.EASY);
    return of(into.resolve("images"), into.resolve("truth.manifest"));
  }

  /**
   * Reads anyone's images.
   *
   * @throws DemoException when there are none, or the truth cannot be used
   */
  static ImageSet of(Path folder, Path truthFile) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DemoException("IMAGES=%s is not a folder".formatted(folder));
    }
    if (!Files.isReadable(truthFile)) {
      throw new DemoException("TRUTH=%s cannot be read".formatted(truthFile));
    }
    List<Path> files;
    try (var all = Files.list(folder)) {
      files = all.filter(ImageSet::isImage).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new DemoException("IMAGES=%s contains no .jpg, .jpeg or .png".formatted(folder));
    }
    List<String> lines = Files.readAllLines(truthFile);
    Map<String, Annotation> truth = new HashMap<>();
    try {
      for (ManifestLine line : OutputManifest.read(lines, SyntheticSet.ATTRIBUTE)) {
        line.annotation().ifPresent(annotation -> truth.put(line.key(), annotation));
      }
    } catch (IllegalArgumentException e) {
      throw new DemoException("TRUTH=%s: %s".formatted(truthFile, e.getMessage()), e);
    }
    List<String> labels = OutputManifest.labels(lines, SyntheticSet.ATTRIBUTE);
    if (labels.isEmpty()) {
      throw new DemoException(
          "TRUTH=%s contains no labels: its lines need the attribute 'truth' with a class-map or"
                  .formatted(truthFile)
              + " class-name in 'truth-metadata'");
    }
    return new ImageSet(folder, files, truthFile, Map.copyOf(truth), labels);
  }

  /** How many images the truth does not know; simulated workers decline them. */
  long unknown() {
    return files.stream().filter(f -> !truth.containsKey(f.getFileName().toString())).count();
  }

  /** The task type that fits the truth. */
  String taskType() {
    return truth.values().stream().anyMatch(a -> a instanceof Annotation.Category)
        ? "ImageMultiClass"
        : "BoundingBox";
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png");
  }
}
