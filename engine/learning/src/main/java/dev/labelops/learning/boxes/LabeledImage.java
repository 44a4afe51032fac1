package dev.labelops.learning.boxes;

import java.util.List;
import java.util.function.Supplier;

/**
 * An image that people labeled.
 *
 * @param features read when needed and not kept: those of a thousand images do not fit the heap
 * @param boxes empty when people found none
 * @param <F> what the head reads
 */
public record LabeledImage<F>(Supplier<F> features, List<LabeledBox> boxes) {

  public LabeledImage {
    boxes = List.copyOf(boxes);
  }
}
