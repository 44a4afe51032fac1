package dev.labelops.operator.job.plan;

import dev.labelops.groundtruth.LabelAttributeName;
import dev.labelops.groundtruth.LabelCategoryFormat;
import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.LabelingTaskType.Kind;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Attribute;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Label;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Task;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.task.Categories;
import dev.labelops.operator.task.WorkerInstructions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a task type accepts and what it does not, from the facts about it. Pure. */
final class TaskRules {
  private final LabelingJobSpec spec;
  private final Task task;
  private final LabelingTaskType type;
  private final Referents referents;
  private final Categories categories;
  private final List<Violation> found = new ArrayList<>();

  private TaskRules(LabelingJobSpec spec, Referents referents) {
    this.spec = spec;
    this.task = spec.task();
    this.type = task.type().facts();
    this.referents = referents;
    this.categories = JobPlanner.categories(task, referents);
  }

  /**
   * Every rule that the task breaks.
   *
   * @param name of the LabelingJob, from which the label attribute's name follows by default
   */
  static List<Violation> violations(String name, LabelingJobSpec spec, Referents referents) {
    TaskRules rules = new TaskRules(spec, referents);
    rules.labels();
    rules.attributes();
    rules.labelAttribute(name);
    rules.earlierJob();
    rules.fieldsOfOtherTypes();
    rules.limits();
    return rules.found;
  }

  private void labels() {
    int count = categories.labels().size();
    boolean known = task.labels() != null || referents.earlier().isPresent();
    if (!known && type.labelCategories().required()) {
      // The job with the earlier labels has not ended, or the schema has refused this.
      return;
    }
    boolean automated = spec.autoLabeling() != null && on(spec.autoLabeling().enabled());
    int most =
        Stream.of(
                type.labelCategories().max(),
                automated ? type.labelCategories().maxAutomated() : java.util.OptionalInt.empty())
            .filter(java.util.OptionalInt::isPresent)
            .mapToInt(java.util.OptionalInt::getAsInt)
            .min()
            .orElse(Integer.MAX_VALUE);
    if (count < type.labelCategories().min() || count > most) {
      broken(
          "spec.task.labels",
          count + " labels",
          "%s takes %s%s"
              .formatted(
                  type.name(),
                  most == Integer.MAX_VALUE
                      ? "at least " + type.labelCategories().min()
                      : type.labelCategories().min() + " to " + most,
                  automated && type.labelCategories().maxAutomated().isPresent()
                      ? " with automated labeling"
                      : ""),
          "change the list");
    }
    int longest = type.labelCategories().format().maxLabelName();
    categories.labels().stream()
        .map(Label::name)
        .filter(name -> name.length() > longest)
        .forEach(
            name ->
                broken(
                    "spec.task.labels",
                    name,
                    "a label of %s has at most %d characters".formatted(type.name(), longest),
                    "shorten it"));
  }

  private void attributes() {
    List<Label> labels = categories.labels();
    if (!type.labelCategories().categoryAttributes()) {
      refuse("spec.task.categoryGlobalAttributes", !categories.globalAttributes().isEmpty());
      refuse(
          "spec.task.labels[].attributes", labels.stream().anyMatch(l -> l.attributes() != null));
    }
    if (!type.labelCategories().frameAttributes()) {
      refuse("spec.task.frameAttributes", !categories.frameAttributes().isEmpty());
    }
    for (Label label : labels) {
      List<Attribute> own = Optional.ofNullable(label.attributes()).orElse(List.of());
      amount(
          "attributes of label '" + label.name() + "' and categoryGlobalAttributes",
          Stream.concat(own.stream(), categories.globalAttributes().stream()).toList(),
          LabelCategoryFormat.MAX_CATEGORY_ATTRIBUTES);
    }
    amount(
        "frameAttributes", categories.frameAttributes(), LabelCategoryFormat.MAX_FRAME_ATTRIBUTES);
    categories.frameAttributes().stream()
        .filter(attribute -> attribute.description() == null)
        .forEach(
            attribute ->
                broken(
                    "spec.task.frameAttributes",
                    attribute.name(),
                    "a frame attribute needs a description",
                    "add it"));
  }

  private void amount(String what, List<Attribute> attributes, int most) {
    long freeText =
        attributes.stream()
            .filter(a -> a.type() == LabelingJobSpec.AttributeType.string && a.values() == null)
            .count();
    if (attributes.size() > most || freeText > LabelCategoryFormat.MAX_FREE_TEXT_ATTRIBUTES) {
      broken(
          "spec.task",
          what,
          "Ground Truth takes at most %d, of which %d are free text; these are %d with %d"
              .formatted(
                  most, LabelCategoryFormat.MAX_FREE_TEXT_ATTRIBUTES, attributes.size(), freeText),
          "remove some");
    }
    if (attributes.stream().map(Attribute::name).distinct().count() < attributes.size()) {
      broken("spec.task", what, "names of attributes must be unique", "rename one");
    }
  }

  private void labelAttribute(String name) {
    String attribute = JobPlanner.labelAttribute(task, name);
    LabelAttributeName.violation(attribute, type.refSuffix())
        .ifPresent(
            rule ->
                broken(
                    "spec.task.labelAttributeName",
                    attribute,
                    switch (rule) {
                      case Reserved -> "manifests hold the object under this name";
                      case MetadataSuffix -> "names of metadata end with '-metadata'";
                      case RefForbidden -> "'-ref' is for types whose labels are files";
                      case RefRequired ->
                          "labels of " + type.name() + " are files: '-ref' is missing";
                      case TooLong, Form ->
                          "it has 1 to 127 letters and digits, with dashes between them";
                    },
                    "choose another name"));
    JobPlanner.earlierAttribute(task, referents)
        .filter(attribute::equals)
        .ifPresent(
            earlier ->
                broken(
                    "spec.task.labelAttributeName",
                    attribute,
                    "it holds the labels that are "
                        + (task.adjusts() != null ? "adjusted" : "verified"),
                    "choose another name"));
  }

  private void earlierJob() {
    if (task.adjusts() != null && type.kind() == Kind.Verification
        || task.verifies() != null
            && type.kind() == Kind.Adjustment
            && !type.verifiesWithoutEdits()) {
      broken(
          "spec.task.type",
          type.name(),
          "it "
              + (type.kind() == Kind.Adjustment ? "adjusts" : "verifies")
              + " labels, and spec.task."
              + (task.adjusts() != null ? "adjusts" : "verifies")
              + " is set",
          "use the type or the field that fits");
    }
    referents
        .earlier()
        .filter(earlier -> !suits(earlier.task().type().facts()))
        .ifPresent(
            earlier ->
                broken(
                    EarlierJob.field(task) + ".name",
                    EarlierJob.ref(task).orElseThrow().name(),
                    "its type is %s, and %s takes up labels of %s"
                        .formatted(
                            earlier.task().type().taskType(), type.name(), type.of().orElseThrow()),
                    "name another job or another task type"));
    if (type.kind() != Kind.Adjustment) {
      return;
    }
    List<String> names = categories.labels().stream().map(Label::name).toList();
    referents
        .earlier()
        .map(earlier -> Optional.ofNullable(earlier.task().labels()).orElse(List.of()))
        .orElse(List.of())
        .stream()
        .map(Label::name)
        .filter(name -> !names.contains(name))
        .forEach(
            name ->
                broken(
                    "spec.task.labels",
                    String.join(", ", names),
                    "the earlier job has label '" + name + "', which the list must contain",
                    "add it, or remove spec.task.labels"));
  }

  private boolean suits(LabelingTaskType earlier) {
    String of = type.of().orElse("");
    return earlier.name().equals(of)
        || earlier.kind() == Kind.Adjustment && earlier.of().equals(type.of());
  }

  private void fieldsOfOtherTypes() {
    LabelCategoryFormat format = type.labelCategories().format();
    List<Label> labels = categories.labels();
    if (format != LabelCategoryFormat.EntityRecognition) {
      refuse(
          "spec.task.labels[].shortDisplayName",
          labels.stream().anyMatch(label -> label.shortDisplayName() != null));
    }
    if (format != LabelCategoryFormat.Attributes) {
      refuse(
          "spec.task.labels[].editsAllowed",
          labels.stream().anyMatch(label -> label.editsAllowed() != null));
    }
    if (task.annotationType() != null
        && !type.labelCategories().annotationTypes().contains(task.annotationType().name())) {
      refuse("spec.task.annotationType", true);
    }
    if (!type.ui().takesTemplate() && task.template() != null) {
      broken(
          "spec.task.template",
          "(the template)",
          "people label " + type.name() + " at a page of Ground Truth, which takes no template",
          "remove it, and write spec.task.instructions");
    }
    if (spec.autoLabeling() != null
        && on(spec.autoLabeling().enabled())
        && type.algorithm().isEmpty()) {
      broken(
          "spec.autoLabeling.enabled",
          "true",
          "Ground Truth cannot label " + type.name() + " automatically",
          "remove spec.autoLabeling");
    }
  }

  private void limits() {
    long seconds =
        task.taskTimeLimit() == null ? 0 : GoDuration.parse(task.taskTimeLimit()).toSeconds();
    if (seconds > type.maxTaskSeconds()) {
      broken(
          "spec.task.taskTimeLimit",
          task.taskTimeLimit(),
          "a task of %s may take %d h".formatted(type.name(), type.maxTaskSeconds() / 3600),
          "shorten it");
    }
    if (type.labelCategories().format() == LabelCategoryFormat.Attributes) {
      instructions(WorkerInstructions.of(task));
    }
    int most = type.maxSequences().orElse(type.maxObjects());
    referents
        .dataset()
        .map(dataset -> dataset.getStatus())
        .map(status -> status.objectCount())
        .filter(objects -> objects > most)
        .ifPresent(
            objects ->
                broken(
                    "spec.datasetRef.name",
                    spec.datasetRef().name(),
                    "it has %,d objects, and a labeling job of type %s takes %,d"
                        .formatted(objects, type.name(), most),
                    "split the data set"));
  }

  private void instructions(WorkerInstructions texts) {
    if (texts.shortText().length() > LabelCategoryFormat.MAX_SHORT_INSTRUCTION) {
      broken(
          "spec.task.instructions.short",
          texts.shortText().length() + " characters",
          "with its HTML it has at most " + LabelCategoryFormat.MAX_SHORT_INSTRUCTION,
          "shorten it");
    }
    if (texts.fullText().length() > LabelCategoryFormat.MAX_FULL_INSTRUCTION) {
      broken(
          "spec.task.instructions.full",
          texts.fullText().length() + " characters",
          "with its HTML it has at most " + LabelCategoryFormat.MAX_FULL_INSTRUCTION,
          "shorten it");
    }
  }

  private void refuse(String field, boolean isSet) {
    if (isSet) {
      broken(field, "(set)", type.name() + " has nothing of this kind", "remove it");
    }
  }

  private void broken(String field, String value, String rule, String fix) {
    found.add(new Violation(field, value, rule, fix));
  }

  private static boolean on(Boolean value) {
    return Boolean.TRUE.equals(value);
  }
}
