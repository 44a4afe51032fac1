package dev.labelops.operator.aws.cognito;

import java.util.Arrays;
import java.util.Set;

/**
 * Cognito's request quotas for user pools, each counted over an account and region (Cognito
 * Developer Guide, "Quotas"; reference 1.8). We take at most half of one, because the account's
 * other user pools live on the same quota. The last two are Cognito's further limit of 5 calls a
 * second on one user pool, the smaller one.
 */
public enum CognitoQuota {
  USER_CREATION(25, "AdminCreateUser"),
  USER_LIST(15, "ListUsers", "ListUsersInGroup"),
  USER_UPDATE(12, "AdminDeleteUser", "AdminDisableUser", "AdminEnableUser"),
  USER_RESOURCE_READ(25, "AdminListGroupsForUser"),
  USER_RESOURCE_UPDATE(12, "AdminAddUserToGroup", "AdminRemoveUserFromGroup"),
  USER_POOL_READ(7, "DescribeUserPool", "ListUserPools"),
  USER_POOL_UPDATE(7, "CreateUserPool", "DeleteUserPool", "UpdateUserPool"),
  USER_POOL_CLIENT(
      5,
      "CreateUserPoolClient",
      "DescribeUserPoolClient",
      "ListUserPoolClients",
      "UpdateUserPoolClient"),
  /** Groups, domains, tags, and whatever no other quota names. */
  USER_POOL_RESOURCE(
      5,
      "CreateGroup",
      "CreateUserPoolDomain",
      "DeleteGroup",
      "DeleteUserPoolDomain",
      "DescribeUserPoolDomain",
      "GetGroup",
      "TagResource",
      "UntagResource");

  private final int callsPerSecond;
  private final Set<String> operations;

  CognitoQuota(int callsPerSecond, String... operations) {
    this.callsPerSecond = callsPerSecond;
    this.operations = Set.of(operations);
  }

  public static CognitoQuota of(String operation) {
    return Arrays.stream(values())
        .filter(quota -> quota.operations.contains(operation))
        .findFirst()
        .orElse(USER_POOL_RESOURCE);
  }

  public int callsPerSecond() {
    return callsPerSecond;
  }

  Set<String> operations() {
    return operations;
  }
}
