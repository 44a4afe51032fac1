package dev.labelops.operator.workforce.plan;

import dev.labelops.operator.aws.Owner;

/**
 * Names of what is created for one LabelingWorkforce: the same after a restart or a restore, so
 * that each is searched for before it is created.
 */
public record WorkforceNames(Owner owner) {
  private static final int DIGITS = 12;
  private static final int LONGEST_POOL_NAME = 128;

  /** CreateUserPool PoolName. */
  public String pool() {
    String readable = "labelops-" + owner.namespace() + "-" + owner.name();
    String cut = readable.substring(0, Math.min(readable.length(), LONGEST_POOL_NAME - DIGITS - 1));
    return cut + "-" + owner.hash(DIGITS);
  }

  /** CreateUserPoolClient ClientName. */
  public String client() {
    return "labelops-" + owner.hash(DIGITS);
  }

  /**
   * CreateUserPoolDomain Domain. Hexadecimal, because Cognito refuses prefixes with "aws", "amazon"
   * or "cognito" in them.
   */
  public String domain() {
    return "labelops-" + owner.hash(20);
  }

  /** {@link dev.labelops.operator.aws.cognito.PoolUser#mark()} of the people we invite. */
  public String mark() {
    return "labelops:" + owner.hash(20);
  }

  /** CreateGroup Description; a group cannot be tagged. */
  public String groupDescription() {
    return "Made by LabelOps for LabelingWorkforce "
        + owner.namespace()
        + "/"
        + owner.name()
        + " of installation "
        + owner.installation();
  }
}
