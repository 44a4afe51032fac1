package dev.labelops.demo.report;

import dev.labelops.demo.truth.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How well one label was given by people, or by the machine.
 *
 * @param given how often it was given
 * @param right of those, how often the truth agrees: the class, or a box of the label with IoU .5
 *     or more
 * @param truth how often it is in the truth of the same objects
 */
public record LabelQuality(long given, long right, long truth) {
  private static final double LEAST_IOU = .5;

  /**
   * @param cards of one verdict
   */
  static LabelQuality of(String label, List<Card> cards) {
    long given = 0;
    long right = 0;
    long truth = 0;
    for (Card card : cards) {
      List<Box> found = labeled(card.boxes(), label);
      List<Box> real = new ArrayList<>(labeled(card.truth(), label));
      given += found.size();
      truth += real.size();
      for (Box box : found) {
        Optional<Box> match = real.stream().max(Comparator.comparingDouble(box::iou));
        if (match.isPresent() && match.get().iou(box) >= LEAST_IOU) {
          real.remove(match.get());
          right++;
        }
      }
      boolean said = label.equals(card.category());
      boolean is = label.equals(card.trueCategory());
      given += said ? 1 : 0;
      truth += is ? 1 : 0;
      right += said && is ? 1 : 0;
    }
    return new LabelQuality(given, right, truth);
  }

  private static List<Box> labeled(List<Box> boxes, String label) {
    return boxes.stream().filter(box -> box.label().equals(label)).toList();
  }

  public String precision() {
    return share(right, given);
  }

  public String recall() {
    return share(right, truth);
  }

  private static String share(long part, long whole) {
    return whole == 0 ? "–" : String.format(Locale.ROOT, "%.0f%%", 100.0 * part / whole);
  }
}
