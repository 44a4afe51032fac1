package dev.labelops.operator.workforce;

import dev.labelops.operator.api.v1alpha1.AwsScope;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.PoolMembers;
import dev.labelops.operator.aws.UserPools;
import dev.labelops.operator.aws.Workforces;
import dev.labelops.operator.aws.Workteams;

/** What is needed of AWS, as one resource's {@code spec.aws} reaches it. */
record WorkforcePorts(
    String region,
    Workforces workforces,
    Workteams workteams,
    UserPools pools,
    PoolMembers members) {

  static WorkforcePorts of(AwsClients clients, AwsScope wish) {
    AwsClients.Scope scope = clients.scope(wish);
    return new WorkforcePorts(
        scope.region(),
        Workforces.of(clients, scope),
        Workteams.of(clients, scope),
        UserPools.of(clients, scope),
        PoolMembers.of(clients, scope));
  }
}
