package dev.labelops.operator.task;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where the built-in Lambda functions and labeling algorithms live. Each region has an account of
 * its own for the functions (ground-truth-reference 3.2); the algorithms have one account
 * everywhere (4.2). Account ids are strings: one begins with a zero.
 */
public final class BuiltInLambdas {
  private static final Map<String, String> DOCUMENTED =
      Map.ofEntries(
          Map.entry("us-east-1", "432418664414"),
          Map.entry("us-east-2", "266458841044"),
          Map.entry("us-west-2", "081040173940"),
          Map.entry("ca-central-1", "918755190332"),
          Map.entry("eu-west-1", "568282634449"),
          Map.entry("eu-west-2", "487402164563"),
          Map.entry("eu-central-1", "203001061592"),
          Map.entry("ap-northeast-1", "477331159723"),
          Map.entry("ap-northeast-2", "845288260483"),
          Map.entry("ap-south-1", "565803892007"),
          Map.entry("ap-southeast-1", "377565633583"),
          Map.entry("ap-southeast-2", "454466003867"));
  private static final String ALGORITHM_ACCOUNT = "027400017018";

  private final Map<String, String> accounts;

  /** The documented regions. */
  public BuiltInLambdas() {
    this(Map.of());
  }

  /**
   * @param more accounts of regions that no public document lists, such as isolated partitions;
   *     they win over the documented ones
   */
  public BuiltInLambdas(Map<String, String> more) {
    this.accounts = new TreeMap<>(DOCUMENTED);
    this.accounts.putAll(more);
  }

  /** Why the built-in task types cannot be used in the region; empty when they can. */
  public Optional<String> problem(String region) {
    return accounts.containsKey(region)
        ? Optional.empty()
        : Optional.of(
            "Ground Truth has no built-in task types in region "
                + region
                + ": use one of "
                + String.join(", ", accounts.keySet()));
  }

  /**
   * PreHumanTaskLambdaArn.
   *
   * @throws IllegalArgumentException when {@link #problem} has something to say
   */
  public String preHumanTask(BuiltInTask task, String region) {
    return function("PRE-" + task.name(), region);
  }

  /**
   * AnnotationConsolidationLambdaArn.
   *
   * @throws IllegalArgumentException when {@link #problem} has something to say
   */
  public String consolidation(BuiltInTask task, String region) {
    return function("ACS-" + task.name(), region);
  }

  /** LabelingJobAlgorithmSpecificationArn; empty when the type cannot be labeled automatically. */
  public Optional<String> algorithm(BuiltInTask task, String region) {
    return task.algorithm()
        .map(
            name ->
                "arn:%s:sagemaker:%s:%s:labeling-job-algorithm-specification/%s"
                    .formatted(partition(region), region, ALGORITHM_ACCOUNT, name));
  }

  private String function(String name, String region) {
    problem(region)
        .ifPresent(
            sentence -> {
              throw new IllegalArgumentException(sentence);
            });
    return "arn:%s:lambda:%s:%s:function:%s"
        .formatted(partition(region), region, accounts.get(region), name);
  }

  private static String partition(String region) {
    return PartitionMetadata.of(Region.of(region)).id();
  }
}
