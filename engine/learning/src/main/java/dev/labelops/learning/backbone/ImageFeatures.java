package dev.labelops.learning.backbone;

import java.util.List;

/**
 * What a backbone computes of an image.
 *
 * @param embedding of the image as a whole: the model's own, else the mean of its coarsest map;
 *     empty when it was not asked for
 * @param maps finest first; those that were asked for and that the model has
 */
public record ImageFeatures(float[] embedding, List<FeatureMap> maps) {}
