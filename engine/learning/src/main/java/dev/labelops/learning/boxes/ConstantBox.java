package dev.labelops.learning.boxes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The baseline that any model has to exceed: for each class the median of its labeled boxes, as
 * parts of the image, on every image. It is given the right classes, which is more than a model
 * knows.
 */
public final class ConstantBox {
  private final Map<String, double[]> medians = new TreeMap<>();

  public ConstantBox(List<SizedImage> labeled) {
    Map<String, List<double[]>> sides = new TreeMap<>();
    for (SizedImage image : labeled) {
      for (LabeledBox labeledBox : image.boxes()) {
        Box box = labeledBox.box();
        sides
            .computeIfAbsent(labeledBox.label(), label -> new ArrayList<>())
            .add(
                new double[] {
                  box.left() / image.width(),
                  box.top() / image.height(),
                  box.right() / image.width(),
                  box.bottom() / image.height()
                });
      }
    }
    sides.forEach(
        (label, boxes) -> {
          double[] median = new double[4];
          for (int side = 0; side < 4; side++) {
            int s = side;
            median[side] = Medians.of(boxes.stream().mapToDouble(box -> box[s]).toArray());
          }
          medians.put(label, median);
        });
  }

  /** {@link ImageScore} of the constant boxes of the image's classes. */
  public double score(SizedImage image) {
    List<LabeledBox> found =
        image.boxes().stream()
            .map(LabeledBox::label)
            .distinct()
            .filter(medians::containsKey)
            .map(
                label -> {
                  double[] m = medians.get(label);
                  return new LabeledBox(
                      label,
                      new Box(
                          m[0] * image.width(),
                          m[1] * image.height(),
                          m[2] * image.width(),
                          m[3] * image.height()));
                })
            .toList();
    return ImageScore.of(found, image.boxes());
  }
}
