package dev.labelops.operator.task;

import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.MediaType;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.TaskType;
import java.util.List;

/**
 * A built-in task type, and our defaults for what Ground Truth leaves open.
 *
 * @param type what Ground Truth fixes
 * @param title default of TaskTitle
 * @param description default of TaskDescription
 * @param keywords default of TaskKeywords
 * @param instructions shown when the user gives none, HTML
 */
public record BuiltInTask(
    LabelingTaskType type,
    String title,
    String description,
    List<String> keywords,
    String instructions) {

  private static final BuiltInTask BOUNDING_BOX =
      new BuiltInTask(
          LabelingTaskType.get("BoundingBox"),
          "Draw boxes around the objects",
          "Draw a tight box around each object and choose its label",
          List.of("image", "bounding box", "object detection"),
          "<p>Draw a box around each object and choose its label. The box touches the object on all"
              + " four sides and leaves nothing of it outside.</p>"
              + "<p>When there is no such object in the image, submit it without a box.</p>");

  private static final BuiltInTask IMAGE_MULTI_CLASS =
      new BuiltInTask(
          LabelingTaskType.get("ImageMultiClass"),
          "Choose what the image shows",
          "Look at the image and choose the one label that fits best",
          List.of("image", "classification"),
          "<p>Look at the whole image and choose the one label that fits best.</p>");

  private static final BuiltInTask TEXT_MULTI_CLASS =
      new BuiltInTask(
          LabelingTaskType.get("TextMultiClass"),
          "Choose what the text is about",
          "Read the text and choose the one label that fits best",
          List.of("text", "classification"),
          "<p>Read the whole text and choose the one label that fits best.</p>");

  /** What a data set for such tasks holds. */
  public MediaType mediaType() {
    return MediaType.valueOf(type.medium().name());
  }

  /**
   * Default of NumberOfHumanWorkersPerDataObject, as in the console; 1 where the console has none.
   */
  public int workersPerObject() {
    return type.defaultWorkers().orElse(1);
  }

  /** The task of a type. */
  public static BuiltInTask of(TaskType type) {
    return switch (type) {
      case BoundingBox -> BOUNDING_BOX;
      case ImageMultiClass -> IMAGE_MULTI_CLASS;
      case TextMultiClass -> TEXT_MULTI_CLASS;
    };
  }
}
