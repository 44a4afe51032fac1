package dev.labelops.engine.labeling.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.accounts.Principal;
import dev.labelops.groundtruth.LabelAttributeName;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.groundtruth.ServiceLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads what a run needs from the body of CreateLabelingJob, defaults included.
 *
 * @param request the body of CreateLabelingJob
 */
public record JobSpec(JsonNode request) {
  public String labelAttributeName() {
    return request.path("LabelAttributeName").asText();
  }

  public String metadataName() {
    return LabelAttributeName.metadataOf(labelAttributeName());
  }

  public S3Location manifest() {
    return S3Location.parse(
        request.at("/InputConfig/DataSource/S3DataSource/ManifestS3Uri").asText());
  }

  public S3Location labelCategories() {
    return S3Location.parse(request.path("LabelCategoryConfigS3Uri").asText());
  }

  public S3Location template() {
    return S3Location.parse(request.at("/HumanTaskConfig/UiConfig/UiTemplateS3Uri").asText());
  }

  /** {@code <S3OutputPath>/<job name>}: everything that the job writes is below it. */
  public S3Location outputRoot() {
    return S3Location.parse(request.at("/OutputConfig/S3OutputPath").asText())
        .resolve(request.path("LabelingJobName").asText());
  }

  public String roleArn() {
    return request.path("RoleArn").asText();
  }

  /** In whose name the job reads and writes: the account of its execution role. */
  public Principal principal() {
    return Principal.ofRole(roleArn());
  }

  public int workersPerObject() {
    return request.at("/HumanTaskConfig/NumberOfHumanWorkersPerDataObject").asInt();
  }

  public int maxConcurrentTasks() {
    return request
        .at("/HumanTaskConfig/MaxConcurrentTaskCount")
        .asInt(ServiceLimits.DEFAULT_CONCURRENT_TASKS);
  }

  public Duration taskTimeLimit() {
    return Duration.ofSeconds(request.at("/HumanTaskConfig/TaskTimeLimitInSeconds").asLong());
  }

  public Duration taskAvailability() {
    return Duration.ofSeconds(
        request
            .at("/HumanTaskConfig/TaskAvailabilityLifetimeInSeconds")
            .asLong(ServiceLimits.MAX_AVAILABILITY_SECONDS));
  }

  /** Whether LabelingJobAlgorithmsConfig turns automated labeling on. */
  public boolean automated() {
    return request.path("LabelingJobAlgorithmsConfig").isObject();
  }

  /** InitialActiveLearningModelArn. */
  public Optional<String> initialModelArn() {
    return Optional.ofNullable(
        request.at("/LabelingJobAlgorithmsConfig/InitialActiveLearningModelArn").textValue());
  }

  public OptionalInt maxHumanLabeledObjects() {
    return optional("MaxHumanLabeledObjectCount");
  }

  public OptionalInt maxPercentLabeled() {
    return optional("MaxPercentageOfInputDatasetLabeled");
  }

  public Optional<String> title() {
    return Optional.ofNullable(request.at("/HumanTaskConfig/TaskTitle").textValue());
  }

  private OptionalInt optional(String condition) {
    JsonNode value = request.path("StoppingConditions").path(condition);
    return value.isNumber() ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
  }
}
