package dev.labelops.learning.bench;

import dev.labelops.learning.classes.Features;
import dev.labelops.learning.classes.Row;
import java.util.List;

/**
 * Objects with their true classes.
 *
 * @param name in the figures
 * @param features of the rows
 * @param rows for the model
 * @param projected short rows for the choice of objects
 * @param truth the class of each object
 */
record Dataset(
    String name, Features features, List<Row> rows, float[][] projected, List<String> truth) {

  int size() {
    return truth.size();
  }
}
