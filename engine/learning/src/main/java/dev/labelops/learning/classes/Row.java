package dev.labelops.learning.classes;

/**
 * The features of one object, sparse.
 *
 * @param index dimensions from 0, ascending, each once
 * @param value of each of them
 */
public record Row(int[] index, double[] value) {

  public Row {
    if (index.length != value.length) {
      throw new IllegalArgumentException(
          index.length + " dimensions have " + value.length + " values.");
    }
  }
}
