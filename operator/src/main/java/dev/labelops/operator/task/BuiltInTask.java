package dev.labelops.operator.task;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.TaskType;
import java.util.List;
import java.util.Optional;

/**
 * What Ground Truth fixes about a built-in task type (ground-truth-reference 3.1, 3.3, 4.2), and
 * our defaults for what it leaves open.
 *
 * @param name suffix of the built-in Lambda functions, {@code PRE-<name>} and {@code ACS-<name>}
 * @param media what an object is
 * @param element the crowd element that the template must hold
 * @param elementName the {@code name} under which the built-in consolidation looks for answers
 * @param labelsAttribute the element's attribute that takes the label categories
 * @param algorithm last part of the algorithm specification's ARN; empty when the type cannot be
 *     labeled automatically
 * @param outputType {@code type} in the output manifest's metadata
 * @param workersPerObject default of NumberOfHumanWorkersPerDataObject, as in the console
 * @param title default of TaskTitle
 * @param description default of TaskDescription
 * @param keywords default of TaskKeywords
 * @param instructions shown when the user gives none, HTML
 */
public record BuiltInTask(
    String name,
    Media media,
    String element,
    String elementName,
    String labelsAttribute,
    Optional<String> algorithm,
    String outputType,
    int workersPerObject,
    String title,
    String description,
    List<String> keywords,
    String instructions) {

  /** What an object is, and so which manifest key holds it. */
  public enum Media {
    /** {@code source-ref} */
    IMAGE("source-ref"),
    /** {@code source} */
    TEXT("source");

    private final String attribute;

    Media(String attribute) {
      this.attribute = attribute;
    }

    /** The key of a manifest line that holds the object. */
    public String attribute() {
      return attribute;
    }
  }

  private static final BuiltInTask BOUNDING_BOX =
      new BuiltInTask(
          "BoundingBox",
          Media.IMAGE,
          "crowd-bounding-box",
          "boundingBox",
          "labels",
          Optional.of("object-detection"),
          "groundtruth/object-detection",
          5,
          "Draw boxes around the objects",
          "Draw a tight box around each object and choose its label",
          List.of("image", "bounding box", "object detection"),
          "<p>Draw a box around each object and choose its label. The box touches the object on all"
              + " four sides and leaves nothing of it outside.</p>"
              + "<p>When there is no such object in the image, submit it without a box.</p>");

  private static final BuiltInTask IMAGE_MULTI_CLASS =
      new BuiltInTask(
          "ImageMultiClass",
          Media.IMAGE,
          "crowd-image-classifier",
          "crowd-image-classifier",
          "categories",
          Optional.of("image-classification"),
          "groundtruth/image-classification",
          3,
          "Choose what the image shows",
          "Look at the image and choose the one label that fits best",
          List.of("image", "classification"),
          "<p>Look at the whole image and choose the one label that fits best.</p>");

  private static final BuiltInTask TEXT_MULTI_CLASS =
      new BuiltInTask(
          "TextMultiClass",
          Media.TEXT,
          "crowd-classifier",
          "crowd-classifier",
          "categories",
          Optional.of("text-classification"),
          "groundtruth/text-classification",
          3,
          "Choose what the text is about",
          "Read the text and choose the one label that fits best",
          List.of("text", "classification"),
          "<p>Read the whole text and choose the one label that fits best.</p>");

  /** The facts about a type. */
  public static BuiltInTask of(TaskType type) {
    return switch (type) {
      case BoundingBox -> BOUNDING_BOX;
      case ImageMultiClass -> IMAGE_MULTI_CLASS;
      case TextMultiClass -> TEXT_MULTI_CLASS;
    };
  }
}
