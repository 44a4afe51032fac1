package dev.labelops.learning.boxes;

import org.bytedeco.openblas.global.openblas;
import org.bytedeco.opencv.global.opencv_core;

/** Threads of OpenCV and OpenBLAS, which are settings of the process. */
public final class NativeThreads {
  private NativeThreads() {}

  /**
   * @param threads for one call, at least 1; for many images, 1 and images in parallel is best
   */
  public static void limit(int threads) {
    opencv_core.setNumThreads(threads);
    openblas.blas_set_num_threads(threads);
  }
}
