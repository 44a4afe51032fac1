package dev.labelops.learning.boxes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The quality of an image's boxes: the sum of the IoU of matched boxes, divided by the number of
 * matched, missed and false ones. Missed and false boxes so count as 0. An image without boxes that
 * is answered with none has 1.
 */
public final class ImageScore {
  private ImageScore() {}

  private record Pair(int found, int marked, double overlap) {}

  /** 0 to 1. Boxes of one label are matched greedily, by IoU. */
  public static double of(List<LabeledBox> found, List<LabeledBox> truth) {
    if (found.isEmpty() && truth.isEmpty()) {
      return 1;
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      for (int j = 0; j < truth.size(); j++) {
        double overlap = found.get(i).box().overlap(truth.get(j).box());
        if (overlap > 0 && found.get(i).label().equals(truth.get(j).label())) {
          pairs.add(new Pair(i, j, overlap));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::overlap).reversed());
    Set<Integer> foundMatched = new HashSet<>();
    Set<Integer> trueMatched = new HashSet<>();
    double sum = 0;
    for (Pair pair : pairs) {
      if (!foundMatched.contains(pair.found) && !trueMatched.contains(pair.marked)) {
        foundMatched.add(pair.found);
        trueMatched.add(pair.marked);
        sum += pair.overlap;
      }
    }
    return sum / (found.size() + truth.size() - trueMatched.size());
  }
}
