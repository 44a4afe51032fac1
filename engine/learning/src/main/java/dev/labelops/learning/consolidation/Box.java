package dev.labelops.learning.consolidation;

/**
 * A labeled box in pixels of the image, edges as real numbers.
 *
 * @param label class of what is inside
 * @param left of 0 at the image's left edge
 * @param top of 0 at the image's top edge
 * @param width above 0
 * @param height above 0
 */
public record Box(String label, double left, double top, double width, double height) {

  public Box {
    if (!(width > 0 && height > 0)) {
      throw new IllegalArgumentException(
          "A box has a width and height above 0, not " + width + " and " + height + ".");
    }
  }

  /** Area of the intersection by area of the union, 0 to 1, whatever the labels. */
  public double iou(Box other) {
    double across = Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
    double down = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
    if (across <= 0 || down <= 0) {
      return 0;
    }
    double both = across * down;
    return both / (width * height + other.width * other.height - both);
  }

  double[] edges() {
    return new double[] {left, top, left + width, top + height};
  }
}
