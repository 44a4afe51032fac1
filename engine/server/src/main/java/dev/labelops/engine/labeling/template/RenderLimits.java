package dev.labelops.engine.labeling.template;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;

/**
 * Keeps a template from using the engine up: it holds for one rendering.
 *
 * @param endsAt value of {@link System#nanoTime()} at which a rendering is given up
 */
record RenderLimits(long endsAt) {
  /** Turns of all loops together. */
  static final int MOST_ITERATIONS = 100_000;

  /** Characters of a page. */
  static final int LONGEST_PAGE = 8_000_000;

  /** Characters of one value. */
  private static final int LONGEST_VALUE = 1_000_000;

  /** Digits of one number. */
  private static final int LONGEST_NUMBER = 1_000;

  private static final Duration LONGEST_RENDERING = Duration.ofSeconds(5);

  static RenderLimits fromNow() {
    return new RenderLimits(System.nanoTime() + LONGEST_RENDERING.toNanos());
  }

  void checkTime() {
    if (System.nanoTime() - endsAt > 0) {
      throw new InvalidTemplate(
          "rendering takes longer than %d seconds".formatted(LONGEST_RENDERING.toSeconds()));
    }
  }

  static void checkLength(long characters) {
    if (characters > LONGEST_VALUE) {
      throw new InvalidTemplate(
          "a value would have more than %,d characters".formatted(LONGEST_VALUE));
    }
  }

  private static void checkElements(int elements) {
    if (elements > MOST_ITERATIONS) {
      throw new InvalidTemplate(
          "a list would have more than %,d elements".formatted(MOST_ITERATIONS));
    }
  }

  static void checkSize(Object value) {
    if (value instanceof CharSequence text) {
      checkLength(text.length());
    } else if (value instanceof Collection<?> list) {
      checkElements(list.size());
    } else if (value instanceof Object[] array) {
      checkElements(array.length);
    } else if (value instanceof BigDecimal number
        && Math.max(number.precision(), Math.abs(number.scale())) > LONGEST_NUMBER) {
      throw new InvalidTemplate(
          "a number would have more than %,d digits".formatted(LONGEST_NUMBER));
    }
  }
}
