package dev.labelops.demo.report;

import dev.labelops.demo.truth.Box;
import java.util.List;
import java.util.Locale;

/**
 * One object in the report.
 *
 * @param name file name, or empty for a text
 * @param verdict {@code human}, {@code machine} or {@code unlabeled}
 * @param picture data URI of the image; null for a text
 * @param text the text; null for an image
 * @param width of the image the boxes speak of, in pixels
 * @param height the same
 * @param boxes drawn boxes
 * @param truth the true boxes, empty where unknown
 * @param category the class; null for boxes
 * @param score agreement with the truth, 0 to 1; null where the truth is unknown
 */
public record Card(
    String name,
    String verdict,
    String picture,
    String text,
    int width,
    int height,
    List<Box> boxes,
    List<Box> truth,
    String category,
    Double score) {

  /** Size of letters over the image, in its pixels. */
  public double letters() {
    return Math.max(width, height) * .034;
  }

  /** Baseline of a box's label: above the box, or inside where there is no room. */
  public double labelTop(Box box) {
    double above = box.top() - letters() * .4;
    return above > letters() ? above : box.top() + letters() * 1.1;
  }

  /** The score with two digits; null where there is none. */
  public String scoreText() {
    return score == null ? null : String.format(Locale.ROOT, "%.2f", score);
  }
}
