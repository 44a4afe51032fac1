package dev.labelops.engine.labeling.job;

/**
 * One line of an input manifest.
 *
 * @param objectId line number, from 0
 * @param text the line as it came, without line end
 * @param kept whether it already holds the label attribute
 */
public record ManifestLine(int objectId, String text, boolean kept) {}
