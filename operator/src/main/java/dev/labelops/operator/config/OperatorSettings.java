package dev.labelops.operator.config;

import dev.labelops.operator.tenancy.Tenancy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;

/**
 * Everything that can be set from outside, as plain values: from configuration when deployed
 * ({@code LABELOPS_*}), made by hand in tests.
 *
 * @param installation names this installation in job names and ownership tags; empty: the UID of
 *     the namespace kube-system. Keep it when moving clusters.
 * @param namespace the operator's own namespace
 * @param aws how AWS is reached
 * @param feed how running jobs are watched
 * @param tenancy what each namespace may name
 * @param invitationsPerDay budget of e-mailed invitations per user pool and day (the default sender
 *     allows 50 per account)
 */
public record OperatorSettings(
    Optional<String> installation,
    String namespace,
    Aws aws,
    Feed feed,
    Tenancy tenancy,
    int invitationsPerDay) {

  /**
   * @param region default region ({@code AWS_REGION})
   * @param credentials the operator's own
   * @param endpoints endpoint overrides by SDK service id in upper case with underscores, as in
   *     {@code AWS_ENDPOINT_URL_SAGEMAKER}; the empty key is {@code AWS_ENDPOINT_URL}
   * @param connectTimeout to open a connection
   * @param answerTimeout between two packets of an answer
   * @param callTimeout for a call with its retries
   * @param retryMode of the SDK
   * @param lambdaAccounts accounts of Ground Truth's built-in Lambda functions in regions that no
   *     public document lists, by region
   */
  public record Aws(
      String region,
      AwsCredentialsProvider credentials,
      Map<String, URI> endpoints,
      Duration connectTimeout,
      Duration answerTimeout,
      Duration callTimeout,
      RetryMode retryMode,
      Map<String, String> lambdaAccounts) {
    /** The address to use instead of the service's own, if any. */
    public Optional<URI> endpoint(String serviceId) {
      return Optional.ofNullable(endpoints.getOrDefault(serviceId, endpoints.get("")));
    }
  }

  /**
   * @param callsPerMinute budget of AWS calls of the feed per account and region
   * @param shortestInterval between two sweeps when the budget allows more
   * @param longestInterval between two sweeps when nothing runs
   */
  public record Feed(int callsPerMinute, Duration shortestInterval, Duration longestInterval) {}
}
