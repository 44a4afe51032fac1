package dev.labelops.learning.classes;

import java.util.Collection;

/**
 * An embedding with each dimension centred and scaled to deviation 1, so that one regularization
 * suits all.
 *
 * @param backbone SHA-256 of the network that computed the embeddings ({@code Backbone.key()})
 * @param mean of each dimension
 * @param deviation of each dimension; 0 for a dimension that never changes, which is left out
 */
public record StandardizedEmbedding(String backbone, double[] mean, double[] deviation)
    implements Features {

  public StandardizedEmbedding {
    if (mean.length == 0
        || mean.length != deviation.length
        || mean.length > LinearClassifier.MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          "An embedding has as many means as deviations, not "
              + mean.length
              + " and "
              + deviation.length
              + ".");
    }
  }

  /**
   * Measured over all objects of the job; this reads no label.
   *
   * @param embeddings at least one
   */
  public static StandardizedEmbedding over(String backbone, Collection<float[]> embeddings) {
    int dimensions = embeddings.iterator().next().length;
    double[] mean = new double[dimensions];
    double[] deviation = new double[dimensions];
    for (float[] embedding : embeddings) {
      for (int i = 0; i < dimensions; i++) {
        mean[i] += embedding[i] / (double) embeddings.size();
      }
    }
    for (float[] embedding : embeddings) {
      for (int i = 0; i < dimensions; i++) {
        deviation[i] += (embedding[i] - mean[i]) * (embedding[i] - mean[i]) / embeddings.size();
      }
    }
    for (int i = 0; i < dimensions; i++) {
      deviation[i] = deviation[i] < 1e-12 ? 0 : Math.sqrt(deviation[i]);
    }
    return new StandardizedEmbedding(backbone, mean, deviation);
  }

  @Override
  public int dimensions() {
    return mean.length;
  }

  public Row row(float[] embedding) {
    if (embedding.length != mean.length) {
      throw new IllegalArgumentException(
          "The model reads embeddings of "
              + mean.length
              + " numbers, not "
              + embedding.length
              + ".");
    }
    int[] index = new int[mean.length];
    double[] value = new double[mean.length];
    for (int i = 0; i < mean.length; i++) {
      index[i] = i;
      value[i] = deviation[i] == 0 ? 0 : (embedding[i] - mean[i]) / deviation[i];
    }
    return new Row(index, value);
  }
}
