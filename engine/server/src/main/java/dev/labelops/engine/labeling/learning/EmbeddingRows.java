package dev.labelops.engine.labeling.learning;

import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.backbone.Backbone;
import dev.labelops.learning.classes.Features;
import dev.labelops.learning.classes.Row;
import dev.labelops.learning.classes.StandardizedEmbedding;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/** Embeddings of images by a backbone, each number centred and scaled over the job. */
final class EmbeddingRows implements ClassRows {
  private final Images images;
  private final Backbone backbone;
  private final StandardizedEmbedding features;
  private final float[][] projected;

  private EmbeddingRows(
      Images images, Backbone backbone, StandardizedEmbedding features, float[][] projected) {
    this.images = images;
    this.backbone = backbone;
    this.features = features;
    this.projected = projected;
  }

  /** Empty when no image has features. */
  static Optional<EmbeddingRows> of(Images images, Backbone backbone) throws IOException {
    if (images.usable().isEmpty()) {
      return Optional.empty();
    }
    StandardizedEmbedding features = Embeddings.standardized(images, backbone.key());
    return Optional.of(
        new EmbeddingRows(images, backbone, features, Embeddings.projected(images, features)));
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
        && embedding.backbone().equals(backbone.key())
        && embedding.dimensions() == features.dimensions();
  }

  @Override
  public boolean usable(int id) {
    return images.usable(id);
  }

  @Override
  public float[][] projected() {
    return projected;
  }

  @Override
  public void each(Collection<Integer> ids, Features of, Taker taker) throws IOException {
    StandardizedEmbedding standardized = (StandardizedEmbedding) of;
    for (int id : ids) {
      Row row = standardized.row(images.embedding(id));
      taker.take(id, row);
    }
  }

  @Override
  public Optional<RoundReport.Backbone> backbone() {
    return Optional.of(Embeddings.reported(backbone));
  }
}
