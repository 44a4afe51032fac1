package dev.labelops.learning.boxes;

/**
 * A rectangle, in pixels from the image's left upper corner.
 *
 * @param left smallest x
 * @param top smallest y
 * @param right largest x, above {@code left}
 * @param bottom largest y, above {@code top}
 */
public record Box(double left, double top, double right, double bottom) {

  public Box {
    if (!(right > left && bottom > top)) {
      throw new IllegalArgumentException(
          "A box has a width and a height, not "
              + left
              + ", "
              + top
              + ", "
              + right
              + ", "
              + bottom);
    }
  }

  static Box centered(double x, double y, double width, double height) {
    return new Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
  }

  public double width() {
    return right - left;
  }

  public double height() {
    return bottom - top;
  }

  double centerX() {
    return (left + right) / 2;
  }

  double centerY() {
    return (top + bottom) / 2;
  }

  boolean contains(double x, double y) {
    return x >= left && x <= right && y >= top && y <= bottom;
  }

  /** Intersection over union (IoU): 0 for boxes that do not overlap, 1 for equal boxes. */
  public double overlap(Box other) {
    double width = Math.min(right, other.right) - Math.max(left, other.left);
    double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double both = width * height;
    return both / (width() * height() + other.width() * other.height() - both);
  }

  /** The part inside an image; at least one pixel wide and high, so that it stays a box. */
  Box inside(int imageWidth, int imageHeight) {
    double l = Math.clamp(left, 0, Math.max(0, imageWidth - 1));
    double t = Math.clamp(top, 0, Math.max(0, imageHeight - 1));
    return new Box(
        l,
        t,
        Math.clamp(right, l + 1, Math.max(l + 1, imageWidth)),
        Math.clamp(bottom, t + 1, Math.max(t + 1, imageHeight)));
  }
}
