package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.accounts.Principal;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.ErrorForm;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import dev.labelops.groundtruth.LabelAttributeName;
import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.groundtruth.ServiceLimits;
import java.time.Duration;
import java.util.List;

/**
 * What CreateLabelingJob refuses immediately, beyond the shapes that the front checks. What only
 * shows when files are read fails the job later.
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
              throw error(violation).of(name);
            });
  }

  private static ErrorForm error(LabelAttributeName.Violation violation) {
    return switch (violation) {
      case Reserved -> SageMakerErrors.ATTRIBUTE_NAME_RESERVED;
      case MetadataSuffix -> SageMakerErrors.ATTRIBUTE_NAME_METADATA;
      case RefForbidden -> SageMakerErrors.ATTRIBUTE_NAME_REF;
      case RefRequired -> SageMakerErrors.ATTRIBUTE_NAME_WITHOUT_REF;
      case TooLong, Form -> SageMakerErrors.ATTRIBUTE_NAME_FORM;
    };
  }

  private static void checkSources(JsonNode request, LabelingTaskType type) {
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
      if (field.equals(TEMPLATE) && !type.ui().takesTemplate()) {
        continue;
      }
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

  private static void checkTimes(JsonNode human, LabelingTaskType type) {
    int limit = human.path("TaskTimeLimitInSeconds").asInt();
    int max = type.maxTaskSeconds();
    if (limit > max) {
      throw SageMakerErrors.TASK_TIME_LIMIT.of(limit, max, Duration.ofSeconds(max).toHours());
    }
    int lifetime =
        human
            .path("TaskAvailabilityLifetimeInSeconds")
            .asInt(ServiceLimits.MAX_AVAILABILITY_SECONDS);
    if (lifetime > ServiceLimits.MAX_AVAILABILITY_SECONDS) {
      throw SageMakerErrors.TASK_LIFETIME.of(lifetime, ServiceLimits.MAX_AVAILABILITY_SECONDS);
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
