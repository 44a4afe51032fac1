package dev.labelops.engine.labeling.task;

/** Numbers as they are written into label files. */
final class Rounded {
  private Rounded() {}

  /** Two places after the point, as Ground Truth writes confidences and averaged pixels. */
  static double toHundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
