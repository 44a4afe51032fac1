package dev.labelops.groundtruth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Functions, labeling algorithms and worker pages that the service owns. The accounts are in {@code
 * regions.json}: each region has its own for the functions, algorithms and pages have one
 * everywhere. Account ids are strings: some begin with a zero.
 */
public final class ServiceArns {
  /** The partition of the documented regions. */
  public static final String AWS = "aws";

  private static final String PRE_HUMAN_TASK = "PRE-";
  private static final String CONSOLIDATION = "ACS-";
  private static final JsonNode REGIONS = Resource.json("regions.json");
  private static final Map<String, String> FUNCTION_ACCOUNTS = functionAccountsOf(REGIONS);

  private ServiceArns() {}

  /** The documented regions and the accounts of their built-in functions, sorted by region. */
  public static Map<String, String> functionAccounts() {
    return FUNCTION_ACCOUNTS;
  }

  /** The account of the built-in functions; empty when no document names one for the region. */
  public static Optional<String> functionAccount(String region) {
    return Optional.ofNullable(FUNCTION_ACCOUNTS.get(region));
  }

  /** Name of the function that HumanTaskConfig.PreHumanTaskLambdaArn names. */
  public static String preHumanTask(String taskType) {
    return PRE_HUMAN_TASK + taskType;
  }

  /** Name of the function that AnnotationConsolidationLambdaArn names. */
  public static String consolidation(String taskType) {
    return CONSOLIDATION + taskType;
  }

  /**
   * The ARN of a function.
   *
   * @param account of the functions in the region
   * @param name of {@link #preHumanTask} or {@link #consolidation}
   */
  public static String function(String partition, String region, String account, String name) {
    return "arn:%s:lambda:%s:%s:function:%s".formatted(partition, region, account, name);
  }

  /**
   * LabelingJobAlgorithmSpecificationArn.
   *
   * @param algorithm of {@link LabelingTaskType#algorithm}
   */
  public static String algorithm(String partition, String region, String algorithm) {
    return "arn:%s:sagemaker:%s:%s:labeling-job-algorithm-specification/%s"
        .formatted(partition, region, account("algorithmAccount"), algorithm);
  }

  /**
   * UiConfig.HumanTaskUiArn.
   *
   * @param humanTaskUi of {@link LabelingTaskType.Ui#humanTaskUi}
   */
  public static String humanTaskUi(String partition, String region, String humanTaskUi) {
    return "arn:%s:sagemaker:%s:%s:human-task-ui/%s"
        .formatted(partition, region, account("humanTaskUiAccount"), humanTaskUi);
  }

  private static String account(String member) {
    return REGIONS.required(member).asText();
  }

  private static Map<String, String> functionAccountsOf(JsonNode regions) {
    Map<String, String> accounts = new TreeMap<>();
    regions
        .required("functionAccounts")
        .properties()
        .forEach(e -> accounts.put(e.getKey(), e.getValue().asText()));
    return Collections.unmodifiableMap(accounts);
  }
}
