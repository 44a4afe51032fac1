package dev.labelops.operator.workforce;

import dev.labelops.operator.aws.Owner;

/**
 * Names of what is made for one LabelingWorkforce: the same after a restart or a restore, so that
 * each is looked for before it is made.
 */
record WorkforceNames(Owner owner) {
  private static final int DIGITS = 12;
  private static final int LONGEST_POOL_NAME = 128;

  /** CreateUserPool PoolName. */
  String pool() {
    String readable = "labelops-" + owner.namespace() + "-" + owner.name();
    String cut = readable.substring(0, Math.min(readable.length(), LONGEST_POOL_NAME - DIGITS - 1));
    return cut + "-" + owner.hash(DIGITS);
  }

  /** CreateUserPoolClient ClientName. */
  String client() {
    return "labelops-" + owner.hash(DIGITS);
  }

  /**
   * CreateUserPoolDomain Domain. Hexadecimal, because Cognito refuses prefixes with "aws", "amazon"
   * or "cognito" in them.
   */
  String domain() {
    return "labelops-" + owner.hash(20);
  }

  /** {@link dev.labelops.operator.aws.PoolUser#mark()} of the people we invite. */
  String mark() {
    return "labelops:" + owner.hash(20);
  }

  /** CreateGroup Description; a group cannot be tagged. */
  String groupDescription() {
    return "Made by LabelOps for LabelingWorkforce "
        + owner.namespace()
        + "/"
        + owner.name()
        + " of installation "
        + owner.installation();
  }
}
