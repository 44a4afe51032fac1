package dev.labelops.operator.workforce.look;

import dev.labelops.operator.api.v1alpha1.AwsScope;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.cognito.PoolMembers;
import dev.labelops.operator.aws.cognito.UserPools;
import dev.labelops.operator.aws.sagemaker.Workforces;
import dev.labelops.operator.aws.sagemaker.Workteams;

/** What is needed of AWS, as one resource's {@code spec.aws} reaches it. */
public record WorkforcePorts(
    String region,
    Workforces workforces,
    Workteams workteams,
    UserPools pools,
    PoolMembers members) {

  public static WorkforcePorts of(AwsClients clients, AwsScope wish) {
    AwsClients.Scope scope = clients.scope(wish);
    return new WorkforcePorts(
        scope.region(),
        Workforces.of(clients, scope),
        Workteams.of(clients, scope),
        UserPools.of(clients, scope),
        PoolMembers.of(clients, scope));
  }
}
