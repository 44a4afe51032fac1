package dev.labelops.learning.boxes;

/**
 * Principal components of windows' features, scaled to equal variance: features (inputs) times
 * matrix (inputs x outputs) plus constant.
 */
record Whitening(int inputs, int outputs, float[] matrix, float[] constant) {
  private static final double SHRINKAGE = .02;

  /**
   * @param features rows x inputs; overwritten
   * @param most components
   */
  static Whitening fit(float[] features, int rows, int inputs, int most) {
    float[] mean = new float[inputs];
    float[] deviation = new float[inputs];
    for (int c = 0; c < inputs; c++) {
      double sum = 0;
      double squares = 0;
      for (int r = 0; r < rows; r++) {
        sum += features[r * inputs + c];
      }
      double m = sum / rows;
      for (int r = 0; r < rows; r++) {
        squares += (features[r * inputs + c] - m) * (features[r * inputs + c] - m);
      }
      mean[c] = (float) m;
      deviation[c] = (float) (Math.sqrt(squares / rows) + 1e-6);
    }
    for (int i = 0; i < rows * inputs; i++) {
      features[i] = (features[i] - mean[i % inputs]) / deviation[i % inputs];
    }
    // Fewer windows than features: the eigenvectors of z z' give those of z' z.
    float[] vectors = Linear.gram(features, rows, inputs);
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] /= rows;
    }
    float[] values = Linear.eigen(vectors, rows);
    int outputs = Math.min(most, Math.min(rows - 1, inputs));
    double average = 0;
    for (int k = 0; k < outputs; k++) {
      average += values[rows - 1 - k] / outputs;
    }
    float[] best = new float[rows * outputs];
    for (int k = 0; k < outputs; k++) {
      double value = Math.max(values[rows - 1 - k], 1e-6 * average);
      double scale = 1 / Math.sqrt(rows * value) / Math.sqrt(value + SHRINKAGE * average);
      for (int r = 0; r < rows; r++) {
        best[r * outputs + k] = (float) (vectors[r * rows + rows - 1 - k] * scale);
      }
    }
    float[] matrix = Linear.multiplyTransposed(features, best, rows, inputs, outputs);
    float[] constant = new float[outputs];
    for (int c = 0; c < inputs; c++) {
      for (int k = 0; k < outputs; k++) {
        matrix[c * outputs + k] /= deviation[c];
        constant[k] -= mean[c] * matrix[c * outputs + k];
      }
    }
    return new Whitening(inputs, outputs, matrix, constant);
  }

  /** features (rows x inputs) to rows x outputs. */
  float[] apply(float[] features) {
    int rows = features.length / inputs;
    float[] whitened = Linear.multiply(features, matrix, rows, inputs, outputs);
    for (int i = 0; i < whitened.length; i++) {
      whitened[i] += constant[i % outputs];
    }
    return whitened;
  }

  /** Weights and constants on whitened features as those on features, so that none is whitened. */
  LinearMap behind(float[] weights, float[] constants) {
    int columns = constants.length;
    float[] composed = Linear.multiply(matrix, weights, inputs, outputs, columns);
    float[] shifted = Linear.multiply(constant, weights, 1, outputs, columns);
    for (int o = 0; o < columns; o++) {
      shifted[o] += constants[o];
    }
    return new LinearMap(composed, shifted);
  }
}
