package dev.labelops.engine.labeling.learning;

/** What a human label of an automated job is for. It is fixed before people see the object. */
public enum Role {
  /** Measures models; drawn at random, never trained on. */
  Validation,
  /** Validated earlier rounds; represents objects that the machine has labeled meanwhile. */
  ValidationUsed,
  /** Trains models. */
  Training
}
