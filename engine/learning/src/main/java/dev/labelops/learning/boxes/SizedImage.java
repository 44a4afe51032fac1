package dev.labelops.learning.boxes;

import java.util.List;

/** A labeled image's size in pixels and its boxes. */
public record SizedImage(int width, int height, List<LabeledBox> boxes) {}
