package dev.labelops.engine.owner;

import java.util.OptionalDouble;

/**
 * Numbers that are wanted.
 *
 * @param min the least; empty: any
 * @param max the most; empty: any
 */
record Range(OptionalDouble min, OptionalDouble max) {
  static final Range ANY = new Range(OptionalDouble.empty(), OptionalDouble.empty());

  boolean isAny() {
    return min.isEmpty() && max.isEmpty();
  }

  /** Whether it is wanted; what has no number is, where any is. */
  boolean has(OptionalDouble value) {
    return isAny() || value.isPresent() && has(value.getAsDouble());
  }

  boolean has(double value) {
    return (min.isEmpty() || value >= min.getAsDouble())
        && (max.isEmpty() || value <= max.getAsDouble());
  }
}
