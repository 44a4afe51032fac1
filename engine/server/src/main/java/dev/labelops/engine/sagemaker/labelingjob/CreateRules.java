package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.accounts.Principal;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.labeling.job.JobSpec;
import dev.labelops.engine.labeling.task.TaskFacts;
import dev.labelops.engine.s3.S3Location;
import java.time.Duration;
import java.util.List;

/**
 * What CreateLabelingJob refuses at once, beyond the shapes that the front checks. What only shows
 * when files are read fails the job later.
 */
final class CreateRules {
  private static final List<String> S3_FIELDS =
      List.of(
          "/InputConfig/DataSource/S3DataSource/ManifestS3Uri",
          "/OutputConfig/S3OutputPath",
          "/LabelCategoryConfigS3Uri",
          "/HumanTaskConfig/UiConfig/UiTemplateS3Uri");

  private CreateRules() {}

  /**
   * @throws AwsError ValidationException that names the field
   */
  static void check(TaskFacts facts, Caller caller, JsonNode request) {
    checkAttributeName(facts, request.path("LabelAttributeName").asText());
    checkSources(request);
    checkRole(caller, request);
    checkModel(caller, request);
    checkTimes(facts, request.path("HumanTaskConfig"));
    checkTeamPlace(caller, request.at("/HumanTaskConfig/WorkteamArn").asText());
  }

  private static void checkAttributeName(TaskFacts facts, String name) {
    if (name.equals("source") || name.equals("source-ref")) {
      throw AwsError.validation(
          "The LabelAttributeName '" + name + "' is reserved. Choose another name.");
    }
    if (name.endsWith("-metadata")) {
      throw AwsError.validation(
          "The LabelAttributeName '" + name + "' must not end with '-metadata'.");
    }
    if (facts.labelsAreFiles() && !name.endsWith("-ref")) {
      throw AwsError.validation(
          "The LabelAttributeName '"
              + name
              + "' must end with '-ref': this task type writes its labels into files.");
    }
    if (!facts.labelsAreFiles() && name.endsWith("-ref")) {
      throw AwsError.validation(
          "The LabelAttributeName '"
              + name
              + "' must not end with '-ref': this task type writes its labels into the manifest.");
    }
  }

  private static void checkSources(JsonNode request) {
    JsonNode source = request.at("/InputConfig/DataSource");
    if (source.has("SnsDataSource")) {
      throw AwsError.validation(
          "Streaming labeling jobs (SnsDataSource) are not available here. Use S3DataSource.");
    }
    if (!source.has("S3DataSource")) {
      throw AwsError.validation("InputConfig.DataSource needs S3DataSource.ManifestS3Uri.");
    }
    if (!request.has("LabelCategoryConfigS3Uri")) {
      throw AwsError.validation("LabelCategoryConfigS3Uri is required for this task type.");
    }
    for (String field : S3_FIELDS) {
      JsonNode uri = request.at(field);
      if (uri.isMissingNode() && request.at("/HumanTaskConfig/UiConfig").has("HumanTaskUiArn")) {
        continue;
      }
      try {
        S3Location.parse(uri.asText());
      } catch (IllegalArgumentException e) {
        throw AwsError.validation(
            field.substring(1).replace('/', '.')
                + " must have the form s3://bucket/key: "
                + e.getMessage());
      }
    }
  }

  /**
   * The role that the service is to act as must be the caller's account's: nobody can pass a role
   * of another account on.
   */
  static void checkRole(Caller caller, JsonNode request) {
    String role = request.path("RoleArn").asText();
    try {
      if (Principal.ofRole(role).accountId().equals(caller.accountId())) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw AwsError.validation("RoleArn must be the ARN of a role: '" + role + "' is not.");
    }
    throw AwsError.validation("RoleArn: Cross-account pass role is not allowed.");
  }

  private static void checkModel(Caller caller, JsonNode request) {
    String model =
        request.at("/LabelingJobAlgorithmsConfig/InitialActiveLearningModelArn").asText();
    String[] parts = model.split(":", 6);
    boolean callers =
        parts.length == 6
            && parts[3].equals(caller.region())
            && parts[4].equals(caller.accountId());
    if (!model.isEmpty() && !callers) {
      throw AwsError.validation(
          "The InitialActiveLearningModelArn '"
              + model
              + "' does not exist in this account and"
              + " region.");
    }
  }

  private static void checkTimes(TaskFacts facts, JsonNode human) {
    int limit = human.path("TaskTimeLimitInSeconds").asInt();
    int longest = facts.longestTask();
    if (limit > longest) {
      throw AwsError.validation(
          "TaskTimeLimitInSeconds %d is more than the %d seconds (%d hours) of this task type."
              .formatted(limit, longest, Duration.ofSeconds(longest).toHours()));
    }
    int lifetime =
        human.path("TaskAvailabilityLifetimeInSeconds").asInt(JobSpec.DEFAULT_AVAILABILITY_SECONDS);
    if (lifetime > JobSpec.DEFAULT_AVAILABILITY_SECONDS) {
      throw AwsError.validation(
          "TaskAvailabilityLifetimeInSeconds %d is more than %d seconds (30 days)."
              .formatted(lifetime, JobSpec.DEFAULT_AVAILABILITY_SECONDS));
    }
  }

  private static void checkTeamPlace(Caller caller, String arn) {
    String[] parts = arn.split(":", 6);
    if (parts.length == 6 && !parts[3].equals(caller.region())) {
      throw AwsError.validation(
          "The work team '%s' is in %s, the labeling job in %s. Use a team of the job's region."
              .formatted(arn, parts[3], caller.region()));
    }
  }

  /** The refusal for a team that is not there or another account's. */
  static AwsError unknownTeam(String arn) {
    return AwsError.validation(
        "The specified Workteam '" + arn + "' does not exist or you do not have access to it.");
  }
}
