package dev.labelops.operator.aws.sagemaker;

import dev.labelops.operator.aws.cognito.CognitoApp;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The private workforce of an account and region, as DescribeWorkforce shows it.
 *
 * @param cognito empty for a workforce that signs in by OIDC
 * @param subDomain host of the worker portal; known once the workforce is Active
 * @param created CreateDate; null when the service leaves it out
 * @param sourceCidrs SourceIpConfig.Cidrs; empty when any address may sign in
 */
public record Workforce(
    String name,
    String arn,
    State state,
    Optional<CognitoApp> cognito,
    Optional<String> subDomain,
    Set<String> sourceCidrs,
    Optional<String> failureReason,
    Instant created) {
  /** WorkforceStatus. */
  public enum State {
    INITIALIZING,
    UPDATING,
    DELETING,
    FAILED,
    ACTIVE
  }
}
