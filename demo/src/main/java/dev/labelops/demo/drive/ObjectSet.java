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
import java.util.Optional;

/**
 * The objects to label and what is known of them.
 *
 * @param taskType the task type that fits the truth
 * @param folder with the images; null for texts
 * @param files the images themselves; empty for texts
 * @param texts empty for images
 * @param truth its annotations by file name or text
 * @param labels its label categories
 */
record ObjectSet(
    String taskType,
    Path folder,
    List<Path> files,
    List<String> texts,
    Map<String, Annotation> truth,
    List<String> labels) {
  private static final long SEED = 4;

  ObjectSet {
    files = List.copyOf(files);
    texts = List.copyOf(texts);
    truth = Map.copyOf(truth);
    labels = List.copyOf(labels);
  }

  /** Renders the synthetic set. */
  static ObjectSet synthetic(Path into, int count, Style style) throws IOException {
    SyntheticSet.write(into, count, SEED, style);
    return of(into.resolve("images"), into.resolve("truth.manifest"), null);
  }

  /**
   * Reads anyone's objects.
   *
   * @param images folder with images; null for texts, which are in the truth file
   * @param truthFile an output manifest with the attribute {@code truth}
   * @param taskType what it must be; null for what fits the truth
   * @throws DemoException when there are none, or the truth cannot be used
   */
  static ObjectSet of(Path images, Path truthFile, String taskType) throws IOException {
    if (images != null && !Files.isDirectory(images)) {
      throw new DemoException("IMAGES=%s is not a folder".formatted(images));
    }
    if (!Files.isReadable(truthFile)) {
      throw new DemoException("TRUTH=%s cannot be read".formatted(truthFile));
    }
    List<String> lines = Files.readAllLines(truthFile);
    List<ManifestLine> truth;
    try {
      truth = OutputManifest.read(lines, SyntheticSet.ATTRIBUTE);
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
    String fits = taskTypeOf(truth);
    if (taskType != null && !taskType.equals(fits)) {
      throw new DemoException(
          "TASK=%s does not fit TRUTH=%s, whose labels are those of %s"
              .formatted(taskType, truthFile, fits));
    }
    Map<String, Annotation> known = new HashMap<>();
    truth.forEach(
        line -> line.annotation().ifPresent(annotation -> known.put(line.key(), annotation)));
    boolean text = fits.startsWith("Text");
    return new ObjectSet(
        fits,
        text ? null : images,
        text ? List.of() : images(images),
        text ? truth.stream().map(ManifestLine::object).distinct().toList() : List.of(),
        known,
        labels);
  }

  private static String taskTypeOf(List<ManifestLine> truth) {
    if (truth.stream().anyMatch(ManifestLine::text)) {
      return "TextMultiClass";
    }
    return truth.stream()
            .flatMap(line -> line.annotation().stream())
            .anyMatch(a -> a instanceof Annotation.Category)
        ? "ImageMultiClass"
        : "BoundingBox";
  }

  private static List<Path> images(Path folder) throws IOException {
    if (folder == null) {
      throw new DemoException(
          "IMAGES is missing: the truth is about images, so name the folder that contains them");
    }
    List<Path> files;
    try (var all = Files.list(folder)) {
      files = all.filter(ObjectSet::isImage).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new DemoException("IMAGES=%s contains no .jpg, .jpeg or .png".formatted(folder));
    }
    return files;
  }

  int count() {
    return files.size() + texts.size();
  }

  /** The objects' name in the plural. */
  String noun() {
    return texts.isEmpty() ? "images" : "texts";
  }

  /** How many images the truth does not know; simulated workers decline them. */
  long unknown() {
    return files.stream().filter(f -> !truth.containsKey(f.getFileName().toString())).count();
  }

  /** What is known of an object of an input or output manifest. */
  Optional<Annotation> truthOf(ManifestLine line) {
    return Optional.ofNullable(truth.get(line.key()));
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jpg") || name.endsWith(".jpeg") || name.endsWith(".png");
  }
}
