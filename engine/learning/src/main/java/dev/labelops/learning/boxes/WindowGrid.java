package dev.labelops.learning.boxes;

import java.util.ArrayList;
import java.util.List;

/**
 * The windows in which boxes are searched: sizes and shapes of the labeled boxes, and a step.
 *
 * @param sizes roots of the areas, pixels
 * @param shapes widths divided by heights
 * @param density steps are divided by it; from 1
 */
public record WindowGrid(double[] sizes, double[] shapes, double density) {
  /** The part of the labeled boxes that needs a window of at least this IoU. */
  static final double COVERED = .7;

  static final double OVERLAP = .65;

  private static final double SIZE_FACTOR = 1.45;
  private static final double SHAPE_FACTOR = 1.6;
  private static final double REFINEMENT = 1.2;
  private static final int REFINEMENTS = 5;
  private static final int MOST_WINDOWS = 30_000;

  /** The coarsest grid that covers the labeled boxes, or the finest within the limit of windows. */
  static WindowGrid fit(List<SizedImage> images) {
    WindowGrid grid = of(images, 1);
    for (int i = 0; i < REFINEMENTS && grid.covered(images) < COVERED; i++) {
      WindowGrid finer = of(images, grid.density * REFINEMENT);
      if (images.stream().anyMatch(image -> finer.count(image) > MOST_WINDOWS)) {
        break;
      }
      grid = finer;
    }
    return grid;
  }

  private static WindowGrid of(List<SizedImage> images, double density) {
    double[] sizes = sorted(images, true);
    double[] shapes = sorted(images, false);
    double smallest = Math.max(4, percentile(sizes, 2) * .95);
    double largest = Math.max(smallest, percentile(sizes, 98) * 1.05);
    double narrowest = percentile(shapes, 3);
    double widest = percentile(shapes, 97);
    int sizeSteps = steps(largest / smallest, Math.pow(SIZE_FACTOR, 1 / density));
    int shapeSteps = steps(widest / narrowest, Math.pow(SHAPE_FACTOR, 1 / density));
    double[] s = new double[sizeSteps + 1];
    for (int i = 0; i <= sizeSteps; i++) {
      s[i] = smallest * Math.pow(largest / smallest, (double) i / sizeSteps);
    }
    double[] a = new double[shapeSteps];
    for (int i = 0; i < shapeSteps; i++) {
      a[i] = narrowest * Math.pow(widest / narrowest, (i + .5) / shapeSteps);
    }
    return new WindowGrid(s, a, density);
  }

  private static double[] sorted(List<SizedImage> images, boolean size) {
    return images.stream()
        .flatMap(image -> image.boxes().stream())
        .map(LabeledBox::box)
        .mapToDouble(
            box -> size ? Math.sqrt(box.width() * box.height()) : box.width() / box.height())
        .sorted()
        .toArray();
  }

  private static int steps(double ratio, double factor) {
    return Math.max(1, (int) Math.ceil(Math.log(Math.max(ratio, 1.01)) / Math.log(factor)));
  }

  private static double percentile(double[] sorted, double percent) {
    double at = percent / 100 * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
  }

  private int count(SizedImage image) {
    return windows(image.width(), image.height()).size();
  }

  /** The part of the labeled boxes that have a window of IoU .65 or more. */
  double covered(List<SizedImage> images) {
    int boxes = 0;
    int covered = 0;
    for (SizedImage image : images) {
      List<Box> windows =
          image.boxes().isEmpty() ? List.of() : windows(image.width(), image.height());
      for (LabeledBox labeled : image.boxes()) {
        boxes++;
        covered += windows.stream().anyMatch(w -> w.overlap(labeled.box()) >= OVERLAP) ? 1 : 0;
      }
    }
    return boxes == 0 ? 1 : (double) covered / boxes;
  }

  List<Box> windows(int width, int height) {
    List<Box> windows = new ArrayList<>();
    for (double size : sizes) {
      double step = (size < 40 ? .6 : size < 60 ? .5 : size < 100 ? .4 : .3) / density;
      for (double shape : shapes) {
        double w = size * Math.sqrt(shape);
        double h = size / Math.sqrt(shape);
        if (w > width * 1.1 || h > height * 1.1) {
          continue;
        }
        double[] xs = places(width, Math.min(w, width), step);
        for (double y : places(height, Math.min(h, height), step)) {
          for (double x : xs) {
            windows.add(new Box(x, y, x + Math.min(w, width), y + Math.min(h, height)));
          }
        }
      }
    }
    return windows;
  }

  private static double[] places(double side, double window, double step) {
    int count = side > window ? (int) Math.ceil((side - window) / (step * window)) + 1 : 1;
    double[] places = new double[count];
    for (int i = 1; i < count; i++) {
      places[i] = (side - window) * i / (count - 1);
    }
    return places;
  }
}
