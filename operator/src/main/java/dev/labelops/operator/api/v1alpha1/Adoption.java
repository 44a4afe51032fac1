package dev.labelops.operator.api.v1alpha1;

/** Which of the things that already exist under the name that a resource wants it may take over. */
public enum Adoption {
  /** Only what carries this resource's ownership mark. */
  IfOwned,
  /** Whatever is there. */
  Always,
  /** Nothing: only what was created in this attempt. */
  Never
}
