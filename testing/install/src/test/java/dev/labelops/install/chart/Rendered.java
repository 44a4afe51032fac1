package dev.labelops.install.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The objects that {@code helm template} makes of the chart and a set of values. */
record Rendered(List<JsonNode> objects) {
  static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Helm HELM = Helm.offline();

  /** The files of {@code ci/}: one for each way to install. */
  static Stream<Path> valueFiles() {
    return Stream.of("aws-irsa", "aws-secret", "engine", "engine-external")
        .map(name -> Helm.CHART.resolve("ci/" + name + "-values.yaml"));
  }

  static Rendered of(Path values, String... arguments) {
    return of(Stream.concat(Stream.of("-f", values.toString()), Stream.of(arguments)));
  }

  /** With {@code name=value} arguments for {@code --set}. */
  static Rendered with(String... settings) {
    return of(Stream.of(settings).flatMap(setting -> Stream.of("--set", setting)));
  }

  private static Rendered of(Stream<String> arguments) {
    return parse(HELM.run(command(arguments)));
  }

  /** What helm says about values that the chart refuses. */
  static String refusal(String... settings) {
    Helm.Ended ended =
        HELM.attempt(command(Stream.of(settings).flatMap(setting -> Stream.of("--set", setting))));
    if (ended.status() == 0) {
      throw new AssertionError("not refused: " + List.of(settings));
    }
    return ended.err();
  }

  private static String[] command(Stream<String> arguments) {
    return Stream.concat(
            Stream.of(
                "template",
                "labelops",
                Helm.CHART.toString(),
                "--namespace=" + Helm.NAMESPACE,
                "--kube-version=1.34"),
            arguments)
        .toArray(String[]::new);
  }

  static Rendered parse(String yaml) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      List<JsonNode> objects = new ArrayList<>();
      documents.forEachRemaining(
          node -> {
            if (node.isObject()) {
              objects.add(node);
            }
          });
      return new Rendered(List.copyOf(objects));
    } catch (IOException e) {
      throw new UncheckedIOException("helm printed what is no YAML:\n" + yaml, e);
    }
  }

  List<JsonNode> all(String kind) {
    return objects.stream().filter(o -> o.path("kind").asText().equals(kind)).toList();
  }

  JsonNode one(String kind, String name) {
    return all(kind).stream()
        .filter(o -> o.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no %s %s among %s".formatted(kind, name, names())));
  }

  /** {@code Kind/name} of every object. */
  List<String> names() {
    return objects.stream()
        .map(o -> o.path("kind").asText() + "/" + o.at("/metadata/name").asText())
        .toList();
  }

  JsonNode operator() {
    return one("Deployment", "labelops-operator");
  }

  JsonNode engine() {
    return one("Deployment", "labelops-engine");
  }

  /** The first container of a Deployment. */
  static JsonNode container(JsonNode deployment) {
    return deployment.at("/spec/template/spec/containers/0");
  }

  /** Environment by name: a value, or {@code secret/key} of a Secret, or a field's path. */
  static Map<String, String> environment(JsonNode deployment) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (JsonNode variable : container(deployment).path("env")) {
      JsonNode secret = variable.at("/valueFrom/secretKeyRef");
      String value =
          variable.has("value")
              ? variable.path("value").asText()
              : secret.isMissingNode()
                  ? variable.at("/valueFrom/fieldRef/fieldPath").asText()
                  : secret.path("name").asText() + "/" + secret.path("key").asText();
      environment.put(variable.path("name").asText(), value);
    }
    return environment;
  }
}
