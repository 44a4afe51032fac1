package dev.labelops.engine.labeling.learning;

import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.classes.Features;
import dev.labelops.learning.classes.Row;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/** The features from which classes are learned. */
interface ClassRows {
  @FunctionalInterface
  interface Taker {
    void take(int id, Row row) throws IOException;
  }

  String LINEAR = "linear";
  String BOTH = "linear-embedding";

  /** Name of the head that is trained on these features. */
  String head();

  /** Of models that are trained in this round. */
  Features features();

  /** Whether a model that reads these features can be used here. */
  boolean fit(Features others);

  boolean usable(int id);

  /** A short row per object, by its id; null where there are no features. */
  float[][] projected();

  /**
   * Hands over the rows one after the other, each once, so that they are not all in memory.
   *
   * @param features that the model reads; they {@link #fit}
   * @param ids usable objects
   */
  void each(Collection<Integer> ids, Features features, Taker taker) throws IOException;

  Optional<RoundReport.Backbone> backbone();
}
