package dev.labelops.demo.workers;

import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How people differ from the truth.
 *
 * @param jitter standard deviation of a box's edges, as a share of its side
 * @param missed chance that a box is not drawn
 * @param wrongLabel chance that another label is chosen
 */
public record Noise(double jitter, double missed, double wrongLabel) {
  /** Careful people. */
  public static final Noise SMALL = new Noise(.02, .02, .01);

  /** A team as it is: some hurry. Worker n is the n-th of them, and they repeat. */
  public static final List<Noise> TEAM =
      List.of(
          new Noise(.012, .005, .003),
          SMALL,
          new Noise(.03, .02, .015),
          new Noise(.015, .01, .005),
          new Noise(.025, .03, .01),
          new Noise(.06, .06, .05));

  /** Answers with the truth itself. */
  public static final Noise NONE = new Noise(0, 0, 0);

  /**
   * What a person says who sees {@code truth}.
   *
   * @param labels the labels that there are to choose from
   */
  Annotation applied(Annotation truth, List<String> labels, RandomGenerator random) {
    return switch (truth) {
      case Annotation.Category(String label) ->
          new Annotation.Category(chosen(label, labels, random));
      case Annotation.Boxes boxes -> {
        List<Box> drawn = new ArrayList<>();
        for (Box box : boxes.boxes()) {
          if (random.nextDouble() >= missed) {
            drawn.add(drawn(box, boxes, labels, random));
          }
        }
        yield new Annotation.Boxes(boxes.width(), boxes.height(), List.copyOf(drawn));
      }
    };
  }

  private Box drawn(Box box, Annotation.Boxes image, List<String> labels, RandomGenerator random) {
    int left = edge(box.left(), box.width(), image.width() - 1, random);
    int top = edge(box.top(), box.height(), image.height() - 1, random);
    int right = edge(box.left() + box.width(), box.width(), image.width(), random);
    int bottom = edge(box.top() + box.height(), box.height(), image.height(), random);
    return new Box(
        chosen(box.label(), labels, random),
        left,
        top,
        Math.max(1, right - left),
        Math.max(1, bottom - top));
  }

  private int edge(double at, double side, int limit, RandomGenerator random) {
    double moved = at + random.nextGaussian() * jitter * side;
    return (int) Math.max(0, Math.min(limit, Math.round(moved)));
  }

  private String chosen(String label, List<String> labels, RandomGenerator random) {
    List<String> others = labels.stream().filter(other -> !other.equals(label)).toList();
    if (others.isEmpty() || random.nextDouble() >= wrongLabel) {
      return label;
    }
    return others.get(random.nextInt(others.size()));
  }
}
