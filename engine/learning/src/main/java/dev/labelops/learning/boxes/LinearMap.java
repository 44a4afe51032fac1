package dev.labelops.learning.boxes;

/**
 * Linear functions of features.
 *
 * @param weights inputs x outputs
 * @param constants one per output
 */
record LinearMap(float[] weights, float[] constants) {

  int outputs() {
    return constants.length;
  }

  /** features (rows x inputs) to rows x outputs. */
  float[] apply(float[] features) {
    int inputs = weights.length / outputs();
    float[] results =
        Linear.multiply(features, weights, features.length / inputs, inputs, outputs());
    return withConstants(results);
  }

  float[] withConstants(float[] results) {
    for (int i = 0; i < results.length; i++) {
      results[i] += constants[i % constants.length];
    }
    return results;
  }
}
