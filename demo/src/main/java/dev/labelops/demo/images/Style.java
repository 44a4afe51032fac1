package dev.labelops.demo.images;

/**
 * What a synthetic set looks like, and how difficult it is.
 *
 * @param width of the images, in pixels
 * @param height of the images, in pixels
 * @param empty share of the images without a mark
 * @param shortest shortest long side of a mark, in pixels
 * @param longest longest long side of a mark, in pixels
 * @param cornerJitter how far each corner may move, as a share of the side
 * @param blurred share of the images that are blurred
 * @param strongestBlur largest sigma of the blur, in pixels
 * @param barred share of the images with an opaque bar over a mark
 * @param recoloured whether marks also come inverted, with swapped channels, and grey
 * @param bend largest sine bend, as a share of the mark's height
 */
public record Style(
    int width,
    int height,
    double empty,
    double shortest,
    double longest,
    double cornerJitter,
    double blurred,
    double strongestBlur,
    double barred,
    boolean recoloured,
    double bend) {
  public static final Style EASY = new Style(640, 480, .05, 44, 230, .025, .40, 1.6, .18, false, 0);
  public static final Style HARD =
      new Style(640, 480, .05, 30, 170, .055, .75, 2.3, .30, true, .07);

  /**
   * The demo's: small files, and marks that a model can learn from the labels of 60 images, but not
   * all of which it finds.
   */
  public static final Style DEMO =
      new Style(400, 300, .08, 60, 190, .035, .40, 1.3, .20, true, .02);

  /** Size of what is around the marks, as a share of that in an image 640 pixels wide. */
  double scale() {
    return width / 640.0;
  }
}
