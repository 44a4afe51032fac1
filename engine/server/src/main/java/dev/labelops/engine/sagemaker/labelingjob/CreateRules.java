package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.accounts.Principal;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.groundtruth.LabelAttributeName;
import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.groundtruth.ServiceLimits;
import java.time.Duration;
import java.util.List;

/**
 * What CreateLabelingJob refuses at once, beyond the shapes that the front checks. What only shows
 * when files are read fails the job later.
 */
final class CreateRules {
  private static final String TEMPLATE = "/HumanTaskConfig/UiConfig/UiTemplateS3Uri";
  private static final List<String> S3_FIELDS =
      List.of(
          "/InputConfig/DataSource/S3DataSource/ManifestS3Uri",
          "/OutputConfig/S3OutputPath",
          "/LabelCategoryConfigS3Uri",
          TEMPLATE);

  private CreateRules() {}

  /**
   * @throws AwsError ValidationException that names the field
   */
  static void check(Caller caller, LabelingTaskType type, JsonNode request) {
    checkAttributeName(request.path("LabelAttributeName").asText(), type);
    checkSources(request, type);
    checkRole(caller, request);
    checkModel(caller, request);
    checkTimes(request.path("HumanTaskConfig"), type);
    checkTeamPlace(caller, request.at("/HumanTaskConfig/WorkteamArn").asText());
  }

  private static void checkAttributeName(String name, LabelingTaskType type) {
    LabelAttributeName.violation(name, type.refSuffix())
        .ifPresent(
            violation -> {
              throw AwsError.validation("The LabelAttributeName '" + name + "' " + what(violation));
            });
  }

  private static String what(LabelAttributeName.Violation violation) {
    return switch (violation) {
      case Reserved -> "is reserved. Choose another name.";
      case MetadataSuffix -> "must not end with '-metadata'.";
      case RefForbidden ->
          "must not end with '-ref': this task type writes its labels into the manifest.";
      case RefRequired -> "must end with '-ref': this task type writes its labels into files.";
      case TooLong, Form -> "must be 1 to 127 letters and digits with dashes between them.";
    };
  }

  private static void checkSources(JsonNode request, LabelingTaskType type) {
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
      if (field.equals(TEMPLATE) && !type.ui().takesTemplate()) {
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

  private static void checkTimes(JsonNode human, LabelingTaskType type) {
    int limit = human.path("TaskTimeLimitInSeconds").asInt();
    int max = type.maxTaskSeconds();
    if (limit > max) {
      throw AwsError.validation(
          "TaskTimeLimitInSeconds %d is more than the %d seconds (%d hours) of this task type."
              .formatted(limit, max, Duration.ofSeconds(max).toHours()));
    }
    int lifetime =
        human
            .path("TaskAvailabilityLifetimeInSeconds")
            .asInt(ServiceLimits.MAX_AVAILABILITY_SECONDS);
    if (lifetime > ServiceLimits.MAX_AVAILABILITY_SECONDS) {
      throw AwsError.validation(
          "TaskAvailabilityLifetimeInSeconds %d is more than %d seconds (30 days)."
              .formatted(lifetime, ServiceLimits.MAX_AVAILABILITY_SECONDS));
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
