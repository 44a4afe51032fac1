package dev.labelops.learning.threshold;

/**
 * A human-labeled object that the model did not see in training.
 *
 * @param object index or number of the object, the caller's
 * @param confidence the model's confidence in its label; any scale, higher is surer
 * @param score quality of the model's label, 0 to 1: 1 or 0 for a right or wrong class, IoU for
 *     boxes
 */
public record Validated(int object, double confidence, double score) {

  public Validated {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException(
          "The score of object " + object + " is " + score + ", not 0 to 1.");
    }
    if (Double.isNaN(confidence)) {
      throw new IllegalArgumentException(
          "The confidence of object " + object + " is not a number.");
    }
  }
}
