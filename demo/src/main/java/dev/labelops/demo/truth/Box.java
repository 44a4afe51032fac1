package dev.labelops.demo.truth;

/**
 * A labeled box as Ground Truth writes it, in pixels from the image's top left.
 *
 * @param label the label category
 */
public record Box(String label, double left, double top, double width, double height) {
  /** Intersection over union, 0 to 1. */
  public double iou(Box other) {
    double across = Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
    double down = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
    if (across <= 0 || down <= 0) {
      return 0;
    }
    double shared = across * down;
    return shared / (width * height + other.width * other.height - shared);
  }
}
