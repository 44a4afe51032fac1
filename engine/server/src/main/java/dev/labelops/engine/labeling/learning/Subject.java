package dev.labelops.engine.labeling.learning;

import dev.labelops.engine.labeling.learning.LearningObject.HumanLabel;
import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.threshold.LowerBound;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The objects of a round with their features, and how models of them are trained. */
interface Subject {
  /** {@code accuracy} or {@code meanIoU}. */
  String measure();

  double target();

  LowerBound bound();

  /** Whether the object has features; without, only people can label it. */
  boolean usable(int id);

  /** A short row per object for the choice of objects, by its id; null where there are none. */
  float[][] rows();

  /**
   * Why no model can be trained on these labels, as the end of a sentence; empty when it can.
   *
   * @param training labels by object
   */
  Optional<String> untrainable(Map<Integer, HumanLabel> training);

  /**
   * The candidate models, each to be closed.
   *
   * @param training labels by object, for which {@link #untrainable} is empty
   */
  List<Head> train(Map<Integer, HumanLabel> training, long seed) throws IOException;

  /**
   * The model of an earlier job.
   *
   * @throws UnfitModel in a sentence, when it cannot label objects of this job
   */
  Head load(byte[] archive) throws UnfitModel;

  /** Measure of a constant answer, learned from the training labels, on the validation labels. */
  OptionalDouble baseline(Map<Integer, HumanLabel> training, Map<Integer, HumanLabel> validation)
      throws IOException;

  Optional<RoundReport.Backbone> backbone();

  /** An archive is not a model, or one of other objects. */
  final class UnfitModel extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitModel(String why) {
      super(why);
    }
  }
}
