package dev.labelops.learning.boxes;

/**
 * A box that a model found.
 *
 * @param score higher is surer; the scale is the model's
 */
public record ScoredBox(String label, Box box, double score) {

  public LabeledBox labeled() {
    return new LabeledBox(label, box);
  }
}
