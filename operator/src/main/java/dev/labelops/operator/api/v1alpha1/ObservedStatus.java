package dev.labelops.operator.api.v1alpha1;

import java.util.List;

/** What every status says of the pass that wrote it. */
public interface ObservedStatus {
  /** metadata.generation that the status speaks of; -1 or null before the first look. */
  Long observedGeneration();

  /** Null before the first look. */
  List<Condition> conditions();
}
