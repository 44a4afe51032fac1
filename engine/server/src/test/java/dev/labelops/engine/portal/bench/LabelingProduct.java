package dev.labelops.engine.portal.bench;

import java.util.ArrayList;
import java.util.List;

/** A running server with the images to label, and the ways to its screen. */
interface LabelingProduct {
  /** With its version. */
  String name();

  /**
   * Opens the sign-in page in a browser without a cache, signs in, and waits for the first image.
   */
  Opened open();

  /**
   * @param millis from the navigation to the sign-in page until the second animation frame with the
   *     first image
   */
  record Opened(LabelingScreen screen, double millis) {}

  /**
   * Labels so many tasks.
   *
   * @param workMillis how long somebody looks at the box that was drawn, before Submit
   */
  static List<Double> waits(LabelingScreen screen, int tasks, int workMillis) {
    List<Double> waits = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      screen.draw();
      screen.page().waitForTimeout(workMillis);
      waits.add(screen.submit());
    }
    return waits;
  }
}
