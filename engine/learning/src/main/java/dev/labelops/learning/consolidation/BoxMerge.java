package dev.labelops.learning.consolidation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Boxes from several workers. Boxes of one label that overlap (IoU of at least 0.5) are of one
 * thing; its edges are the mean of the workers', each weighted by one over the variance of that
 * worker's differences from the others; it is kept when the workers who drew it carry at least half
 * of the quality of those who saw the image. Variances and means follow from each other, in turn:
 * iteratively reweighted averaging, as Dawid and Skene's method does for classes.
 *
 * <p>A job's images can come in parts: what earlier parts say of the workers is added as sums,
 * which stay as they are. An image with one answer keeps it, and says nothing of its worker.
 */
public final class BoxMerge {
  private static final double SAME = .5;
  private static final int ITERATIONS = 10;

  private static final double DEVIATION_AT_START = .05;

  /** Half, less what rounding takes: of two equal workers, each one's boxes are kept. */
  private static final double HALF = .5 - 1e-9;

  /** One worker's boxes in one image; none means that the worker saw nothing. */
  public record Answer(String image, String worker, List<Box> boxes) {}

  /**
   * @param box merged
   * @param share part of the present workers' quality that drew it, 0 to 1
   * @param agreement mean IoU with it of the boxes that were merged, 0 to 1
   */
  public record Merged(Box box, double share, double agreement) {
    /** 0 to 1. */
    public double confidence() {
      return share * agreement;
    }
  }

  /**
   * @param boxes kept
   * @param certainty mean over the things that somebody drew: confidence of those kept, share of
   *     quality that did not draw those left out; with one answer, its worker's quality; 0 to 1
   */
  public record Image(List<Merged> boxes, double certainty) {}

  /**
   * @param images by name
   * @param quality by worker: mean IoU of the worker's boxes with the merged ones, where a box too
   *     much or missing is 0; without those whose answers were never compared
   * @param drawings by worker, of the earlier images and these
   */
  public record Result(
      SortedMap<String, Image> images,
      SortedMap<String, WorkerQuality> quality,
      SortedMap<String, Drawing> drawings) {}

  private record Drawn(String worker, Box box) {}

  private record Worker(double variance, double quality) {}

  private BoxMerge() {}

  /**
   * @param answers of one job, at most one per image and worker
   */
  public static Result merge(Collection<Answer> answers) {
    return merge(answers, Map.of());
  }

  /**
   * @param answers about some images of a job, at most one per image and worker
   * @param earlier by worker, what other images of the job say; empty for the first
   */
  public static Result merge(Collection<Answer> answers, Map<String, Drawing> earlier) {
    SortedMap<String, List<Answer>> images = new TreeMap<>();
    for (Answer answer : answers) {
      images.computeIfAbsent(answer.image, image -> new ArrayList<>()).add(answer);
    }
    images.values().forEach(of -> of.sort(Comparator.comparing(Answer::worker)));
    Map<String, List<List<Drawn>>> things = new TreeMap<>();
    images.forEach((image, of) -> things.put(image, groups(of)));
    SortedMap<String, Drawing> before = new TreeMap<>(earlier);
    answers.forEach(answer -> before.putIfAbsent(answer.worker, Drawing.NONE));
    SortedMap<String, Drawing> drawings = before;
    Map<String, Worker> workers = workers(drawings, true);
    for (int i = 0; i < ITERATIONS; i++) {
      drawings = measured(images, things, workers, before);
      workers = workers(drawings, false);
    }
    Map<String, Worker> known = workers;
    SortedMap<String, Image> merged = new TreeMap<>();
    images.forEach((image, of) -> merged.put(image, image(of, things.get(image), known)));
    SortedMap<String, WorkerQuality> quality = new TreeMap<>();
    drawings.forEach(
        (name, drawing) -> {
          if (drawing.answers() > 0) {
            quality.put(name, drawing.measured());
          }
        });
    return new Result(merged, quality, drawings);
  }

  private static Map<String, Worker> workers(Map<String, Drawing> drawings, boolean atStart) {
    double edges = drawings.values().stream().mapToDouble(Drawing::edges).sum();
    double squares = drawings.values().stream().mapToDouble(Drawing::squares).sum();
    double typical = edges == 0 ? DEVIATION_AT_START * DEVIATION_AT_START : squares / edges;
    Map<String, Worker> workers = new TreeMap<>();
    drawings.forEach(
        (name, drawing) ->
            workers.put(
                name,
                new Worker(
                    drawing.variance(typical),
                    atStart && drawing.answers() == 0 ? 1 : drawing.quality())));
    return workers;
  }

  /**
   * Boxes of one thing: greedily by overlap with a group's first box, at most one of each worker.
   */
  private static List<List<Drawn>> groups(List<Answer> answers) {
    List<List<Drawn>> groups = new ArrayList<>();
    for (Answer answer : answers) {
      for (Box box : answer.boxes) {
        groups.stream()
            .filter(group -> group.getFirst().box.label().equals(box.label()))
            .filter(group -> overlap(group, box) >= SAME)
            .filter(group -> group.stream().noneMatch(drawn -> drawn.worker.equals(answer.worker)))
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

  private static Image image(
      List<Answer> present, List<List<Drawn>> things, Map<String, Worker> workers) {
    List<Merged> kept = new ArrayList<>();
    double certainty = 0;
    for (List<Drawn> thing : things) {
      double share = share(thing, present, workers);
      if (share >= HALF) {
        Box mean = mean(thing, workers, "");
        double agreement =
            thing.stream().mapToDouble(drawn -> drawn.box.iou(mean)).average().orElseThrow();
        kept.add(new Merged(mean, share, agreement));
        certainty += share * agreement;
      } else {
        certainty += 1 - share;
      }
    }
    if (present.size() == 1) {
      certainty = workers.get(present.getFirst().worker).quality;
    } else {
      certainty = things.isEmpty() ? 1 : certainty / things.size();
    }
    return new Image(List.copyOf(kept), certainty);
  }

  private static double share(
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
  private static SortedMap<String, Drawing> measured(
      Map<String, List<Answer>> images,
      Map<String, List<List<Drawn>>> things,
      Map<String, Worker> workers,
      SortedMap<String, Drawing> before) {
    SortedMap<String, Drawing> drawings = new TreeMap<>(before);
    images.forEach(
        (image, present) -> {
          if (present.size() > 1) {
            present.forEach(a -> drawings.compute(a.worker, (w, drawing) -> drawing.answered()));
            things.get(image).forEach(thing -> measure(thing, present, workers, drawings));
          }
        });
    return drawings;
  }

  private static void measure(
      List<Drawn> thing,
      List<Answer> present,
      Map<String, Worker> workers,
      Map<String, Drawing> drawings) {
    // Half is enough here: otherwise, two good workers of four would never be recognized.
    boolean isThere = share(thing, present, workers) >= HALF;
    for (Answer answer : present) {
      Drawing drawing = drawings.get(answer.worker);
      Drawn own =
          thing.stream().filter(d -> d.worker.equals(answer.worker)).findFirst().orElse(null);
      if (own == null) {
        drawing = isThere ? drawing.thing(0) : drawing;
      } else if (!isThere || thing.size() == 1) {
        drawing = drawing.thing(0);
      } else {
        Box others = mean(thing, workers, answer.worker);
        drawing = drawing.thing(own.box.iou(others));
        double[] a = own.box.edges();
        double[] b = others.edges();
        for (int e = 0; e < 4; e++) {
          drawing = drawing.edge((a[e] - b[e]) / (e % 2 == 0 ? others.width() : others.height()));
        }
      }
      drawings.put(answer.worker, drawing);
    }
  }
}
