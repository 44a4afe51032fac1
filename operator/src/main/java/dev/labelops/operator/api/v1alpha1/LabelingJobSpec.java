package dev.labelops.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.labelops.groundtruth.LabelAttributeName;
import dev.labelops.groundtruth.LabelCategoryFormat;
import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.ServiceLimits;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** What is labeled, by whom, how, and where the results are written. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.workforceRef) != has(self.workteamArn)",
    message = "set exactly one of workforceRef and workteamArn")
@ValidationRule(
    value =
        "has(self.datasetRef) != has(self.manifestUri) || "
            + LabelingJobSpec.INPUT_IS_EARLIER_OUTPUT,
    message = "set exactly one of datasetRef and manifestUri")
@ValidationRule(
    value =
        "!(has(self.datasetRef) || has(self.manifestUri)) || !("
            + LabelingJobSpec.INPUT_IS_EARLIER_OUTPUT
            + ")",
    message =
        "the input is the output of the LabelingJob in spec.task.adjusts.jobRef or"
            + " spec.task.verifies.jobRef: set neither datasetRef nor manifestUri, or name its"
            + " labelAttributeName instead of jobRef")
public record LabelingJobSpec(
    @JsonPropertyDescription(
            "Region and role of the AWS calls. Default: those of the referenced workforce,"
                + " otherwise the operator's own.")
        AwsScope aws,
    @JsonPropertyDescription("A team of a LabelingWorkforce in this namespace.")
        WorkforceRef workforceRef,
    @Size(min = 1, max = 256)
        @Pattern("^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:workteam/.*$")
        @ValidationRule(
            value = "!self.contains(':workteam/public-crowd/')",
            message =
                "the public crowd (Mechanical Turk) is not supported: name a private-crowd or"
                    + " vendor-crowd team")
        @JsonPropertyDescription("An existing team (HumanTaskConfig.WorkteamArn).")
        String workteamArn,
    @JsonPropertyDescription("A LabelingDataset in this namespace.") ObjectRef datasetRef,
    @Size(min = 6, max = 1024)
        @Pattern("^s3://[^/]+/.+$")
        @JsonPropertyDescription(
            "An existing input manifest (InputConfig S3DataSource.ManifestS3Uri). LabelOps"
                + " checks it and copies it below spec.output.uri; the labeling job reads the"
                + " copy.")
        String manifestUri,
    @Size(min = 20, max = 2048)
        @Pattern("^arn:aws[a-z-]*:iam::[0-9]{12}:role/?[a-zA-Z_0-9+=,.@/-]+$")
        @JsonPropertyDescription(
            "Role that Ground Truth assumes (RoleArn). Default: the namespace's role in"
                + " the operator's settings.")
        String executionRoleArn,
    @Required @JsonPropertyDescription("The task for the workers (HumanTaskConfig).") Task task,
    @JsonPropertyDescription("Automated data labeling (LabelingJobAlgorithmsConfig).")
        AutoLabeling autoLabeling,
    @JsonPropertyDescription("When to end early (StoppingConditions).")
        StoppingConditions stoppingConditions,
    @Required @JsonPropertyDescription("Where results are written (OutputConfig).") Output output,
    @Size(max = 2)
        @JsonPropertyDescription(
            "Declarations about the objects (InputConfig DataAttributes.ContentClassifiers).")
        List<ContentClassifier> contentClassifiers,
    @Size(max = 40)
        @ValidationRule(
            value =
                "self.all(k, size(k) <= 128 && k.matches('^[\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+@-]+$'))",
            message =
                "a tag's key has 1 to 128 letters, digits, spaces and _ . : / = + - @, as"
                    + " SageMaker requires")
        @ValidationRule(
            value =
                "self.all(k, !k.lowerAscii().startsWith('aws:') && !k.startsWith('labelops.dev/'))",
            message = "tag keys that begin with aws: or labelops.dev/ are reserved")
        @ValidationRule(
            value =
                "self.all(k, size(self[k]) <= 256 &&"
                    + " self[k].matches('^[\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+@-]*$'))",
            message =
                "a tag's value has at most 256 letters, digits, spaces and _ . : / = + -"
                    + " @, as SageMaker requires")
        @JsonPropertyDescription(
            "Tags of the labeling job, in addition to the ownership tags of LabelOps.")
        Map<String, @Size(max = 256) String> tags,
    @Default("1")
        @Min(1)
        @Max(999)
        @JsonPropertyDescription("Increase it to label again; each number is one paid job.")
        Integer run,
    @Size(min = 1, max = 60)
        @Pattern("^" + ServiceLimits.JOB_NAME_PATTERN + "$")
        @JsonPropertyDescription(
            "Name of the labeling job (LabelingJobName), to set it yourself or to adopt a"
                + " job that was created in the console or a notebook. Default: derived, unique"
                + " and stable.")
        String jobName,
    @Default("IfOwned")
        @JsonPropertyDescription(
            "When a job with this name exists: IfOwned continues with a job that has"
                + " LabelOps' tags; Always observes any job, reads its results and never stops"
                + " it; Never refuses.")
        Adoption adoption,
    @Default("false") @JsonPropertyDescription("True: do not create the labeling job yet.")
        Boolean hold,
    @Default("false")
        @JsonPropertyDescription("True stops the paid job permanently (StopLabelingJob).")
        Boolean stop,
    @JsonPropertyDescription("What happens after a failed attempt.") Retry retry,
    @Default("Stop")
        @JsonPropertyDescription(
            "When this object is deleted while the job runs: Stop stops the job first;"
                + " Orphan leaves it running.")
        DeletionPolicy deletionPolicy,
    @Size(max = 16)
        @Pattern("^([0-9]+h)?([0-9]+m)?([0-9]+s)?$")
        @ValidationRule(
            value = "size(self) > 1 && duration(self) <= duration('87600h')",
            message = "must be a duration of at most 87600h (10 years), for example 720h")
        @JsonPropertyDescription(
            "Delete this object this long after the end of the job, for example 720h."
                + " Results are kept, and applying the object again finds the finished job.")
        String ttlAfterFinished) {

  static final String INPUT_IS_EARLIER_OUTPUT =
      "(has(self.task.adjusts) && has(self.task.adjusts.jobRef)) ||"
          + " (has(self.task.verifies) && has(self.task.verifies.jobRef))";

  /** A team of a workforce object. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record WorkforceRef(
      @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the LabelingWorkforce.")
          String name,
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Name of one of its teams.")
          String team) {}

  /** An object of this namespace. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ObjectRef(@Required @Size(min = 1, max = 253) String name) {}

  /** A key of a ConfigMap of this namespace. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record KeyRef(
      @Required @Size(min = 1, max = 253) String name,
      @Required @Size(min = 1, max = 253) String key) {}

  /** Task types of Ground Truth, as its functions name them, and the user's own. */
  public enum TaskType {
    BoundingBox,
    ImageMultiClass,
    TextMultiClass,
    ImageMultiClassMultiLabel,
    SemanticSegmentation,
    TextMultiClassMultiLabel,
    NamedEntityRecognition,
    VideoMultiClass,
    VideoObjectDetection,
    VideoObjectTracking,
    @JsonProperty("3DPointCloudObjectDetection")
    _3DPointCloudObjectDetection,
    @JsonProperty("3DPointCloudObjectTracking")
    _3DPointCloudObjectTracking,
    @JsonProperty("3DPointCloudSemanticSegmentation")
    _3DPointCloudSemanticSegmentation,
    AdjustmentBoundingBox,
    VerificationBoundingBox,
    AdjustmentSemanticSegmentation,
    VerificationSemanticSegmentation,
    AdjustmentVideoObjectDetection,
    AdjustmentVideoObjectTracking,
    Adjustment3DPointCloudObjectDetection,
    Adjustment3DPointCloudObjectTracking,
    Adjustment3DPointCloudSemanticSegmentation,
    Custom;

    /** The type's name in Ground Truth and in YAML: an identifier cannot begin with a digit. */
    public String taskType() {
      return name().startsWith("_") ? name().substring(1) : name();
    }

    /** What Ground Truth fixes about it. */
    public LabelingTaskType facts() {
      return LabelingTaskType.get(taskType());
    }
  }

  /** The task for the workers. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "!(self.type in "
              + TaskTypeLists.AT_LEAST_TWO_LABELS
              + ") || !has(self.labels) || self.labels.size() >= 2",
      message = "classification needs at least two labels to choose from")
  @ValidationRule(
      value = "self.type != 'BoundingBox' || !has(self.labels) || self.labels.size() <= 50",
      message = "Ground Truth allows at most 50 labels for BoundingBox")
  @ValidationRule(
      value =
          "has(self.labels) || self.type == 'Custom' || (has(self.adjusts) &&"
              + " has(self.adjusts.jobRef)) || (has(self.verifies) && has(self.verifies.jobRef) &&"
              + " !self.type.startsWith('Verification'))",
      fieldPath = ".labels",
      message =
          "labels are required; only a job that adjusts, or verifies without edits, the labels of"
              + " a jobRef takes them from there")
  @ValidationRule(
      value =
          "!has(self.labelAttributeName) || (self.labelAttributeName != 'source' &&"
              + " self.labelAttributeName != 'source-ref' &&"
              + " !self.labelAttributeName.endsWith('-metadata') &&"
              + " (!self.labelAttributeName.endsWith('-ref') || self.type == 'Custom' || self.type"
              + " in "
              + TaskTypeLists.REF_REQUIRED
              + "))",
      fieldPath = ".labelAttributeName",
      message =
          "must not be 'source' or 'source-ref' nor end with '-metadata' or '-ref': Ground Truth"
              + " reserves those for this task type")
  @ValidationRule(
      value =
          "!has(self.labelAttributeName) || !(self.type in "
              + TaskTypeLists.REF_REQUIRED
              + ") || self.labelAttributeName.endsWith('-ref')",
      fieldPath = ".labelAttributeName",
      message = "must end with '-ref': labels of this task type are files")
  @ValidationRule(
      value =
          "!has(self.taskTimeLimit) || self.type in "
              + TaskTypeLists.DAYS_PER_TASK
              + " || (duration(self.taskTimeLimit) >= duration('30s') &&"
              + " duration(self.taskTimeLimit) <= duration('8h'))",
      fieldPath = ".taskTimeLimit",
      message = "must be between 30s and 8h")
  @ValidationRule(
      value =
          "!has(self.taskTimeLimit) || !(self.type in "
              + TaskTypeLists.DAYS_PER_TASK
              + ") || (duration(self.taskTimeLimit) >= duration('30s') &&"
              + " duration(self.taskTimeLimit) <= duration('720h'))",
      fieldPath = ".taskTimeLimit",
      message = "must be between 30s and 720h (30 days)")
  @ValidationRule(
      value =
          "self.type.startsWith('Adjustment') || self.type.startsWith('Verification') ?"
              + " has(self.adjusts) != has(self.verifies) : !has(self.adjusts) &&"
              + " !has(self.verifies)",
      message =
          "a type that begins with Adjustment or Verification needs exactly one of adjusts and"
              + " verifies; other types have neither")
  @ValidationRule(
      value = "!self.type.startsWith('Verification') || has(self.verifies)",
      message = "a type that begins with Verification needs verifies")
  @ValidationRule(
      value = "self.type != 'Custom' || has(self.template)",
      fieldPath = ".template",
      message = "type Custom needs your own worker template")
  @ValidationRule(
      value = "self.type == 'Custom' || !has(self.custom)",
      fieldPath = ".custom",
      message = "custom only applies to type Custom: other types use Ground Truth's functions")
  public record Task(
      @Required
          @JsonPropertyDescription(
              "Task type. For example BoundingBox: boxes around objects in an image;"
                  + " ImageMultiClass: one class per image; TextMultiClass: one class per text;"
                  + " Custom: your own template and functions. docs/reference/task-types.md has a"
                  + " table of all types.")
          TaskType type,
      @Size(min = 1, max = 100)
          @ValidationRule(
              value = "self.all(a, self.exists_one(b, b.name == a.name))",
              message = "label names must be unique")
          @JsonPropertyDescription(
              "The label categories (LabelCategoryConfigS3Uri is written from them). Default for"
                  + " adjustment: those of the job in adjusts.jobRef or verifies.jobRef.")
          List<Label> labels,
      @Size(min = 1, max = LabelAttributeName.MAX_LENGTH)
          @Pattern("^" + LabelAttributeName.PATTERN + "$")
          @JsonPropertyDescription(
              "Key of the label in the output manifest (LabelAttributeName). Types whose labels are"
                  + " files need a name that ends with -ref. Default: derived from the job's name,"
                  + " shown in status.")
          String labelAttributeName,
      @Size(min = 1, max = ServiceLimits.MAX_TITLE)
          @JsonPropertyDescription(
              "Title of the task in the worker portal (HumanTaskConfig.TaskTitle). Default: by type.")
          String title,
      @Size(min = 1, max = ServiceLimits.MAX_DESCRIPTION)
          @Pattern("^[^\\n\\r]+$")
          @JsonPropertyDescription(
              "Description of the task, one line (HumanTaskConfig.TaskDescription)."
                  + " Default: by type.")
          String description,
      @Size(min = 1, max = ServiceLimits.MAX_KEYWORDS)
          @JsonPropertyDescription("Keywords for finding the task (HumanTaskConfig.TaskKeywords).")
          List<
                  @Size(min = 1, max = ServiceLimits.MAX_KEYWORD)
                  @Pattern("^" + ServiceLimits.KEYWORD_PATTERN + "$") String>
              keywords,
      @JsonPropertyDescription(
              "Texts for the workers: in the generated worker template, or in the label category"
                  + " file of types that are labeled at a page of Ground Truth.")
          Instructions instructions,
      @JsonPropertyDescription("Your own worker template instead (UiConfig.UiTemplateS3Uri).")
          Template template,
      @Min(1)
          @Max(ServiceLimits.MAX_WORKERS_PER_OBJECT)
          @JsonPropertyDescription(
              "Number of workers who label each object"
                  + " (NumberOfHumanWorkersPerDataObject). Default: 5 for BoundingBox, 3 for other"
                  + " types of images and text, 1 otherwise.")
          Integer workersPerObject,
      @Default("5m")
          @Size(max = 16)
          @Pattern("^([0-9]+h)?([0-9]+m)?([0-9]+s)?$")
          @JsonPropertyDescription(
              "Time for one task (TaskTimeLimitInSeconds): 30s to 8h, for video frames and point"
                  + " clouds to 720h.")
          String taskTimeLimit,
      @Size(max = 16)
          @Pattern("^([0-9]+h)?([0-9]+m)?([0-9]+s)?$")
          @ValidationRule(
              value = "duration(self) >= duration('1m') && duration(self) <= duration('720h')",
              message = "must be between 1m and 720h (30 days)")
          @JsonPropertyDescription(
              "How long a task is offered (TaskAvailabilityLifetimeInSeconds). Default:"
                  + " the service's default, 30 days.")
          String taskAvailability,
      @Default("1000")
          @Min(1)
          @Max(ServiceLimits.MAX_CONCURRENT_TASKS)
          @JsonPropertyDescription(
              "Number of objects that are sent out at the same time; also the batch size"
                  + " of automated labeling (MaxConcurrentTaskCount).")
          Integer maxConcurrentTasks,
      @Size(max = LabelCategoryFormat.MAX_CATEGORY_ATTRIBUTES)
          @JsonPropertyDescription(
              "Attributes of every label, for video frames and point clouds"
                  + " (categoryGlobalAttributes of the label category file).")
          List<Attribute> categoryGlobalAttributes,
      @Size(max = LabelCategoryFormat.MAX_FRAME_ATTRIBUTES)
          @JsonPropertyDescription(
              "Attributes of each frame, for video frames and point clouds (frameAttributes of the"
                  + " label category file). Each needs a description.")
          List<Attribute> frameAttributes,
      @JsonPropertyDescription(
              "What workers draw in video frames (annotationType of the label category file)."
                  + " Default: BoundingBox.")
          AnnotationType annotationType,
      @JsonPropertyDescription(
              "The labels that workers correct, for types that begin with Adjustment.")
          EarlierLabels adjusts,
      @JsonPropertyDescription(
              "The labels that workers check, for types that begin with Verification. For video"
                  + " frames and point clouds, which have no such type, use the type that begins"
                  + " with Adjustment: labels then have editsAllowed none.")
          EarlierLabels verifies,
      @JsonPropertyDescription("Your own functions, for type Custom.") CustomFunctions custom) {}

  /** One label category. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Label(
      @Required @Size(min = 1, max = 256) String name,
      @Size(min = 1, max = 256)
          @JsonPropertyDescription(
              "Short name beside marked words, for NamedEntityRecognition (shortDisplayName).")
          String shortDisplayName,
      @Size(max = LabelCategoryFormat.MAX_CATEGORY_ATTRIBUTES)
          @JsonPropertyDescription(
              "What else people say of an object with this label, for video frames and point"
                  + " clouds (categoryAttributes).")
          List<Attribute> attributes,
      @JsonPropertyDescription(
              "Whether people may change earlier labels of this category: none or any (the"
                  + " service's default).")
          EditsAllowed editsAllowed) {
    /** A label with nothing but a name. */
    public static Label named(String name) {
      return new Label(name, null, null, null);
    }
  }

  /** What people say of a label or of a frame. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "self.type == 'number' ? has(self.minimum) && has(self.maximum) && self.minimum <="
              + " self.maximum && !has(self.enum) : !has(self.minimum) && !has(self.maximum)",
      message =
          "type number needs minimum and maximum, the minimum not above the maximum, and no enum;"
              + " type string has neither minimum nor maximum")
  public record Attribute(
      @Required @Size(min = 1, max = LabelCategoryFormat.MAX_ATTRIBUTE_NAME) String name,
      @Required
          @JsonPropertyDescription(
              "string: one of enum, or free text without enum; number: a number.")
          AttributeType type,
      @Size(min = 1, max = LabelCategoryFormat.MAX_ATTRIBUTE_DESCRIPTION)
          @JsonPropertyDescription("Shown to the workers; required for frame attributes.")
          String description,
      @Size(min = 1, max = LabelCategoryFormat.MAX_ATTRIBUTE_VALUES)
          @JsonPropertyDescription("Values to choose from, for type string.")
          @JsonProperty("enum")
          List<@Size(min = 1, max = LabelCategoryFormat.MAX_ATTRIBUTE_VALUE) String> values,
      @JsonPropertyDescription("Smallest value, for type number.") Long minimum,
      @JsonPropertyDescription("Largest value, for type number.") Long maximum,
      @JsonPropertyDescription(
              "Whether people may change earlier values: none or any (the service's default).")
          EditsAllowed editsAllowed,
      @JsonPropertyDescription("Whether people have to give a value.") Boolean isRequired) {}

  /** Values of an attribute, as the label category file spells them. */
  public enum AttributeType {
    string,
    number
  }

  /** Whether earlier labels may be changed, as the label category file spells it. */
  public enum EditsAllowed {
    none,
    any
  }

  /** What people draw in video frames. */
  public enum AnnotationType {
    BoundingBox,
    Polyline,
    Polygon,
    Keypoint
  }

  /** Labels of an earlier job; exactly one member. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "has(self.jobRef) != has(self.labelAttributeName)",
      message = "set exactly one of jobRef and labelAttributeName")
  public record EarlierLabels(
      @JsonPropertyDescription(
              "A LabelingJob of this namespace. When it has ended, its output manifest is the"
                  + " input, and its label attribute and labels are used.")
          ObjectRef jobRef,
      @Size(min = 1, max = LabelAttributeName.MAX_LENGTH)
          @Pattern("^" + LabelAttributeName.PATTERN + "$")
          @JsonPropertyDescription(
              "The attribute that holds the labels in the manifest of datasetRef or manifestUri.")
          String labelAttributeName) {}

  /** Functions of the user; what is absent is not called. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CustomFunctions(
      @Size(min = 1, max = 2048)
          @Pattern(CustomFunctions.FUNCTION)
          @JsonPropertyDescription(
              "Prepares each object for the template (PreHumanTaskLambdaArn). Default: the template"
                  + " gets the manifest line.")
          String preAnnotationLambdaArn,
      @Size(min = 1, max = 2048)
          @Pattern(CustomFunctions.FUNCTION)
          @JsonPropertyDescription(
              "Turns answers into labels (AnnotationConsolidationLambdaArn). Default: the output"
                  + " names the files with the answers.")
          String consolidationLambdaArn) {
    static final String FUNCTION =
        "^arn:aws[a-z-]*:lambda:[a-z0-9-]*:[0-9]{12}:function:[a-zA-Z0-9_:$.-]+$";
  }

  /** Texts for the workers; simple HTML is allowed. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Instructions(
      @Size(max = 4000)
          @JsonPropertyDescription("Shown beside the task (short-instructions).")
          @JsonProperty("short")
          String shortText,
      @Size(max = 40000)
          @JsonPropertyDescription("Shown after a click (full-instructions).")
          @JsonProperty("full")
          String fullText) {}

  /** The user's own Liquid template; exactly one member. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "[has(self.inline), has(self.configMapRef), has(self.s3Uri)].filter(x, x).size() == 1",
      message = "set exactly one of inline, configMapRef and s3Uri")
  public record Template(
      @Size(min = 1, max = 128000) @JsonPropertyDescription("The template itself.") String inline,
      @JsonPropertyDescription("The template in a ConfigMap.") KeyRef configMapRef,
      @Size(min = 6, max = 1024)
          @Pattern("^s3://[^/]+/.+$")
          @JsonPropertyDescription("An existing template in S3.")
          String s3Uri) {}

  /** Automated data labeling. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "self.enabled || (!has(self.initialModelFrom) && !has(self.volumeKmsKeyId) &&"
              + " !has(self.vpc))",
      message = "initialModelFrom, volumeKmsKeyId and vpc only apply when enabled is true")
  public record AutoLabeling(
      @Default("false")
          @JsonPropertyDescription(
              "True: Ground Truth trains a model on the human labels, and the model labels"
                  + " the objects that it is confident about"
                  + " (LabelingJobAlgorithmSpecificationArn).")
          Boolean enabled,
      @JsonPropertyDescription("Start from an earlier job's model (InitialActiveLearningModelArn).")
          InitialModel initialModelFrom,
      @Size(max = 2048)
          @Pattern("^[a-zA-Z0-9:/_-]*$")
          @JsonPropertyDescription("LabelingJobResourceConfig.VolumeKmsKeyId.")
          String volumeKmsKeyId,
      @JsonPropertyDescription("LabelingJobResourceConfig.VpcConfig.") Vpc vpc) {}

  /** Where the first model comes from; exactly one member. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "has(self.jobRef) != has(self.modelArn)",
      message = "set exactly one of jobRef and modelArn")
  public record InitialModel(
      @JsonPropertyDescription("A LabelingJob of this namespace; its status.finalModelArn is used.")
          ObjectRef jobRef,
      @Size(min = 20, max = 2048)
          @Pattern("^arn:aws[a-z-]*:sagemaker:[a-z0-9-]*:[0-9]{12}:model/.*$")
          @JsonPropertyDescription("ARN of a model.")
          String modelArn) {}

  /** Network of training and inference. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Vpc(
      @Required @Size(min = 1, max = 5)
          List<@Size(min = 1, max = 32) @Pattern("^[-0-9a-zA-Z]+$") String> securityGroupIds,
      @Required @Size(min = 1, max = 16)
          List<@Size(min = 1, max = 32) @Pattern("^[-0-9a-zA-Z]+$") String> subnets) {}

  /** When to end before everything is labeled. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record StoppingConditions(
      @Min(1) @JsonPropertyDescription("StoppingConditions.MaxHumanLabeledObjectCount.")
          Integer maxHumanLabeledObjects,
      @Min(1)
          @Max(100)
          @JsonPropertyDescription("StoppingConditions.MaxPercentageOfInputDatasetLabeled.")
          Integer maxPercentLabeled) {}

  /** Where results are written. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Output(
      @Required
          @Size(min = 6, max = 1024)
          @Pattern("^s3://[^/]+(/.*)?$")
          @JsonPropertyDescription(
              "OutputConfig S3OutputPath; the service appends the labeling job's name.")
          String uri,
      @Size(max = 2048)
          @Pattern("^[a-zA-Z0-9:/_-]*$")
          @JsonPropertyDescription("OutputConfig KmsKeyId.")
          String kmsKeyId) {}

  /** Declarations about the objects. */
  public enum ContentClassifier {
    FreeOfPersonallyIdentifiableInformation,
    FreeOfAdultContent
  }

  /** What happens after a failed attempt. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Retry(
      @Default("1")
          @Min(1)
          @Max(5)
          @JsonPropertyDescription(
              "Maximum number of paid attempts. Attempt n+1 continues from the output of"
                  + " attempt n, and is not created if that output cannot be read.")
          Integer maxAttempts) {}

  /** What deletion of the object does to a running job. */
  public enum DeletionPolicy {
    Stop,
    Orphan
  }
}
