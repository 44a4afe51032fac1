package dev.labelops.engine.labeling.learning;

import dev.labelops.learning.backbone.EmbeddingCache;
import dev.labelops.learning.backbone.TextBackbone;

/**
 * What rounds on texts work with, where the user supplies a network for them.
 *
 * @param embeddings a small row per text
 * @param memoryBytes heap that embeddings may take
 */
record TextEquipment(
    TextBackbone backbone, EmbeddingCache embeddings, Workers workers, long memoryBytes)
    implements AutoCloseable {

  @Override
  public void close() {
    workers.close();
    backbone.close();
  }
}
