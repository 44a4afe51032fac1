package dev.labelops.operator;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** How long the processor works, whatever else the machine does meanwhile. */
public final class CpuTime {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CpuTime() {}

  /**
   * The processor time of work in this thread.
   *
   * @throws UnsupportedOperationException when this JVM does not measure it
   */
  public static Duration of(Runnable work) {
    long before = THREADS.getCurrentThreadCpuTime();
    work.run();
    long after = THREADS.getCurrentThreadCpuTime();
    if (before < 0 || after < 0) {
      throw new UnsupportedOperationException("processor time is not measured");
    }
    return Duration.ofNanos(after - before);
  }
}
