package dev.labelops.engine.labeling.shared;

/** Numbers as they are written into label files. */
public final class Rounded {
  private Rounded() {}

  /** Two places after the point, as Ground Truth writes confidences and averaged pixels. */
  public static double toHundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
