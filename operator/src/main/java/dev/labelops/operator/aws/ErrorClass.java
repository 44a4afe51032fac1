package dev.labelops.operator.aws;

/** What a failed AWS call means for what to do next (ground-truth-reference 1.9). */
public enum ErrorClass {
  /** Asked too fast: later, with backoff. */
  THROTTLED,
  /** 5xx or no answer at all: again. The call may have taken effect. */
  TRANSIENT,
  /** Somebody else is changing the same thing: read again, then again. */
  CONFLICT,
  /** The name is taken: check who owns it. */
  EXISTS,
  /** A quota is used up: slowly again. */
  QUOTA,
  /**
   * Not permitted: a person must grant it; checked again slowly, since grants come without an
   * event.
   */
  DENIED,
  /** Refused as wrong: not again until something changes. */
  INVALID,
  /** The named thing does not exist. */
  NOT_FOUND,
  /** No call failed, but the operator itself: a fault of LabelOps. Again, and reported. */
  UNEXPECTED
}
