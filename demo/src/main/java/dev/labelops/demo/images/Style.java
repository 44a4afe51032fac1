package dev.labelops.demo.images;

/**
 * How difficult a synthetic set is.
 *
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
    double shortest,
    double longest,
    double cornerJitter,
    double blurred,
    double strongestBlur,
    double barred,
    boolean recoloured,
    double bend) {
  public static final Style EASY = new Style(44, 230, .025, .40, 1.6, .18, false, 0);
  public static final Style HARD = new Style(30, 170, .055, .75, 2.3, .30, true, .07);
}
