package dev.labelops.learning.classes;

/**
 * @param label the most probable
 * @param probability of it, 0 to 1
 * @param margin probability of the best minus that of the second, 0 to 1: the confidence for
 *     thresholds
 */
public record Prediction(String label, double probability, double margin) {}
