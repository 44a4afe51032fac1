package dev.labelops.demo.truth;

import java.util.List;

/** What a line of an output manifest says about its object. */
public sealed interface Annotation {
  /** Boxes of an image of this size in pixels; none means that nothing is to be seen. */
  record Boxes(int width, int height, List<Box> boxes) implements Annotation {}

  /** One class of an image or a text. */
  record Category(String label) implements Annotation {}
}
