package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.accounts.Principal;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.labeling.job.JobSpec;
import dev.labelops.engine.s3.S3Location;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import java.util.List;

/**
 * What CreateLabelingJob refuses at once, beyond the shapes that the front checks. What only shows
 * when files are read fails the job later.
 */
final class CreateRules {
  private static final int MAX_TASK_SECONDS = 28_800;
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
  static void check(Caller caller, JsonNode request) {
    checkAttributeName(request.path("LabelAttributeName").asText());
    checkSources(request);
    checkRole(caller, request);
    checkModel(caller, request);
    checkTimes(request.path("HumanTaskConfig"));
    checkTeamPlace(caller, request.at("/HumanTaskConfig/WorkteamArn").asText());
  }

  private static void checkAttributeName(String name) {
    if (name.equals("source") || name.equals("source-ref")) {
      throw SageMakerErrors.ATTRIBUTE_NAME_RESERVED.of(name);
    }
    if (name.endsWith("-metadata")) {
      throw SageMakerErrors.ATTRIBUTE_NAME_METADATA.of(name);
    }
    if (name.endsWith("-ref")) {
      throw SageMakerErrors.ATTRIBUTE_NAME_REF.of(name);
    }
  }

  private static void checkSources(JsonNode request) {
    JsonNode source = request.at("/InputConfig/DataSource");
    if (source.has("SnsDataSource")) {
      throw SageMakerErrors.STREAMING_NOT_AVAILABLE.of();
    }
    if (!source.has("S3DataSource")) {
      throw SageMakerErrors.NO_DATA_SOURCE.of();
    }
    if (!request.has("LabelCategoryConfigS3Uri")) {
      throw SageMakerErrors.NO_LABEL_CATEGORIES.of();
    }
    for (String field : S3_FIELDS) {
      JsonNode uri = request.at(field);
      try {
        S3Location.parse(uri.asText());
      } catch (IllegalArgumentException e) {
        throw SageMakerErrors.S3_URI_FORM.of(field.substring(1).replace('/', '.'), e.getMessage());
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
      throw SageMakerErrors.ROLE_ARN_FORM.of(role);
    }
    throw SageMakerErrors.ROLE_OF_ANOTHER_ACCOUNT.of();
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
      throw SageMakerErrors.NO_SUCH_MODEL.of(model);
    }
  }

  private static void checkTimes(JsonNode human) {
    int limit = human.path("TaskTimeLimitInSeconds").asInt();
    if (limit > MAX_TASK_SECONDS) {
      throw SageMakerErrors.TASK_TIME_LIMIT.of(limit, MAX_TASK_SECONDS);
    }
    int lifetime =
        human.path("TaskAvailabilityLifetimeInSeconds").asInt(JobSpec.DEFAULT_AVAILABILITY_SECONDS);
    if (lifetime > JobSpec.DEFAULT_AVAILABILITY_SECONDS) {
      throw SageMakerErrors.TASK_LIFETIME.of(lifetime, JobSpec.DEFAULT_AVAILABILITY_SECONDS);
    }
  }

  private static void checkTeamPlace(Caller caller, String arn) {
    String[] parts = arn.split(":", 6);
    if (parts.length == 6 && !parts[3].equals(caller.region())) {
      throw SageMakerErrors.TEAM_OF_ANOTHER_REGION.of(arn, parts[3], caller.region());
    }
  }

  /** The refusal for a team that is not there or another account's. */
  static AwsError unknownTeam(String arn) {
    return SageMakerErrors.UNKNOWN_TEAM_ARN.of(arn);
  }
}
