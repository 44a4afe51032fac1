package dev.labelops.learning.backbone;

import java.util.Arrays;

/** Feature maps from the outputs that have places. */
final class Places {
  private static final int[] PATCHES = {8, 14, 16, 32};

  /** One class token and register tokens before the patches. */
  private static final int MOST_EXTRA_TOKENS = 16;

  private Places() {}

  /**
   * @param shape of the output: (1, C, h, w), (1, h, w, C) with channels last, or tokens (1, r + h
   *     * w, C)
   * @param height of the input in pixels
   * @param width of the input in pixels
   * @throws UnfitBackboneException when the shape does not belong to an input of this size
   */
  static FeatureMap map(
      String name, long[] shape, float[] values, boolean channelsFirst, int height, int width)
      throws UnfitBackboneException {
    return shape.length == 3
        ? ofTokens(name, shape, values, height, width)
        : ofMap(name, shape, values, channelsFirst, height, width);
  }

  private static FeatureMap ofMap(
      String name, long[] shape, float[] values, boolean channelsFirst, int height, int width)
      throws UnfitBackboneException {
    int channels = (int) shape[channelsFirst ? 1 : 3];
    int h = (int) shape[channelsFirst ? 2 : 1];
    int w = (int) shape[channelsFirst ? 3 : 2];
    int stride = h == 0 ? 0 : Math.round(height / (float) h);
    if (stride == 0 || w == 0 || stride != Math.round(width / (float) w)) {
      throw new UnfitBackboneException(
          "output '"
              + name
              + "' is "
              + Arrays.toString(shape)
              + " for an input of "
              + height
              + " x "
              + width
              + " pixels: no feature map of one stride.");
    }
    return new FeatureMap(
        name,
        stride,
        channels,
        h,
        w,
        channelsFirst ? values : transposed(values, 0, h * w, channels));
  }

  private static FeatureMap ofTokens(
      String name, long[] shape, float[] values, int height, int width)
      throws UnfitBackboneException {
    int tokens = (int) shape[1];
    int channels = (int) shape[2];
    for (int patch : PATCHES) {
      int h = height / patch;
      int w = width / patch;
      int extra = tokens - h * w;
      if (h * w > 0 && extra >= 0 && extra <= MOST_EXTRA_TOKENS) {
        return new FeatureMap(
            name, patch, channels, h, w, transposed(values, extra, h * w, channels));
      }
    }
    throw new UnfitBackboneException(
        "output '"
            + name
            + "' is "
            + Arrays.toString(shape)
            + " for an input of "
            + height
            + " x "
            + width
            + " pixels: "
            + tokens
            + " tokens are not its patches of 8, 14, 16 or 32 pixels and up to "
            + MOST_EXTRA_TOKENS
            + " class and register tokens.");
  }

  /** From place by place to channel by channel. */
  private static float[] transposed(float[] values, int skipped, int places, int channels) {
    float[] transposed = new float[places * channels];
    for (int p = 0; p < places; p++) {
      for (int c = 0; c < channels; c++) {
        transposed[c * places + p] = values[(skipped + p) * channels + c];
      }
    }
    return transposed;
  }
}
