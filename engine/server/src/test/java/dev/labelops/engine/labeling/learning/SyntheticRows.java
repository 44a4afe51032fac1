package dev.labelops.engine.labeling.learning;

import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.classes.Features;
import dev.labelops.learning.classes.StandardizedEmbedding;
import dev.labelops.learning.selection.Projection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Embeddings around a centre per class, in place of a pretrained network's. */
final class SyntheticRows implements ClassRows {
  private static final int DIMENSIONS = 48;

  private final List<float[]> embeddings;
  private final StandardizedEmbedding features;
  private final float[][] projected;

  private SyntheticRows(List<float[]> embeddings) {
    this.embeddings = embeddings;
    this.features = StandardizedEmbedding.over("synthetic", embeddings);
    this.projected = Projection.ofEmbeddings(embeddings.toArray(float[][]::new), 1);
  }

  /**
   * @param truth class of each object
   * @param separation of the centres in each dimension, in deviations within a class
   */
  static SyntheticRows of(List<Integer> truth, double separation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> embeddings = new ArrayList<>();
    for (int label : truth) {
      float[] row = new float[DIMENSIONS];
      for (int d = 0; d < DIMENSIONS; d++) {
        row[d] = (float) ((d % 3 == label ? separation : 0) + random.nextGaussian());
      }
      embeddings.add(row);
    }
    return new SyntheticRows(embeddings);
  }

  @Override
  public String head() {
    return LINEAR;
  }

  @Override
  public Features features() {
    return features;
  }

  @Override
  public boolean fit(Features others) {
    return others instanceof StandardizedEmbedding embedding
        && embedding.backbone().equals(features.backbone());
  }

  @Override
  public boolean usable(int id) {
    return true;
  }

  @Override
  public float[][] projected() {
    return projected;
  }

  @Override
  public void each(Collection<Integer> ids, Features of, Taker taker) throws IOException {
    for (int id : ids) {
      taker.take(id, ((StandardizedEmbedding) of).row(embeddings.get(id)));
    }
  }

  @Override
  public Optional<RoundReport.Backbone> backbone() {
    return Optional.empty();
  }
}
