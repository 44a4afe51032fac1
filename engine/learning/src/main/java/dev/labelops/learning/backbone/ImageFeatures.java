package dev.labelops.learning.backbone;

import java.util.List;

/**
 * What a backbone computes of an image.
 *
 * @param embedding of the image as a whole: the model's own, else the mean of its coarsest map
 * @param maps finest first; empty when the model gives an embedding alone
 */
public record ImageFeatures(float[] embedding, List<FeatureMap> maps) {}
