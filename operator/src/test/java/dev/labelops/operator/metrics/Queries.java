package dev.labelops.operator.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The PromQL of the dashboard and of the alert rules. */
final class Queries {
  private static final Pattern SERIES = Pattern.compile("labelops_\\w+");
  private static final Pattern SELECTOR = Pattern.compile("(\\w+)\\s*(?:=~|!=|!~|=)\\s*\"");
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|on|without|ignoring)\\s*\\(([^)]*)\\)");

  /** Labels that Prometheus adds when it scrapes. */
  private static final Set<String> OF_THE_SCRAPE = Set.of("namespace", "pod", "job");

  private Queries() {}

  /** Every {@code expr} in a JSON or YAML file. */
  static List<String> in(Path file) throws IOException {
    JsonNode tree = new YAMLMapper().readTree(Files.readString(file));
    return tree.findValuesAsText("expr");
  }

  /** Series and labels in the query that the operator does not have. */
  static List<String> unknown(String query) {
    List<String> unknown = new ArrayList<>();
    Set<String> series =
        Arrays.stream(Metric.values())
            .flatMap(metric -> metric.series().stream())
            .collect(Collectors.toSet());
    SERIES
        .matcher(query)
        .results()
        .map(match -> match.group())
        .filter(name -> !series.contains(name))
        .forEach(unknown::add);
    Set<String> labels =
        Stream.concat(
                Arrays.stream(Metric.values()).flatMap(metric -> metric.labels().stream()),
                OF_THE_SCRAPE.stream())
            .collect(Collectors.toSet());
    Stream.concat(
            SELECTOR.matcher(query).results().map(match -> match.group(1)),
            GROUPING
                .matcher(query)
                .results()
                .flatMap(match -> Stream.of(match.group(1).trim().split("\\s*,\\s*"))))
        .filter(name -> !name.isEmpty() && !labels.contains(name))
        .forEach(unknown::add);
    return unknown;
  }
}
