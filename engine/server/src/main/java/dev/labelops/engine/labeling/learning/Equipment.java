package dev.labelops.engine.labeling.learning;

import dev.labelops.learning.backbone.Backbone;
import dev.labelops.learning.backbone.EmbeddingCache;
import java.util.Optional;

/**
 * What rounds on images work with.
 *
 * @param backbone empty when there is none in the build, or none is wanted
 * @param embeddings a small row per image
 * @param files what the heads of boxes read
 * @param memoryBytes heap that embeddings may take
 */
record Equipment(
    Optional<Backbone> backbone,
    EmbeddingCache embeddings,
    FeatureFiles files,
    Workers workers,
    long memoryBytes) {

  /** The network that models of boxes read: one with an embedding alone only chooses images. */
  Optional<Backbone> withMaps() {
    return backbone.filter(Backbone::hasMaps);
  }
}
