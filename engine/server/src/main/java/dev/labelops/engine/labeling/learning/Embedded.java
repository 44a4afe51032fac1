package dev.labelops.engine.labeling.learning;

import java.io.IOException;
import java.util.List;

/** Objects of a round with a row of a network each. */
interface Embedded {
  /** Ids of those with a row, ascending. */
  List<Integer> usable();

  /**
   * @param id usable
   */
  float[] embedding(int id) throws IOException;
}
