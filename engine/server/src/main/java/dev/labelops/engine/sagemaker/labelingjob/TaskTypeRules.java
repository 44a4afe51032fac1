package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.labeling.task.TaskFacts;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.engine.labeling.task.TaskTypes;
import dev.labelops.engine.labeling.task.WorkerPage;

/** Which task type a request means, and whether its functions, algorithm and UI belong together. */
final class TaskTypeRules {
  private static final String ALGORITHM_ACCOUNT = "027400017018";
  private static final String HUMAN_TASK_UI_ACCOUNT = "394669845002";

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
    String preStart = functions(caller) + "PRE-";
    if (!pre.startsWith(preStart)) {
      throw AwsError.validation(
          "The PreHumanTaskLambdaArn '%s' is not a built-in function of %s. Use %s<task type>."
              .formatted(pre, caller.region(), preStart));
    }
    String name = pre.substring(preStart.length());
    TaskType type =
        types
            .named(name)
            .orElseThrow(
                () ->
                    AwsError.validation(
                        "The task type '%s' of PreHumanTaskLambdaArn is not one of %s."
                            .formatted(name, types.names())));
    String wanted = functions(caller) + "ACS-" + name;
    if (!acs.equals(wanted)) {
      throw AwsError.validation(
          "The AnnotationConsolidationLambdaArn '%s' does not belong to PreHumanTaskLambdaArn '%s'."
                  .formatted(acs, pre)
              + " Use "
              + wanted
              + ".");
    }
    checkAlgorithm(caller, request, type.facts());
    checkUi(caller, human.path("UiConfig"), type);
    return type;
  }

  private static String functions(Caller caller) {
    String account =
        LambdaAccounts.of(caller.region())
            .orElseThrow(
                () ->
                    AwsError.validation(
                        "There are no built-in labeling functions in the region "
                            + caller.region()
                            + "."));
    return "arn:aws:lambda:" + caller.region() + ":" + account + ":function:";
  }

  private static void checkAlgorithm(Caller caller, JsonNode request, TaskFacts facts) {
    JsonNode config = request.path("LabelingJobAlgorithmsConfig");
    if (!config.isObject()) {
      return;
    }
    String arn = config.path("LabelingJobAlgorithmSpecificationArn").asText();
    String wanted =
        "arn:aws:sagemaker:%s:%s:labeling-job-algorithm-specification/%s"
            .formatted(caller.region(), ALGORITHM_ACCOUNT, facts.algorithm().orElse(""));
    if (facts.algorithm().isEmpty() || !arn.equals(wanted)) {
      throw AwsError.validation(
          "The LabelingJobAlgorithmSpecificationArn '%s' does not fit the task type %s in %s. Use %s."
              .formatted(arn, facts.name(), caller.region(), wanted));
    }
  }

  private static void checkUi(Caller caller, JsonNode ui, TaskType type) {
    if (type.page().isPresent()) {
      checkPage(caller, ui, type.facts(), type.page().get());
    } else if (ui.has("HumanTaskUiArn") || !ui.has("UiTemplateS3Uri")) {
      throw AwsError.validation(
          "The task type "
              + type.facts().name()
              + " takes UiConfig.UiTemplateS3Uri, and only that. HumanTaskUiArn is for named entity"
              + " recognition, video frames and point clouds.");
    }
  }

  private static void checkPage(Caller caller, JsonNode ui, TaskFacts facts, WorkerPage page) {
    String wanted =
        "arn:aws:sagemaker:%s:%s:human-task-ui/%s"
            .formatted(caller.region(), HUMAN_TASK_UI_ACCOUNT, page.humanTaskUi());
    if (ui.has("UiTemplateS3Uri") || !ui.path("HumanTaskUiArn").asText().equals(wanted)) {
      throw AwsError.validation(
          "The task type %s takes UiConfig.HumanTaskUiArn, and only that. Use %s."
              .formatted(facts.name(), wanted));
    }
  }
}
