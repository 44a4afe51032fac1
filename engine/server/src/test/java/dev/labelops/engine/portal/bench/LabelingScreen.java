package dev.labelops.engine.portal.bench;

import com.microsoft.playwright.Page;

/** The screen on which somebody draws boxes, of either product. */
interface LabelingScreen extends AutoCloseable {
  Page page();

  /** Draws one box with the mouse. */
  void draw();

  /**
   * Presses Submit.
   *
   * @return milliseconds from the click to the second animation frame with the next image, which is
   *     loaded and laid out
   */
  double submit();

  @Override
  void close();
}
