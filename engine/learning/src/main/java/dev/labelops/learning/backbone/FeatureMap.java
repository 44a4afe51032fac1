package dev.labelops.learning.backbone;

/**
 * Features of each place of an image.
 *
 * @param name the output's name in the model
 * @param stride pixels of the input from one place to the next
 * @param channels numbers of a place
 * @param height places from top to bottom
 * @param width places from left to right
 * @param values channel by channel, each height x width, rows from the top
 */
public record FeatureMap(
    String name, int stride, int channels, int height, int width, float[] values) {}
