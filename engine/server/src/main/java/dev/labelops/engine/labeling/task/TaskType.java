package dev.labelops.engine.labeling.task;

import dev.labelops.engine.labeling.shared.choice.ClassChoice;
import dev.labelops.engine.labeling.types.boundingbox.Boxes;
import java.util.List;
import java.util.Optional;

/**
 * A built-in task type as data. A further type is a further constant here and, where people answer
 * in a new way, a further {@link AnswerKind}.
 *
 * @param name what follows {@code PRE-} and {@code ACS-} in the function names
 * @param media what the manifest's lines hold
 * @param element {@code name} of the tool element under which answerContent holds the answer
 * @param outputType {@code type} in the label's metadata
 * @param algorithm last part of the labeling algorithm's ARN; empty when the type cannot be labeled
 *     automatically
 * @param minimumLabels least number of label categories
 * @param maximumLabels largest number of label categories
 * @param answers what people answer
 */
public record TaskType(
    String name,
    Media media,
    String element,
    String outputType,
    Optional<String> algorithm,
    int minimumLabels,
    int maximumLabels,
    AnswerKind answers) {

  /** What the objects are. */
  public enum Media {
    /** {@code source-ref} holds the s3:// address of an image. */
    IMAGE("source-ref"),
    /** {@code source} holds the text itself. */
    TEXT("source");

    private final String attribute;

    Media(String attribute) {
      this.attribute = attribute;
    }

    /** The manifest attribute that holds the object. */
    public String attribute() {
      return attribute;
    }
  }

  public static final TaskType IMAGE_MULTI_CLASS =
      new TaskType(
          "ImageMultiClass",
          Media.IMAGE,
          "crowd-image-classifier",
          "groundtruth/image-classification",
          Optional.of("image-classification"),
          2,
          Integer.MAX_VALUE,
          new ClassChoice());

  public static final TaskType TEXT_MULTI_CLASS =
      new TaskType(
          "TextMultiClass",
          Media.TEXT,
          "crowd-classifier",
          "groundtruth/text-classification",
          Optional.of("text-classification"),
          2,
          Integer.MAX_VALUE,
          new ClassChoice());

  public static final TaskType BOUNDING_BOX =
      new TaskType(
          "BoundingBox",
          Media.IMAGE,
          "boundingBox",
          "groundtruth/object-detection",
          Optional.of("object-detection"),
          1,
          50,
          new Boxes());

  /** Every type that the engine can run. */
  public static final List<TaskType> ALL =
      List.of(IMAGE_MULTI_CLASS, TEXT_MULTI_CLASS, BOUNDING_BOX);

  /** The type of that name, as it stands in the function names; the case counts. */
  public static Optional<TaskType> named(String name) {
    return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
  }
}
