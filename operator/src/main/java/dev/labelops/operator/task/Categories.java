package dev.labelops.operator.task;

import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.LabelingTaskType.Kind;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.AnnotationType;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Attribute;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.EditsAllowed;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Label;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Task;
import java.util.List;
import java.util.Optional;

/**
 * What workers choose from: the user's categories, and those of the earlier job whose labels this
 * job adjusts or verifies.
 *
 * @param earlierAttribute the attribute with the labels that are adjusted or verified
 */
public record Categories(
    List<Label> labels,
    List<Attribute> globalAttributes,
    List<Attribute> frameAttributes,
    Optional<AnnotationType> annotationType,
    Optional<String> earlierAttribute) {

  /** Labels with nothing but names. */
  public static Categories named(List<String> labels) {
    return new Categories(
        labels.stream().map(Label::named).toList(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * @param earlier the task of the job whose labels are adjusted or verified, where the task names
   *     one
   * @param earlierAttribute the attribute that holds those labels
   */
  public static Categories of(
      Task task, Optional<Task> earlier, Optional<String> earlierAttribute) {
    LabelingTaskType type = task.type().facts();
    Categories own =
        new Categories(
            orEmpty(task.labels()),
            orEmpty(task.categoryGlobalAttributes()),
            orEmpty(task.frameAttributes()),
            Optional.ofNullable(task.annotationType()),
            earlierAttribute);
    Categories all =
        type.kind() == Kind.Adjustment && earlier.isPresent()
            ? own.completedBy(earlier.get(), task.verifies() != null)
            : own;
    return task.verifies() != null && type.verifiesWithoutEdits()
        ? new Categories(
            all.labels.stream().map(Categories::fixed).toList(),
            all.globalAttributes,
            all.frameAttributes,
            all.annotationType,
            earlierAttribute)
        : all;
  }

  private Categories completedBy(Task earlier, boolean fixed) {
    return new Categories(
        labels.isEmpty() ? orEmpty(earlier.labels()) : labels,
        globalAttributes.isEmpty()
            ? inherited(earlier.categoryGlobalAttributes(), fixed)
            : globalAttributes,
        frameAttributes.isEmpty() ? inherited(earlier.frameAttributes(), fixed) : frameAttributes,
        annotationType.or(() -> Optional.ofNullable(earlier.annotationType())),
        earlierAttribute);
  }

  private static List<Attribute> inherited(List<Attribute> attributes, boolean fixed) {
    return fixed
        ? orEmpty(attributes).stream().map(Categories::fixed).toList()
        : orEmpty(attributes);
  }

  private static Label fixed(Label label) {
    return label.editsAllowed() != null
        ? label
        : new Label(
            label.name(),
            label.shortDisplayName(),
            label.attributes() == null
                ? null
                : label.attributes().stream().map(Categories::fixed).toList(),
            EditsAllowed.none);
  }

  private static Attribute fixed(Attribute attribute) {
    return attribute.editsAllowed() != null
        ? attribute
        : new Attribute(
            attribute.name(),
            attribute.type(),
            attribute.description(),
            attribute.values(),
            attribute.minimum(),
            attribute.maximum(),
            EditsAllowed.none,
            attribute.isRequired());
  }

  private static <T> List<T> orEmpty(List<T> list) {
    return list == null ? List.of() : list;
  }
}
