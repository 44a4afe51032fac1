package dev.labelops.engine.sagemaker.labelingjob;

import java.util.Map;
import java.util.Optional;

/**
 * The AWS account that owns the built-in PRE- and ACS- functions of each region
 * (HumanTaskConfig.PreHumanTaskLambdaArn in the API reference).
 */
final class LambdaAccounts {
  private static final Map<String, String> BY_REGION =
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

  private LambdaAccounts() {}

  /** The account, or empty for a region without built-in functions. */
  static Optional<String> of(String region) {
    return Optional.ofNullable(BY_REGION.get(region));
  }
}
