package dev.labelops.learning.boxes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Non-maximum suppression: of boxes that overlap, the one with the highest score. */
final class Suppression {
  private static final double OVERLAP = .3;

  private Suppression() {}

  /**
   * @param most boxes to keep
   * @return highest score first
   */
  static List<ScoredBox> of(List<ScoredBox> boxes, int most) {
    List<ScoredBox> sorted = new ArrayList<>(boxes);
    sorted.sort(Comparator.comparingDouble(ScoredBox::score).reversed());
    List<ScoredBox> kept = new ArrayList<>();
    for (ScoredBox box : sorted) {
      if (kept.size() == most) {
        break;
      }
      if (kept.stream().allMatch(better -> better.box().overlap(box.box()) < OVERLAP)) {
        kept.add(box);
      }
    }
    return kept;
  }
}
