package dev.labelops.groundtruth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What Ground Truth fixes about a task type of labeling jobs. The data are in {@code
 * task-types.json}: the 22 built-in types and {@code Custom}, with the sources of each row.
 *
 * @param name the type's name; of a built-in type the suffix of its functions
 * @param kind whether people give labels, or adjust or verify earlier ones
 * @param of the type whose labels are adjusted or verified; empty for {@link Kind#Labeling}
 * @param medium what the objects are
 * @param refSuffix whether LabelAttributeName ends with {@code -ref}
 * @param ui where people answer (UiConfig)
 * @param labelCategories rules of the label category file (LabelCategoryConfigS3Uri)
 * @param output what the output manifest holds
 * @param algorithm last part of LabelingJobAlgorithmSpecificationArn; empty when the type cannot be
 *     labeled automatically
 * @param defaultWorkers what the console proposes for NumberOfHumanWorkersPerDataObject; empty when
 *     no document says it
 * @param maxTaskSeconds largest TaskTimeLimitInSeconds
 * @param publicWorkforce whether Amazon Mechanical Turk takes such jobs
 * @param maxObjects lines of an input manifest
 * @param maxSequences sequence files of an input manifest, where that is less; empty otherwise
 * @param maxFramesPerSequence frames of a sequence file; empty when there is none or no limit
 * @param maxPixels of an image; empty for other objects
 * @param maxPixelsAutomated the same with automated labeling; empty where there is none
 * @param unconfirmed members that no authoritative text confirms, such as {@code output.type}, and
 *     why: code that reads them stays tolerant
 * @param sources where each row's facts are from; {@code task-types.json} explains the keys
 */
public record LabelingTaskType(
    String name,
    Kind kind,
    Optional<String> of,
    Medium medium,
    LabelAttributeName.RefSuffix refSuffix,
    Ui ui,
    LabelCategoryRules labelCategories,
    Output output,
    Optional<String> algorithm,
    OptionalInt defaultWorkers,
    int maxTaskSeconds,
    boolean publicWorkforce,
    int maxObjects,
    OptionalInt maxSequences,
    OptionalInt maxFramesPerSequence,
    OptionalInt maxPixels,
    OptionalInt maxPixelsAutomated,
    Map<String, String> unconfirmed,
    List<String> sources) {

  /** The type with functions and a template of the user's own. */
  public static final String CUSTOM = "Custom";

  /**
   * The built-in functions that copy objects and answers through, for jobs with a custom template
   * (HumanTaskConfig.PreHumanTaskLambdaArn): suffix as of a built-in type.
   */
  public static final String PASS_THROUGH = "PassThrough";

  /** What people do with labels. */
  public enum Kind {
    /** They give them. */
    Labeling,
    /** They correct the labels of an earlier job. */
    Adjustment,
    /** They say whether the labels of an earlier job are right. */
    Verification
  }

  /**
   * Where people answer: at a template (UiTemplateS3Uri), or at a page of the service
   * (HumanTaskUiArn).
   *
   * @param humanTaskUi last part of HumanTaskUiArn; empty when the type takes a template
   * @param element the crowd element that the page holds; empty when no document says it
   * @param answerName the {@code name} of the element, under which the built-in consolidation
   *     searches for answers; empty when no document says it
   * @param labelsAttribute the element's attribute that takes the label categories
   * @param object where the template puts the object; empty for a page of the service
   * @param earlierLabelAttribute the element's attribute that takes the labels of an earlier job;
   *     empty for {@link Kind#Labeling} and for pages of the service, which read the manifest
   */
  public record Ui(
      Optional<String> humanTaskUi,
      Optional<String> element,
      Optional<String> answerName,
      Optional<String> labelsAttribute,
      Optional<ObjectPlace> object,
      Optional<String> earlierLabelAttribute) {

    /** Whether a template is needed (UiTemplateS3Uri). */
    public boolean takesTemplate() {
      return humanTaskUi.isEmpty();
    }
  }

  /** Where a template puts the object. */
  public enum ObjectPlace {
    /** The attribute {@code src} of the element holds a link to the object. */
    Src,
    /** The region {@code <classification-target>} of the element shows it. */
    ClassificationTarget
  }

  /**
   * Rules of the label category file.
   *
   * @param required whether the job needs one
   * @param min least number of labels
   * @param max largest number of labels that CreateLabelingJob takes; empty: no limit
   * @param maxAutomated the same with automated labeling, where it differs
   * @param categoryAttributes whether labels may have attributes
   * @param frameAttributes whether frames may have attributes
   * @param annotationTypes values of {@code annotationType}, the default first; empty when the file
   *     has no such member
   */
  public record LabelCategoryRules(
      LabelCategoryFormat format,
      boolean required,
      int min,
      OptionalInt max,
      OptionalInt maxAutomated,
      boolean categoryAttributes,
      boolean frameAttributes,
      List<String> annotationTypes) {}

  /**
   * What the output manifest holds.
   *
   * @param type {@code type} in the label's metadata; empty when no document says it
   * @param label what the label attribute holds
   * @param classNames member of the label's metadata that names the classes; empty: none does
   * @param adjustmentStatus whether the metadata say {@code adjustment-status}
   * @param file name or extension of the file that a {@code -ref} attribute names
   */
  public record Output(
      Optional<String> type,
      LabelForm label,
      Optional<String> classNames,
      boolean adjustmentStatus,
      Optional<String> file) {}

  /** What a label attribute holds. */
  public enum LabelForm {
    /** A class index, as number or quoted. */
    ClassIndex,
    /** A list of class indexes. */
    ClassIndexes,
    /** {@code {"image_size","annotations":[{"class_id","left","top","width","height"}]}} */
    Boxes,
    /** The address of an image whose colours are classes. */
    Mask,
    /** {@code {"annotations":{"labels","entities":[{"label","startOffset","endOffset"}]}}} */
    Spans,
    /** The address of a file with the labels of each frame. */
    Sequence,
    /** {@code {"annotations":[{"class-id","object-name","center-x",...}]}} */
    Cuboids,
    /** The address of a compressed array with a class per point. */
    PointClasses,
    /** A class index, often quoted: what people think of the earlier label. */
    Verdict,
    /** What the post-annotation function of the user returns. */
    Custom
  }

  /** Every type: the built-in ones in the order of the API's documentation, then {@code Custom}. */
  public static List<LabelingTaskType> all() {
    return TaskTypeFile.TYPES;
  }

  /** The built-in types. */
  public static List<LabelingTaskType> builtIn() {
    return all().stream().filter(LabelingTaskType::isBuiltIn).toList();
  }

  /**
   * A type that the file does not hold, such as one of a test.
   *
   * @param row in the form of a row of {@code task-types.json}
   * @throws IllegalArgumentException when a member is absent or has no such value
   */
  public static LabelingTaskType of(JsonNode row) {
    return TaskTypeFile.type(row);
  }

  /** The type of that name; the case counts. */
  public static Optional<LabelingTaskType> named(String name) {
    return all().stream().filter(type -> type.name().equals(name)).findFirst();
  }

  /**
   * The type of that name, for names that the code itself states.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static LabelingTaskType get(String name) {
    return named(name)
        .orElseThrow(() -> new IllegalArgumentException("no task type is named " + name));
  }

  /** Whether the service has functions for the type. */
  public boolean isBuiltIn() {
    return !name.equals(CUSTOM);
  }

  /**
   * Whether jobs of this type verify labels when every label in the label category file has {@code
   * editsAllowed} {@value LabelCategoryFormat#EDITS_NONE}: there are no verification types for
   * video frames and point clouds (DG:sms-verification-data).
   */
  public boolean verifiesWithoutEdits() {
    return kind == Kind.Adjustment && labelCategories.format() == LabelCategoryFormat.Attributes;
  }

  /** Whether a member, such as {@code output.type}, is confirmed by an authoritative text. */
  public boolean confirmed(String member) {
    return !unconfirmed.containsKey(member);
  }
}
