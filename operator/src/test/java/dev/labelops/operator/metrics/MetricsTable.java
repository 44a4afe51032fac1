package dev.labelops.operator.metrics;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table of docs/reference/metrics.md, made from {@link Metric}. */
final class MetricsTable {
  static final Path PAGE = Path.of("../docs/reference/metrics.md");

  private static final String BEGIN = "<!-- table: generated from Metric.java by make docs -->\n";
  private static final String END = "<!-- end of table -->\n";

  private MetricsTable() {}

  /** The page with the table as the code has it now. */
  static String renew(String page) {
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    return page.substring(0, begin) + table() + page.substring(page.indexOf(END, begin));
  }

  private static String table() {
    return Arrays.stream(Metric.values())
        .map(MetricsTable::row)
        .collect(
            Collectors.joining(
                "", "| series | type | labels | meaning |\n|---|---|---|---|\n", ""));
  }

  private static String row(Metric metric) {
    return "| %s | %s | %s | %s |%n"
        .formatted(
            metric.series().stream().map(MetricsTable::code).collect(Collectors.joining(", ")),
            metric.type().name().toLowerCase(Locale.ROOT),
            metric.labels().stream().map(MetricsTable::code).collect(Collectors.joining(", ")),
            metric.meaning());
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
