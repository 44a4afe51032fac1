package dev.labelops.engine.front;

/**
 * Who sends a request: the key that signed it and the place that it addresses. Everything the
 * engine keeps is kept per account and region, as the services do.
 *
 * @param accountId 12 digits, kept as text because it may start with zero
 * @param region from the credential scope of the signature, for example {@code eu-west-1}
 * @param accessKeyId the key that signed
 * @param arn the principal, as {@code sts:GetCallerIdentity} reports it
 */
public record Caller(String accountId, String region, String accessKeyId, String arn) {
  /**
   * The ARN of something in the caller's account and region.
   *
   * @param service the service's part, for example {@code sagemaker}
   * @param resource what follows the account, for example {@code labeling-job/my-job}
   */
  public String arnOf(String service, String resource) {
    return String.join(":", "arn", partition(), service, region, accountId, resource);
  }

  /** Whether a temporary key of a role signed. */
  public boolean isSession() {
    return arn.contains(":assumed-role/");
  }

  private String partition() {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }
}
