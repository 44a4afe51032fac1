package dev.labelops.operator.aws.sagemaker;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/** CreateLabelingJob's request as plain values; null members are not sent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LabelingJobRequest(
    String jobName,
    String labelAttributeName,
    Input input,
    Output output,
    String roleArn,
    String labelCategoryConfigUri,
    Stopping stopping,
    Algorithm algorithm,
    HumanTask humanTask,
    Map<String, String> tags) {

  /** InputConfig. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Input(String manifestUri, List<String> contentClassifiers) {}

  /** OutputConfig. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Output(String uri, String kmsKeyId) {}

  /** StoppingConditions. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Stopping(Integer maxHumanLabeledObjects, Integer maxPercentLabeled) {}

  /** LabelingJobAlgorithmsConfig; its presence turns automated labeling on. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Algorithm(
      String specificationArn,
      String initialModelArn,
      String volumeKmsKeyId,
      List<String> securityGroupIds,
      List<String> subnets) {}

  /**
   * HumanTaskConfig.
   *
   * @param templateUri UiConfig.UiTemplateS3Uri; null with {@code humanTaskUiArn}
   * @param humanTaskUiArn UiConfig.HumanTaskUiArn
   * @param preHumanTaskLambdaArn null: objects reach the template as they are
   * @param consolidationLambdaArn null: answers are not consolidated
   * @param taskTimeLimitSeconds TaskTimeLimitInSeconds
   * @param taskAvailabilitySeconds TaskAvailabilityLifetimeInSeconds
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record HumanTask(
      String workteamArn,
      String templateUri,
      String humanTaskUiArn,
      String preHumanTaskLambdaArn,
      String consolidationLambdaArn,
      List<String> keywords,
      String title,
      String description,
      int workersPerObject,
      int taskTimeLimitSeconds,
      Integer taskAvailabilitySeconds,
      int maxConcurrentTasks) {}
}
