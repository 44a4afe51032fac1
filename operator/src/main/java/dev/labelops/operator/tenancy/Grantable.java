package dev.labelops.operator.tenancy;

/**
 * The lists of a grant: each holds one kind of thing outside of Kubernetes that an object names.
 */
public enum Grantable {
  /** ARNs that {@code spec.executionRoleArn} may name. */
  EXECUTION_ROLES("executionRoles"),
  /** ARNs that {@code spec.aws.assumeRoleArn} may name. */
  ASSUMABLE_ROLES("assumableRoles"),
  /** {@code s3://bucket} or {@code s3://bucket/prefix/}, for reading and writing. */
  LOCATIONS("locations"),
  /** ARNs of work teams that were not made for the namespace. */
  WORKTEAMS("workteams"),
  /** Ids of user pools. */
  USER_POOLS("userPools"),
  /** ARNs of SNS topics. */
  TOPICS("topics"),
  /** KMS keys, as the object writes them: ids, ARNs or aliases. */
  KMS_KEYS("kmsKeys"),
  /** Ids of VPC subnets. */
  SUBNETS("subnets"),
  /** Ids of VPC security groups. */
  SECURITY_GROUPS("securityGroups"),
  /** ARNs of models to start automated labeling from. */
  MODELS("models"),
  /** ARNs of Lambda functions that tasks of type Custom call. */
  LAMBDA_FUNCTIONS("lambdaFunctions");

  private final String setting;

  Grantable(String setting) {
    this.setting = setting;
  }

  /** Name of the list in the tenancy setting. */
  public String setting() {
    return setting;
  }
}
