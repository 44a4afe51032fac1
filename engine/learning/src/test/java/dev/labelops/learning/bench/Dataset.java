package dev.labelops.learning.bench;

import dev.labelops.learning.classes.Example;
import dev.labelops.learning.classes.Features;
import dev.labelops.learning.classes.Prediction;
import dev.labelops.learning.classes.Row;
import dev.labelops.learning.threshold.Validated;
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

  Example example(int object) {
    return Example.of(rows.get(object), truth.get(object));
  }

  Validated scored(int object, Prediction prediction) {
    return new Validated(
        object, prediction.margin(), prediction.label().equals(truth.get(object)) ? 1 : 0);
  }
}
