package dev.labelops.learning.boxes;

import org.bytedeco.javacpp.Pointer;

/** Memory that native libraries allocated and freed, which is a state of the process. */
public final class NativeMemory {
  private NativeMemory() {}

  /**
   * Returns freed memory to the system, as far as the C library can ({@code malloc_trim} of glibc):
   * otherwise it keeps what SIFT and a network took for an image, a hundred MiB and more per
   * thread.
   */
  public static void trim() {
    Pointer.trimMemory();
  }
}
