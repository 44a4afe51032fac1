package dev.labelops.engine.labeling.shared.image;

/**
 * Size of an image as read from the file itself.
 *
 * @param width pixels
 * @param height pixels
 * @param depth channels: 1 for grey, 3 for colour, 4 with transparency
 */
public record ImageSize(int width, int height, int depth) {}
