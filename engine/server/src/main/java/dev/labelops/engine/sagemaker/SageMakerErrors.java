package dev.labelops.engine.sagemaker;

import static dev.labelops.engine.front.ErrorForm.Origin.OBSERVED;
import static dev.labelops.engine.front.ErrorForm.Origin.OURS;

import dev.labelops.engine.front.ErrorForm;

/** What SageMaker refuses: labeling jobs, workforces, work teams, tags. */
public final class SageMakerErrors {
  public static final ErrorForm JOB_NAME_TAKEN =
      new ErrorForm(
          400,
          "ResourceInUse",
          OBSERVED,
          "Labeling job names must be unique within an AWS account and region, and a "
              + "labeling job with this name already exists (<arn>).");

  public static final ErrorForm ATTRIBUTE_NAME_RESERVED =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The LabelAttributeName '<name>' is reserved. Choose another name.");

  public static final ErrorForm ATTRIBUTE_NAME_METADATA =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The LabelAttributeName '<name>' must not end with '-metadata'.");

  public static final ErrorForm ATTRIBUTE_NAME_REF =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The LabelAttributeName '<name>' must not end with '-ref': this task type "
              + "writes its labels into the manifest.");

  public static final ErrorForm ATTRIBUTE_NAME_WITHOUT_REF =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The LabelAttributeName '<name>' must end with '-ref': this task type writes its labels"
              + " into files.");

  public static final ErrorForm ATTRIBUTE_NAME_FORM =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The LabelAttributeName '<name>' must be 1 to 127 letters and digits with dashes between"
              + " them.");

  public static final ErrorForm STREAMING_NOT_AVAILABLE =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "Streaming labeling jobs (SnsDataSource) are not supported. Use " + "S3DataSource.");

  public static final ErrorForm NO_DATA_SOURCE =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "InputConfig.DataSource needs S3DataSource.ManifestS3Uri.");

  public static final ErrorForm NO_LABEL_CATEGORIES =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "LabelCategoryConfigS3Uri is required for this task type.");

  public static final ErrorForm S3_URI_FORM =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "<member> must have the form s3://bucket/key: <detail>");

  public static final ErrorForm ROLE_ARN_FORM =
      new ErrorForm(
          400, "ValidationException", OURS, "RoleArn must be the ARN of a role: '<arn>' is not.");

  public static final ErrorForm ROLE_OF_ANOTHER_ACCOUNT =
      new ErrorForm(
          400, "ValidationException", OBSERVED, "RoleArn: Cross-account pass role is not allowed.");

  public static final ErrorForm NO_SUCH_MODEL =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The InitialActiveLearningModelArn '<arn>' does not exist in this account and "
              + "region.");

  public static final ErrorForm MODEL_OF_ANOTHER_TASK_TYPE =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The InitialActiveLearningModelArn '<arn>' was trained for the task type <other>, not "
              + "<type>. Name a model of a labeling job with the same task type.");

  public static final ErrorForm TASK_TIME_LIMIT =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "TaskTimeLimitInSeconds <seconds> is more than the <max> seconds (<hours> hours) of "
              + "this task type.");

  public static final ErrorForm TASK_LIFETIME =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "TaskAvailabilityLifetimeInSeconds <seconds> is more than <max> seconds (30 " + "days).");

  public static final ErrorForm TEAM_OF_ANOTHER_REGION =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The work team '<arn>' is in <region>, the labeling job in <jobRegion>. Use a "
              + "team of the job's region.");

  public static final ErrorForm UNKNOWN_TEAM_ARN =
      new ErrorForm(
          400,
          "ValidationException",
          OBSERVED,
          "The specified Workteam '<arn>' does not exist or you do not have access to it.");

  public static final ErrorForm UNKNOWN_JOB_PAGE =
      new ErrorForm(
          400, "ValidationException", OURS, "Invalid NextToken. List again from the first page.");

  public static final ErrorForm NO_SUCH_JOB_AS_MODELLED =
      new ErrorForm(400, "ResourceNotFound", OURS, "The labeling job '<name>' does not exist.");

  public static final ErrorForm NO_SUCH_JOB =
      new ErrorForm(
          400,
          "ValidationException",
          OBSERVED,
          "Requested resource not found: labeling job '<name>'.");

  public static final ErrorForm NO_SUCH_TEAM_TO_LIST =
      new ErrorForm(400, "ResourceNotFound", OURS, "The work team '<arn>' does not exist.");

  public static final ErrorForm UI_TEMPLATE_CONTENT_ONLY =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "RenderUiTemplate accepts UiTemplate.Content only. HumanTaskUiArn is "
              + "for named entity recognition, video frames and point clouds.");

  public static final ErrorForm TASK_INPUT_NOT_JSON =
      new ErrorForm(400, "ValidationException", OURS, "Task.Input is not JSON: <detail>");

  public static final ErrorForm JOB_HAS_ENDED =
      new ErrorForm(
          400,
          "ValidationException",
          OBSERVED,
          "The request was rejected because the labeling job is in status <status>.");

  public static final ErrorForm PRE_FUNCTION =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The PreHumanTaskLambdaArn '<arn>' is not a built-in function of <region>. Use "
              + "<prefix><task type>.");

  public static final ErrorForm UNKNOWN_TASK_TYPE =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The task type '<type>' of PreHumanTaskLambdaArn is not one of <known>.");

  public static final ErrorForm CONSOLIDATION_FUNCTION =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The AnnotationConsolidationLambdaArn '<arn>' does not belong to "
              + "PreHumanTaskLambdaArn '<preArn>'. Use <wanted>.");

  public static final ErrorForm NO_FUNCTIONS_IN_REGION =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "There are no built-in labeling functions in the region <region>.");

  public static final ErrorForm ALGORITHM =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The LabelingJobAlgorithmSpecificationArn '<arn>' is not valid for the task type "
              + "<type> in <region>. Use <wanted>.");

  public static final ErrorForm HUMAN_TASK_UI_ONLY =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The task type <type> accepts UiConfig.HumanTaskUiArn only. Use <arn>.");

  public static final ErrorForm UI_TEMPLATE_ONLY =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The task type <type> accepts UiConfig.UiTemplateS3Uri only. "
              + "HumanTaskUiArn is for named entity recognition, video frames and point clouds.");

  public static final ErrorForm TOO_MANY_TAGS =
      new ErrorForm(400, "ResourceLimitExceeded", OURS, "A resource can have at most <max> tags.");

  public static final ErrorForm NOT_TAGGABLE =
      new ErrorForm(400, "ValidationException", OURS, "Invalid resource type: <type>");

  public static final ErrorForm NO_SUCH_RESOURCE =
      new ErrorForm(400, "ValidationException", OURS, "The resource <arn> does not exist.");

  public static final ErrorForm MEMBER_OF_ONE_KIND =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "Each member definition must have exactly one of CognitoMemberDefinition and "
              + "OidcMemberDefinition.");

  public static final ErrorForm MEMBER_PROVIDER =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The member definitions must use the identity provider of the workforce "
              + "<workforce>.");

  public static final ErrorForm MEMBER_POOL =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "UserPool and ClientId of all members must be those of the workforce " + "<workforce>.");

  public static final ErrorForm MEMBER_GROUP =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The user group <group> does not exist in the user pool <pool>.");

  public static final ErrorForm NO_VENDORS =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The work team <arn> does not exist: the engine does not support vendors.");

  public static final ErrorForm WORKFORCE_HAS_TEAMS =
      new ErrorForm(
          400,
          "ResourceInUse",
          OURS,
          "The workforce <workforce> has work teams. Delete all of its work teams first.");

  public static final ErrorForm WORKFORCE_CHANGING =
      new ErrorForm(409, "ConflictException", OURS, "The workforce <workforce> is <status>.");

  public static final ErrorForm WORKFORCE_EXISTS =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "This account already has the private workforce <workforce> in this region. "
              + "There can be one per account and region.");

  public static final ErrorForm PROVIDER_STAYS =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The workforce uses Amazon Cognito; its identity provider cannot be changed.");

  public static final ErrorForm OIDC_WITH_TEAMS =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "OidcConfig can only be changed while the workforce has no work teams.");

  public static final ErrorForm ONE_PROVIDER =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "Exactly one of CognitoConfig and OidcConfig must be given for a workforce.");

  public static final ErrorForm NO_SUCH_POOL =
      new ErrorForm(400, "ValidationException", OURS, "User pool <pool> does not exist.");

  public static final ErrorForm NO_SUCH_CLIENT =
      new ErrorForm(400, "ValidationException", OURS, "User pool client <client> does not exist.");

  public static final ErrorForm TOO_MANY_CIDRS =
      new ErrorForm(
          400, "ValidationException", OURS, "A workforce can have at most <max> source CIDRs.");

  public static final ErrorForm NO_SUCH_WORKFORCE =
      new ErrorForm(
          400,
          "ValidationException",
          OBSERVED,
          "No workforce found with the name <name> in this region.");

  public static final ErrorForm TEAM_EXISTS =
      new ErrorForm(400, "ResourceInUse", OURS, "A work team with the name <name> already exists.");

  public static final ErrorForm TOO_MANY_TEAMS =
      new ErrorForm(
          400,
          "ResourceLimitExceeded",
          OURS,
          "An account can have at most <max> work teams in a region.");

  public static final ErrorForm WORKFORCE_NOT_ACTIVE =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "The workforce <workforce> is <status>; it must be Active.");

  public static final ErrorForm NO_SUCH_TEAM =
      new ErrorForm(
          400,
          "ValidationException",
          OBSERVED,
          "The work team <name> does not exist in this account and region.");

  public static final ErrorForm UNKNOWN_PAGE =
      new ErrorForm(
          400,
          "ValidationException",
          OURS,
          "Invalid pagination token: list again from the first page.");

  private SageMakerErrors() {}
}
