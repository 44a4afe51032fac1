package dev.labelops.demo.truth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How well an annotation agrees with the truth. */
public final class Agreement {
  /** Boxes that overlap less than this are not the same object. */
  private static final double LEAST_MATCH = .1;

  private record Pair(int found, int truth, double iou) {}

  private Agreement() {}

  /** Score of two annotations of one object, 0 to 1; 0 when one has boxes and the other a class. */
  public static double of(Annotation one, Annotation other) {
    if (one instanceof Annotation.Boxes a && other instanceof Annotation.Boxes b) {
      return iou(a.boxes(), b.boxes());
    }
    return one.equals(other) ? 1 : 0;
  }

  /**
   * Score of one image, 0 to 1: the sum of the IoU of matched boxes over matched, missed and false
   * boxes together. Boxes match when label and place agree, best first. Nothing found where nothing
   * is scores 1.
   */
  public static double iou(List<Box> found, List<Box> truth) {
    if (found.isEmpty() && truth.isEmpty()) {
      return 1;
    }
    List<Pair> pairs = new ArrayList<>();
    for (int f = 0; f < found.size(); f++) {
      for (int t = 0; t < truth.size(); t++) {
        double iou = found.get(f).iou(truth.get(t));
        if (iou >= LEAST_MATCH && found.get(f).label().equals(truth.get(t).label())) {
          pairs.add(new Pair(f, t, iou));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::iou).reversed());
    Set<Integer> usedFound = new HashSet<>();
    Set<Integer> usedTruth = new HashSet<>();
    double sum = 0;
    for (Pair pair : pairs) {
      if (!usedFound.contains(pair.found()) && !usedTruth.contains(pair.truth())) {
        usedFound.add(pair.found());
        usedTruth.add(pair.truth());
        sum += pair.iou();
      }
    }
    return sum / (found.size() + truth.size() - usedFound.size());
  }
}
