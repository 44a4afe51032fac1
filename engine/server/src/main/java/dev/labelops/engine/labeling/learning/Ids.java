package dev.labelops.engine.labeling.learning;

import java.util.Collection;

/** Object ids are line numbers of the manifest, so arrays have a place for each. */
final class Ids {
  private Ids() {}

  /** One more than the largest. */
  static int end(Collection<Integer> ids) {
    return ids.stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
  }
}
