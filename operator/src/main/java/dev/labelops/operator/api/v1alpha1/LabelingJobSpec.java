package dev.labelops.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.labelops.groundtruth.LabelAttributeName;
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

/** What the user wants labeled, by whom, how, and where the results go. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.workforceRef) != has(self.workteamArn)",
    message = "set exactly one of workforceRef and workteamArn")
@ValidationRule(
    value = "has(self.datasetRef) != has(self.manifestUri)",
    message = "set exactly one of datasetRef and manifestUri")
public record LabelingJobSpec(
    @JsonPropertyDescription(
            "Region and role of the AWS calls. Default: those of the referenced workforce, else the"
                + " operator's own.")
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
        @JsonPropertyDescription("A team that exists already (HumanTaskConfig.WorkteamArn).")
        String workteamArn,
    @JsonPropertyDescription("A LabelingDataset in this namespace.") ObjectRef datasetRef,
    @Size(min = 6, max = 1024)
        @Pattern("^s3://[^/]+/.+$")
        @JsonPropertyDescription(
            "An input manifest that exists already (InputConfig S3DataSource.ManifestS3Uri). It is"
                + " checked and copied below spec.output.uri; the labeling job reads the copy.")
        String manifestUri,
    @Size(min = 20, max = 2048)
        @Pattern("^arn:aws[a-z-]*:iam::[0-9]{12}:role/?[a-zA-Z_0-9+=,.@/-]+$")
        @JsonPropertyDescription(
            "Role that Ground Truth works under (RoleArn). Default: the namespace's, from the operator's"
                + " settings.")
        String executionRoleArn,
    @Required @JsonPropertyDescription("What people are asked (HumanTaskConfig).") Task task,
    @JsonPropertyDescription("Automated data labeling (LabelingJobAlgorithmsConfig).")
        AutoLabeling autoLabeling,
    @JsonPropertyDescription("When to end early (StoppingConditions).")
        StoppingConditions stoppingConditions,
    @Required @JsonPropertyDescription("Where results go (OutputConfig).") Output output,
    @Size(max = 2)
        @JsonPropertyDescription(
            "Declarations about the objects (InputConfig DataAttributes.ContentClassifiers).")
        List<ContentClassifier> contentClassifiers,
    @Size(max = 40)
        @ValidationRule(
            value =
                "self.all(k, size(k) <= 128 && k.matches('^[\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+@-]+$'))",
            message =
                "a tag's key has 1 to 128 letters, digits, spaces and _ . : / = + - @, as SageMaker"
                    + " takes it")
        @ValidationRule(
            value =
                "self.all(k, !k.lowerAscii().startsWith('aws:') && !k.startsWith('labelops.dev/'))",
            message = "tag keys that begin with aws: or labelops.dev/ are reserved")
        @ValidationRule(
            value =
                "self.all(k, size(self[k]) <= 256 &&"
                    + " self[k].matches('^[\\\\p{L}\\\\p{Z}\\\\p{N}_.:/=+@-]*$'))",
            message =
                "a tag's value has at most 256 letters, digits, spaces and _ . : / = + - @, as"
                    + " SageMaker takes it")
        @JsonPropertyDescription("Tags of the labeling job, beside the ownership tags of LabelOps.")
        Map<String, @Size(max = 256) String> tags,
    @Default("1")
        @Min(1)
        @Max(999)
        @JsonPropertyDescription("Raise it to label again on purpose; each number is one paid job.")
        Integer run,
    @Size(min = 1, max = 60)
        @Pattern("^[a-zA-Z0-9](-*[a-zA-Z0-9])*$")
        @JsonPropertyDescription(
            "Name of the labeling job (LabelingJobName), to choose it yourself or to adopt one made by"
                + " console or notebook. Default: derived, unique and stable.")
        String jobName,
    @Default("IfOwned")
        @JsonPropertyDescription(
            "When a job of the name exists: IfOwned continues with one that carries our tags; Always"
                + " observes any job and reads its results, and never stops it; Never refuses.")
        Adoption adoption,
    @Default("false") @JsonPropertyDescription("True: do not create the labeling job yet.")
        Boolean hold,
    @Default("false")
        @JsonPropertyDescription(
            "True stops the paid job for good (StopLabelingJob); it cannot be undone.")
        Boolean stop,
    @JsonPropertyDescription("What happens after a failed attempt.") Retry retry,
    @Default("Stop")
        @JsonPropertyDescription(
            "When this object is deleted while the job runs: Stop stops the job first; Orphan lets it run.")
        DeletionPolicy deletionPolicy,
    @Size(max = 16)
        @Pattern("^([0-9]+h)?([0-9]+m)?([0-9]+s)?$")
        @ValidationRule(
            value = "size(self) > 1 && duration(self) <= duration('87600h')",
            message = "must be a duration of at most 87600h (10 years), for example 720h")
        @JsonPropertyDescription(
            "Delete this object so long after its end, for example 720h; results stay, and applying it"
                + " again finds the finished job.")
        String ttlAfterFinished) {

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

  /** Built-in task types. */
  public enum TaskType {
    BoundingBox,
    ImageMultiClass,
    TextMultiClass
  }

  /** What people are asked. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "self.type == 'BoundingBox' || self.labels.size() >= 2",
      message = "classification needs at least two labels to choose from")
  @ValidationRule(
      value = "self.type != 'BoundingBox' || self.labels.size() <= 50",
      message = "Ground Truth allows at most 50 labels for BoundingBox")
  public record Task(
      @Required
          @JsonPropertyDescription(
              "Built-in task type. BoundingBox: boxes around objects in an image; ImageMultiClass: one"
                  + " class per image; TextMultiClass: one class per text.")
          TaskType type,
      @Required
          @Size(min = 1, max = 100)
          @ValidationRule(
              value = "self.all(a, self.exists_one(b, b.name == a.name))",
              message = "label names must be unique")
          @JsonPropertyDescription(
              "The label categories (LabelCategoryConfigS3Uri is written from them).")
          List<Label> labels,
      @Size(min = 1, max = LabelAttributeName.MAX_LENGTH)
          @Pattern("^" + LabelAttributeName.PATTERN + "$")
          @ValidationRule(
              value =
                  "self != 'source' && self != 'source-ref' && !self.endsWith('-metadata') &&"
                      + " !self.endsWith('-ref')",
              message =
                  "must not be 'source' or 'source-ref' nor end with '-metadata' or '-ref': Ground Truth"
                      + " reserves those for this task type")
          @JsonPropertyDescription(
              "Key of the label in the output manifest (LabelAttributeName). Default: derived from the"
                  + " job's name, shown in status.")
          String labelAttributeName,
      @Size(min = 1, max = ServiceLimits.MAX_TITLE)
          @JsonPropertyDescription(
              "Title of the task in the worker portal (HumanTaskConfig.TaskTitle). Default: by type.")
          String title,
      @Size(min = 1, max = ServiceLimits.MAX_DESCRIPTION)
          @Pattern("^[^\\n\\r]+$")
          @JsonPropertyDescription(
              "What the task is about, one line (HumanTaskConfig.TaskDescription). Default: by type.")
          String description,
      @Size(min = 1, max = ServiceLimits.MAX_KEYWORDS)
          @JsonPropertyDescription("Words to find the task by (HumanTaskConfig.TaskKeywords).")
          List<
                  @Size(min = 1, max = ServiceLimits.MAX_KEYWORD)
                  @Pattern("^" + ServiceLimits.KEYWORD_PATTERN + "$") String>
              keywords,
      @JsonPropertyDescription("The worker template is generated from these.")
          Instructions instructions,
      @JsonPropertyDescription("Your own worker template instead (UiConfig.UiTemplateS3Uri).")
          Template template,
      @Min(1)
          @Max(ServiceLimits.MAX_WORKERS_PER_OBJECT)
          @JsonPropertyDescription(
              "How many people label each object (NumberOfHumanWorkersPerDataObject). Default: 5 for"
                  + " BoundingBox, else 3.")
          Integer workersPerObject,
      @Default("5m")
          @Size(max = 16)
          @Pattern("^([0-9]+h)?([0-9]+m)?([0-9]+s)?$")
          @ValidationRule(
              value = "duration(self) >= duration('30s') && duration(self) <= duration('8h')",
              message = "must be between 30s and 8h")
          @JsonPropertyDescription("Time for one task (TaskTimeLimitInSeconds).")
          String taskTimeLimit,
      @Size(max = 16)
          @Pattern("^([0-9]+h)?([0-9]+m)?([0-9]+s)?$")
          @ValidationRule(
              value = "duration(self) >= duration('1m') && duration(self) <= duration('720h')",
              message = "must be between 1m and 720h (30 days)")
          @JsonPropertyDescription(
              "How long a task is offered (TaskAvailabilityLifetimeInSeconds). Default: the service's, 30"
                  + " days.")
          String taskAvailability,
      @Default("1000")
          @Min(1)
          @Max(ServiceLimits.MAX_CONCURRENT_TASKS)
          @JsonPropertyDescription(
              "Objects that are out at a time, and the batch size of automated labeling"
                  + " (MaxConcurrentTaskCount).")
          Integer maxConcurrentTasks) {}

  /** One label category. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Label(@Required @Size(min = 1, max = 256) String name) {}

  /** Texts for the people who label; simple HTML is allowed. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Instructions(
      @Size(max = 4000)
          @JsonPropertyDescription("Beside the task, always in sight (short-instructions).")
          @JsonProperty("short")
          String shortText,
      @Size(max = 40000)
          @JsonPropertyDescription("Behind a button (full-instructions).")
          @JsonProperty("full")
          String fullText) {}

  /** A Liquid template that the user made; exactly one member. */
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
          @JsonPropertyDescription("A template that lies in S3 already.")
          String s3Uri) {}

  /** Automated data labeling. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value =
          "self.enabled || (!has(self.initialModelFrom) && !has(self.volumeKmsKeyId) &&"
              + " !has(self.vpc))",
      message = "initialModelFrom, volumeKmsKeyId and vpc only matter when enabled is true")
  public record AutoLabeling(
      @Default("false")
          @JsonPropertyDescription(
              "True: Ground Truth trains a model on the human labels and labels what it is sure of"
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

  /** Where results go. */
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
              "How many paid attempts at most. Attempt n+1 continues from the output of attempt n and is"
                  + " not made when that cannot be read.")
          Integer maxAttempts) {}

  /** What deletion of the object does to a running job. */
  public enum DeletionPolicy {
    Stop,
    Orphan
  }
}
