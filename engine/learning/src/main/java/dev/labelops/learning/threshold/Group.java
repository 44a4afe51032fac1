package dev.labelops.learning.threshold;

/**
 * The validated objects of at least one confidence.
 *
 * @param threshold lowest confidence in the group
 * @param size objects in the group
 * @param mean of their scores
 * @param bound the true mean of such objects is above it, except with probability delta
 * @param passed whether the bound reaches the target
 */
public record Group(double threshold, int size, double mean, double bound, boolean passed) {}
