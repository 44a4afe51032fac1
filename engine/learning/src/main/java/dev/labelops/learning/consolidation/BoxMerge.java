package dev.labelops.learning.consolidation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Boxes from several workers. Boxes of one label that overlap (IoU of at least 0.5) are of one
 * thing; its edges are the mean of the workers', each weighted by one over the variance of that
 * worker's differences from the others; it is kept when the workers who drew it carry more than
 * half of the quality of those who saw the image. Variances and means follow from each other, in
 * turn: iteratively reweighted averaging, as Dawid and Skene's method does for classes.
 */
public final class BoxMerge {
  private static final double SAME = .5;
  private static final int ITERATIONS = 10;

  /** Answers of a mean worker that each worker starts with, so that few answers do not decide. */
  private static final double PRIOR_ANSWERS = 5;

  /** Relative to the box's size; nobody draws better than this. */
  private static final double LEAST_DEVIATION = .005;

  private static final double DEVIATION_AT_START = .05;

  /** One worker's boxes in one image; none means that the worker saw nothing. */
  public record Answer(String image, String worker, List<Box> boxes) {}

  /**
   * @param box merged
   * @param confidence part of the present workers' quality that drew it, 0 to 1
   */
  public record Merged(Box box, double confidence) {}

  /**
   * @param boxes by image
   * @param quality by worker: mean IoU of the worker's boxes with the merged ones, where a box too
   *     much or missing is 0
   */
  public record Result(SortedMap<String, List<Merged>> boxes, SortedMap<String, Double> quality) {}

  private record Drawn(String worker, Box box) {}

  private record Worker(double variance, double quality) {}

  private BoxMerge() {}

  /**
   * @param answers of one job, at most one per image and worker
   */
  public static Result merge(Collection<Answer> answers) {
    SortedMap<String, List<Answer>> images = new TreeMap<>();
    for (Answer answer : answers) {
      images.computeIfAbsent(answer.image, image -> new ArrayList<>()).add(answer);
    }
    images.values().forEach(of -> of.sort(Comparator.comparing(Answer::worker)));
    Map<String, List<List<Drawn>>> things = new TreeMap<>();
    images.forEach((image, of) -> things.put(image, groups(of)));
    Map<String, Worker> workers = new TreeMap<>();
    answers.forEach(
        a -> workers.put(a.worker, new Worker(DEVIATION_AT_START * DEVIATION_AT_START, 1)));
    for (int i = 0; i < ITERATIONS; i++) {
      workers.putAll(measured(images, things, workers));
    }
    SortedMap<String, List<Merged>> merged = new TreeMap<>();
    images.forEach((image, of) -> merged.put(image, kept(of, things.get(image), workers)));
    SortedMap<String, Double> quality = new TreeMap<>();
    workers.forEach((name, worker) -> quality.put(name, worker.quality));
    return new Result(merged, quality);
  }

  /**
   * Boxes of one thing: greedily by overlap with a group's first box, at most one of each worker.
   */
  private static List<List<Drawn>> groups(List<Answer> answers) {
    List<List<Drawn>> groups = new ArrayList<>();
    for (Answer answer : answers) {
      for (Box box : answer.boxes) {
        groups.stream()
            .filter(group -> group.stream().noneMatch(drawn -> drawn.worker.equals(answer.worker)))
            .filter(group -> group.getFirst().box.label().equals(box.label()))
            .filter(group -> overlap(group, box) >= SAME)
            .max(Comparator.comparingDouble(group -> overlap(group, box)))
            .ifPresentOrElse(
                group -> group.add(new Drawn(answer.worker, box)),
                () -> groups.add(new ArrayList<>(List.of(new Drawn(answer.worker, box)))));
      }
    }
    return groups;
  }

  /** With the best of the group: a poor first box must not keep two good ones apart. */
  private static double overlap(List<Drawn> group, Box box) {
    return group.stream().mapToDouble(drawn -> drawn.box.iou(box)).max().orElse(0);
  }

  private static List<Merged> kept(
      List<Answer> present, List<List<Drawn>> things, Map<String, Worker> workers) {
    List<Merged> kept = new ArrayList<>();
    for (List<Drawn> thing : things) {
      double confidence = confidence(thing, present, workers);
      if (confidence > .5 || present.size() == 1) {
        kept.add(new Merged(mean(thing, workers, ""), confidence));
      }
    }
    return List.copyOf(kept);
  }

  private static double confidence(
      List<Drawn> thing, List<Answer> present, Map<String, Worker> workers) {
    double all = present.stream().mapToDouble(answer -> workers.get(answer.worker).quality).sum();
    return all == 0
        ? 0
        : thing.stream().mapToDouble(drawn -> workers.get(drawn.worker).quality).sum() / all;
  }

  /**
   * @param without a worker who is left out, unless there is no other
   */
  private static Box mean(List<Drawn> thing, Map<String, Worker> workers, String without) {
    double[] sums = new double[4];
    double weights = 0;
    for (Drawn drawn : thing) {
      if (drawn.worker.equals(without) && thing.size() > 1) {
        continue;
      }
      double weight = 1 / workers.get(drawn.worker).variance;
      double[] edges = drawn.box.edges();
      for (int e = 0; e < 4; e++) {
        sums[e] += weight * edges[e];
      }
      weights += weight;
    }
    return new Box(
        thing.getFirst().box.label(),
        sums[0] / weights,
        sums[1] / weights,
        (sums[2] - sums[0]) / weights,
        (sums[3] - sums[1]) / weights);
  }

  /** Each worker against the mean of the others. */
  private static Map<String, Worker> measured(
      Map<String, List<Answer>> images,
      Map<String, List<List<Drawn>>> things,
      Map<String, Worker> workers) {
    Map<String, double[]> sums = new HashMap<>();
    workers.keySet().forEach(worker -> sums.put(worker, new double[4]));
    double squares = 0;
    int edges = 0;
    for (Map.Entry<String, List<Answer>> image : images.entrySet()) {
      for (List<Drawn> thing : things.get(image.getKey())) {
        // Half is enough here: otherwise, two good workers of four would never be recognized.
        boolean isThere = confidence(thing, image.getValue(), workers) >= .5;
        for (Answer answer : image.getValue()) {
          double[] sum = sums.get(answer.worker);
          Drawn own =
              thing.stream().filter(d -> d.worker.equals(answer.worker)).findFirst().orElse(null);
          if (own == null) {
            sum[3] += isThere ? 1 : 0;
            continue;
          }
          sum[3]++;
          if (!isThere || thing.size() == 1) {
            continue;
          }
          Box others = mean(thing, workers, answer.worker);
          sum[2] += own.box.iou(others);
          double[] a = own.box.edges();
          double[] b = others.edges();
          for (int e = 0; e < 4; e++) {
            double size = e % 2 == 0 ? others.width() : others.height();
            double difference = (a[e] - b[e]) / size;
            sum[0] += difference * difference;
            sum[1]++;
            squares += difference * difference;
            edges++;
          }
        }
      }
    }
    double typical = edges == 0 ? DEVIATION_AT_START * DEVIATION_AT_START : squares / edges;
    Map<String, Worker> measured = new TreeMap<>();
    sums.forEach(
        (worker, sum) ->
            measured.put(
                worker,
                new Worker(
                    Math.max(
                        LEAST_DEVIATION * LEAST_DEVIATION,
                        (sum[0] + PRIOR_ANSWERS * typical) / (sum[1] + PRIOR_ANSWERS)),
                    (sum[2] + PRIOR_ANSWERS * .5) / (sum[3] + PRIOR_ANSWERS))));
    return measured;
  }
}
