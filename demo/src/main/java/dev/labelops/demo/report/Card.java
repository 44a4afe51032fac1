package dev.labelops.demo.report;

import dev.labelops.demo.truth.Box;
import java.util.List;
import java.util.Locale;

/**
 * One object in the report.
 *
 * @param name file name, or empty for a text
 * @param verdict {@code human}, {@code machine} or {@code unlabeled}
 * @param round in which the machine labeled it; null for others, and where it is unknown
 * @param image data URI of the image; null for a text
 * @param text the text; null for an image
 * @param width of the image the boxes speak of, in pixels
 * @param height the same
 * @param boxes drawn boxes
 * @param truth the true boxes, empty where unknown
 * @param category the class; null for boxes
 * @param trueCategory the true class; null for boxes and where unknown
 * @param score agreement with the truth, 0 to 1; null where the truth is unknown
 */
public record Card(
    String name,
    String verdict,
    Integer round,
    String image,
    String text,
    int width,
    int height,
    List<Box> boxes,
    List<Box> truth,
    String category,
    String trueCategory,
    Double score) {
  private static final double GOOD = .5;

  /** Who labeled it, for its caption. */
  public String badge() {
    return switch (verdict) {
      case "human" -> "people";
      case "machine" -> round == null ? "machine" : "machine, round " + round;
      default -> verdict;
    };
  }

  /** Size of letters over the image, in its pixels. */
  public double letters() {
    return Math.max(width, height) * .038;
  }

  /** Baseline of a box's label: above the box, or inside where there is no room. */
  public double labelTop(Box box) {
    double above = box.top() - letters() * .4;
    return above > letters() ? above : box.top() + letters() * 1.1;
  }

  /** What is known of its quality, in a word or a number; null when nothing is. */
  public String scoreText() {
    if (score == null) {
      return null;
    }
    if (category == null) {
      return String.format(Locale.ROOT, "IoU %.2f", score);
    }
    return isWeak() ? "not " + trueCategory : "right";
  }

  /** Whether its score is below .5. */
  public boolean isWeak() {
    return score != null && score < GOOD;
  }

  /** Place when the worst are shown first; objects without a score come last. */
  public long rank() {
    return score == null ? 1001 : Math.round(score * 1000);
  }
}
