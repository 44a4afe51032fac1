package dev.labelops.operator.task;

import dev.labelops.groundtruth.ServiceArns;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * ARNs of the built-in Lambda functions and labeling algorithms, with accounts from the settings.
 */
public final class BuiltInLambdas {
  private final Map<String, String> accounts;

  /** The documented regions. */
  public BuiltInLambdas() {
    this(Map.of());
  }

  /**
   * @param more accounts of regions that no public document lists, such as isolated partitions;
   *     they take precedence over the documented ones
   */
  public BuiltInLambdas(Map<String, String> more) {
    this.accounts = new TreeMap<>(ServiceArns.functionAccounts());
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
   * @throws IllegalArgumentException when {@link #problem} is not empty
   */
  public String preHumanTask(BuiltInTask task, String region) {
    return function(ServiceArns.preHumanTask(task.type().name()), region);
  }

  /**
   * AnnotationConsolidationLambdaArn.
   *
   * @throws IllegalArgumentException when {@link #problem} is not empty
   */
  public String consolidation(BuiltInTask task, String region) {
    return function(ServiceArns.consolidation(task.type().name()), region);
  }

  /** HumanTaskUiArn; empty when workers label with a template. */
  public Optional<String> humanTaskUi(BuiltInTask task, String region) {
    return task.type()
        .ui()
        .humanTaskUi()
        .map(name -> ServiceArns.humanTaskUi(partition(region), region, name));
  }

  /** LabelingJobAlgorithmSpecificationArn; empty when the type cannot be labeled automatically. */
  public Optional<String> algorithm(BuiltInTask task, String region) {
    return task.type()
        .algorithm()
        .map(name -> ServiceArns.algorithm(partition(region), region, name));
  }

  private String function(String name, String region) {
    problem(region)
        .ifPresent(
            sentence -> {
              throw new IllegalArgumentException(sentence);
            });
    return ServiceArns.function(partition(region), region, accounts.get(region), name);
  }

  private static String partition(String region) {
    return PartitionMetadata.of(Region.of(region)).id();
  }
}
