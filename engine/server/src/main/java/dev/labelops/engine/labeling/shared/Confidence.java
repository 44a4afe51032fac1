package dev.labelops.engine.labeling.shared;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NumericNode;

/** A label's confidence as it is written. */
public final class Confidence {
  private Confidence() {}

  /**
   * @param confidence 0 to 1; 0 for a label of one answer, written without a point as Ground Truth
   *     does
   */
  public static NumericNode of(double confidence) {
    return confidence == 0
        ? IntNode.valueOf(0)
        : DoubleNode.valueOf(Rounded.toHundredths(confidence));
  }
}
