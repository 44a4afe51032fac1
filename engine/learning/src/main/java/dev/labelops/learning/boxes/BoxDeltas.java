package dev.labelops.learning.boxes;

/**
 * How to move a box: center by parts of its size, size by logarithms (Girshick et al., "Rich
 * feature hierarchies for accurate object detection", CVPR 2014, appendix C).
 */
final class BoxDeltas {
  static final int COUNT = 4;

  private static final double MOST_GROWTH = .6;
  private static final double SMALLEST = 4;

  private BoxDeltas() {}

  static void put(Box from, Box to, float[] deltas, int at) {
    deltas[at] = (float) ((to.centerX() - from.centerX()) / from.width());
    deltas[at + 1] = (float) ((to.centerY() - from.centerY()) / from.height());
    deltas[at + 2] = (float) Math.log(to.width() / from.width());
    deltas[at + 3] = (float) Math.log(to.height() / from.height());
  }

  /**
   * @param part of the way, 0 to 1
   */
  static Box move(Box box, float[] deltas, int at, double part, int width, int height) {
    double x = box.centerX() + part * deltas[at] * box.width();
    double y = box.centerY() + part * deltas[at + 1] * box.height();
    double w = box.width() * Math.exp(Math.clamp(part * deltas[at + 2], -MOST_GROWTH, MOST_GROWTH));
    double h =
        box.height() * Math.exp(Math.clamp(part * deltas[at + 3], -MOST_GROWTH, MOST_GROWTH));
    return Box.centered(x, y, Math.max(w, SMALLEST), Math.max(h, SMALLEST)).inside(width, height);
  }
}
