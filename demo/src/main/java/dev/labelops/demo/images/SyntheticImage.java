package dev.labelops.demo.images;

import dev.labelops.demo.truth.Box;
import java.util.List;

/**
 * A rendered image with what is to be seen in it.
 *
 * @param jpeg the file
 * @param boxes the smallest boxes around the marks, whole pixels
 */
public record SyntheticImage(byte[] jpeg, int width, int height, List<Box> boxes) {}
