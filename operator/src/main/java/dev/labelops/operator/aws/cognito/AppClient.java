package dev.labelops.operator.aws.cognito;

import java.util.Set;

/**
 * An app client, as DescribeUserPoolClient shows it; the secret itself is left out.
 *
 * @param hasSecret Ground Truth needs a client with one
 */
public record AppClient(
    String id, String name, boolean hasSecret, Set<String> callbackUrls, Set<String> logoutUrls) {
  public AppClient {
    callbackUrls = Set.copyOf(callbackUrls);
    logoutUrls = Set.copyOf(logoutUrls);
  }
}
