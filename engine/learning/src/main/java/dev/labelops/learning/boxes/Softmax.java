package dev.labelops.learning.boxes;

import java.util.Arrays;

/**
 * Multinomial logistic regression with a background class whose logits are 0, L2-regularized, by
 * gradient descent with Nesterov's momentum and restarts. Features are whitened, so the problem is
 * well conditioned, and a fixed number of steps is enough.
 */
final class Softmax {
  private static final int POWER_STEPS = 8;

  private Softmax() {}

  /**
   * @param features rows x inputs
   * @param classes of the rows: 0 to {@code outputs} - 1, and {@code outputs} for background
   * @param weightOfClass of a row's error, by class
   * @param c weight of the errors against the regularization
   * @param steps of the descent
   */
  static LinearMap train(
      float[] features,
      int[] classes,
      int inputs,
      int outputs,
      double[] weightOfClass,
      double c,
      int steps) {
    int rows = classes.length;
    // The constant is one more input.
    int width = inputs + 1;
    float[] x = new float[rows * width];
    float[] weights = new float[rows];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(features, r * inputs, x, r * width, inputs);
      x[r * width + inputs] = 1;
      weights[r] = (float) (c * weightOfClass[classes[r]]);
    }
    double step = 1 / (1 + .5 * largestCurvature(x, weights, rows, width));
    float[] w = new float[width * outputs];
    float[] previous = w.clone();
    double momentum = 1;
    for (int i = 0; i < steps; i++) {
      double next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      float ahead = (float) ((momentum - 1) / next);
      float[] at = new float[w.length];
      for (int k = 0; k < w.length; k++) {
        at[k] = w[k] + ahead * (w[k] - previous[k]);
      }
      float[] gradient = gradient(x, classes, weights, at, width, outputs);
      float[] moved = new float[w.length];
      double along = 0;
      for (int k = 0; k < w.length; k++) {
        moved[k] = (float) (at[k] - step * gradient[k]);
        along += (double) gradient[k] * (moved[k] - w[k]);
      }
      previous = w;
      w = moved;
      // Momentum that increases the loss is reset (O'Donoghue and Candes, 2015).
      momentum = along > 0 ? 1 : next;
    }
    return new LinearMap(
        Arrays.copyOf(w, inputs * outputs),
        Arrays.copyOfRange(w, inputs * outputs, width * outputs));
  }

  private static float[] gradient(
      float[] x, int[] classes, float[] weights, float[] w, int width, int outputs) {
    int rows = classes.length;
    float[] errors = Linear.multiply(x, w, rows, width, outputs);
    probabilities(errors, outputs);
    for (int r = 0; r < rows; r++) {
      for (int o = 0; o < outputs; o++) {
        int at = r * outputs + o;
        errors[at] = weights[r] * (errors[at] - (classes[r] == o ? 1 : 0));
      }
    }
    float[] gradient = Linear.multiplyTransposed(x, errors, rows, width, outputs);
    // The constants, last, are not regularized.
    for (int from = 0; from < (width - 1) * outputs; from += outputs) {
      float shared = outputs == 1 ? 0 : shared(w, from, outputs);
      for (int o = 0; o < outputs; o++) {
        gradient[from + o] += w[from + o] - shared;
      }
    }
    return gradient;
  }

  /**
   * What to take from each label's weight for an input, and from the 0 of the background, so that
   * their squares have the least sum: the penalty does not depend on which class has the logits 0,
   * and what labels have in common against the background is not penalized once per label. Not done
   * for one label, as is usual.
   */
  private static float shared(float[] w, int from, int outputs) {
    float sum = 0;
    for (int o = 0; o < outputs; o++) {
      sum += w[from + o];
    }
    return sum / (outputs + 1);
  }

  private static double largestCurvature(float[] x, float[] weights, int rows, int width) {
    float[] vector = new float[width];
    Arrays.fill(vector, (float) (1 / Math.sqrt(width)));
    double value = 0;
    for (int i = 0; i < POWER_STEPS; i++) {
      float[] along = Linear.multiply(x, vector, rows, width, 1);
      for (int r = 0; r < rows; r++) {
        along[r] *= weights[r];
      }
      vector = Linear.multiplyTransposed(x, along, rows, width, 1);
      value = 0;
      for (float v : vector) {
        value += (double) v * v;
      }
      value = Math.sqrt(value);
      for (int k = 0; k < width; k++) {
        vector[k] /= (float) Math.max(value, 1e-12);
      }
    }
    // Power iteration approaches from below.
    return 1.3 * value;
  }

  /** Logits of the classes, with background 0, to probabilities in place. */
  static void probabilities(float[] logits, int outputs) {
    for (int from = 0; from < logits.length; from += outputs) {
      float most = 0;
      for (int o = 0; o < outputs; o++) {
        most = Math.max(most, logits[from + o]);
      }
      double sum = Math.exp(-most);
      for (int o = 0; o < outputs; o++) {
        logits[from + o] = (float) Math.exp(logits[from + o] - most);
        sum += logits[from + o];
      }
      for (int o = 0; o < outputs; o++) {
        logits[from + o] /= (float) sum;
      }
    }
  }
}
