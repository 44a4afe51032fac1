package dev.labelops.learning.classes;

/**
 * A human-labeled object.
 *
 * @param row its features
 * @param label the consolidated human label
 * @param weight how far the label is to be trusted, above 0 to 1: the consolidation's confidence
 */
public record Example(Row row, String label, double weight) {

  public Example {
    if (!(weight > 0 && weight <= 1)) {
      throw new IllegalArgumentException(
          "The weight of a label is above 0 and at most 1, not " + weight + ".");
    }
  }

  public static Example of(Row row, String label) {
    return new Example(row, label, 1);
  }
}
