package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.engine.labeling.task.TaskTypes;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.ServiceArns;

/** Which task type a request means, and whether its functions, algorithm and UI belong together. */
final class TaskTypeRules {
  private TaskTypeRules() {}

  /**
   * @return the built-in type that PreHumanTaskLambdaArn names
   * @throws AwsError ValidationException when it names none or the other ARNs do not fit it
   */
  static TaskType check(TaskTypes types, Caller caller, JsonNode request) {
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
        types
            .named(name)
            .orElseThrow(() -> SageMakerErrors.UNKNOWN_TASK_TYPE.of(name, types.names()));
    String wanted = function(caller, account, ServiceArns.consolidation(name));
    if (!acs.equals(wanted)) {
      throw SageMakerErrors.CONSOLIDATION_FUNCTION.of(acs, pre, wanted);
    }
    checkAlgorithm(caller, request, type.facts());
    checkUi(caller, human.path("UiConfig"), type.facts());
    return type;
  }

  private static String functionAccount(Caller caller) {
    return ServiceArns.functionAccount(caller.region())
        .orElseThrow(() -> SageMakerErrors.NO_FUNCTIONS_IN_REGION.of(caller.region()));
  }

  private static String function(Caller caller, String account, String name) {
    return ServiceArns.function(ServiceArns.AWS, caller.region(), account, name);
  }

  private static void checkAlgorithm(Caller caller, JsonNode request, LabelingTaskType type) {
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

  private static void checkUi(Caller caller, JsonNode ui, LabelingTaskType type) {
    if (!type.ui().takesTemplate()) {
      checkHumanTaskUi(caller, ui, type);
    } else if (ui.has("HumanTaskUiArn") || !ui.has("UiTemplateS3Uri")) {
      throw SageMakerErrors.UI_TEMPLATE_ONLY.of(type.name());
    }
  }

  private static void checkHumanTaskUi(Caller caller, JsonNode ui, LabelingTaskType type) {
    String wanted =
        ServiceArns.humanTaskUi(
            ServiceArns.AWS, caller.region(), type.ui().humanTaskUi().orElseThrow());
    if (ui.has("UiTemplateS3Uri") || !ui.path("HumanTaskUiArn").asText().equals(wanted)) {
      throw SageMakerErrors.HUMAN_TASK_UI_ONLY.of(type.name(), wanted);
    }
  }
}
