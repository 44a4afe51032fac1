package dev.labelops.learning.backbone;

/**
 * What a backbone may use.
 *
 * @param threads images computed at the same time, each on one thread: the best use of cores for
 *     many images
 * @param pixels most pixels of one input; larger ones are scaled down. An input of 1 Mpx needs
 *     about 150 MB outside the heap
 */
public record Limits(int threads, int pixels) {
  public static final Limits DEFAULT = new Limits(1, 1 << 20);

  public Limits {
    if (threads < 1 || pixels < 1024) {
      throw new IllegalArgumentException(
          "A backbone needs a thread and 1,024 pixels, not " + threads + ", " + pixels);
    }
  }
}
