package dev.labelops.engine.portal.bench;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * What was measured several times.
 *
 * @param figure what
 * @param product whose
 * @param millis each measurement, in milliseconds
 */
record Pace(String figure, String product, List<Double> millis) {
  Pace {
    if (millis.isEmpty()) {
      throw new IllegalArgumentException(product + ": nothing was measured of " + figure);
    }
    millis = millis.stream().sorted().toList();
  }

  double median() {
    int n = millis.size();
    return (millis.get((n - 1) / 2) + millis.get(n / 2)) / 2;
  }

  /** Nearest rank. */
  double p95() {
    return millis.get((int) Math.ceil(millis.size() * 0.95) - 1);
  }

  /** A JSON line, with the machine's load average of the last minute. */
  String line() {
    return String.format(
        Locale.ROOT,
        "{\"figure\":\"%s\",\"product\":\"%s\",\"unit\":\"ms\",\"n\":%d,\"median\":%.0f,\"p95\":%.0f,\"max\":%.0f,\"load\":%.1f}",
        figure,
        product,
        millis.size(),
        median(),
        p95(),
        millis.getLast(),
        load());
  }

  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
