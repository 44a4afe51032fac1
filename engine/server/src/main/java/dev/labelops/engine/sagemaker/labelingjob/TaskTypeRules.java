package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import dev.labelops.groundtruth.ServiceArns;

/** Which task type a request means, and whether its functions, algorithm and UI belong together. */
final class TaskTypeRules {
  private TaskTypeRules() {}

  /**
   * @return the built-in type that PreHumanTaskLambdaArn names
   * @throws AwsError ValidationException when it names none or the other ARNs do not fit it
   */
  static TaskType check(Caller caller, JsonNode request) {
    JsonNode human = request.path("HumanTaskConfig");
    String pre = human.path("PreHumanTaskLambdaArn").asText();
    String acs =
        human.at("/AnnotationConsolidationConfig/AnnotationConsolidationLambdaArn").asText();
    String account = functionAccount(caller);
    String preStart = function(caller, account, ServiceArns.preHumanTask(""));
    if (!pre.startsWith(preStart)) {
      throw SageMakerErrors.PRE_FUNCTION.of(pre, caller.region(), preStart);
    }
    String name = pre.substring(preStart.length());
    TaskType type =
        TaskType.named(name)
            .orElseThrow(
                () ->
                    SageMakerErrors.UNKNOWN_TASK_TYPE.of(
                        name, TaskType.ALL.stream().map(TaskType::name).toList()));
    String wanted = function(caller, account, ServiceArns.consolidation(name));
    if (!acs.equals(wanted)) {
      throw SageMakerErrors.CONSOLIDATION_FUNCTION.of(acs, pre, wanted);
    }
    checkAlgorithm(caller, request, type);
    checkUi(human.path("UiConfig"), type);
    return type;
  }

  private static String functionAccount(Caller caller) {
    return ServiceArns.functionAccount(caller.region())
        .orElseThrow(() -> SageMakerErrors.NO_FUNCTIONS_IN_REGION.of(caller.region()));
  }

  private static String function(Caller caller, String account, String name) {
    return ServiceArns.function(ServiceArns.AWS, caller.region(), account, name);
  }

  private static void checkAlgorithm(Caller caller, JsonNode request, TaskType type) {
    JsonNode config = request.path("LabelingJobAlgorithmsConfig");
    if (!config.isObject()) {
      return;
    }
    String arn = config.path("LabelingJobAlgorithmSpecificationArn").asText();
    String wanted =
        ServiceArns.algorithm(ServiceArns.AWS, caller.region(), type.algorithm().orElse(""));
    if (type.algorithm().isEmpty() || !arn.equals(wanted)) {
      throw SageMakerErrors.ALGORITHM.of(arn, type.name(), caller.region(), wanted);
    }
  }

  private static void checkUi(JsonNode ui, TaskType type) {
    if (ui.has("HumanTaskUiArn") || !ui.has("UiTemplateS3Uri")) {
      throw SageMakerErrors.UI_TEMPLATE_ONLY.of(type.name());
    }
  }
}
