package dev.labelops.operator.tenancy;

/**
 * What a namespace may do with the private workforce of an account and region, of which there is
 * one. Each right includes those before it.
 */
public enum WorkforceRight {
  /** Nothing. */
  NONE,
  /** Add teams to it and invite people into its user pool. */
  JOIN,
  /** Make it, with its user pool, or make it on a user pool that is granted. */
  MAKE
}
