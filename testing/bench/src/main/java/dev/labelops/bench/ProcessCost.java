package dev.labelops.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process has cost, from Linux' {@code /proc}.
 *
 * @param cpu user and system time of all its threads
 * @param rssBytes resident set size now
 */
record ProcessCost(Duration cpu, long rssBytes) {
  /** {@code sysconf(_SC_CLK_TCK)}: 100 on every Linux that runs Java. */
  private static final long TICKS_PER_SECOND = 100;

  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  /**
   * @throws BenchException when there is no such process, or no {@code /proc}
   */
  static ProcessCost of(ProcessHandle process) {
    Path folder = Path.of("/proc", Long.toString(process.pid()));
    try {
      String stat = Files.readString(folder.resolve("stat"));
      // The second field is the program's name in brackets and may hold blanks.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long ticks = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
      String rss =
          Files.readAllLines(folder.resolve("status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .findFirst()
              .orElseThrow(() -> new BenchException("process " + process.pid() + " has ended"));
      long kib = Long.parseLong(rss.replaceAll("\\D", ""));
      return new ProcessCost(Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND), kib * 1024);
    } catch (IOException e) {
      throw new BenchException("cannot read " + folder + " (the bench needs Linux)", e);
    }
  }

  double rssMebibytes() {
    return rssBytes / (1024.0 * 1024);
  }
}
