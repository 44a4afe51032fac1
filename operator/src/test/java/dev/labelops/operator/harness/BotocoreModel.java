package dev.labelops.operator.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A published service model (botocore's service-2.json) and a check of request bodies against it:
 * required and unknown members, types, lengths, ranges, patterns and enums.
 */
final class BotocoreModel {
  private final JsonNode shapes;
  private final JsonNode operations;

  private BotocoreModel(JsonNode model) {
    this.shapes = model.get("shapes");
    this.operations = model.get("operations");
  }

  /**
   * The newest model of the service in the botocore of the machine's Python; empty when there is
   * none.
   *
   * @param service botocore's folder name, for example {@code sagemaker}
   */
  static Optional<BotocoreModel> load(String service) {
    try {
      Optional<Path> data = dataFolder();
      if (data.isEmpty() || !Files.isDirectory(data.get().resolve(service))) {
        return Optional.empty();
      }
      Path newest;
      try (Stream<Path> versions = Files.list(data.get().resolve(service))) {
        newest = versions.max(Path::compareTo).orElseThrow();
      }
      Path packed = newest.resolve("service-2.json.gz");
      try (InputStream in =
          Files.exists(packed)
              ? new GZIPInputStream(Files.newInputStream(packed))
              : Files.newInputStream(newest.resolve("service-2.json"))) {
        return Optional.of(new BotocoreModel(new ObjectMapper().readTree(in)));
      }
    } catch (IOException e) {
      throw new IllegalStateException("botocore's model of " + service + " cannot be read", e);
    }
  }

  private static Optional<Path> dataFolder() throws IOException {
    String python = Optional.ofNullable(System.getenv("LABELOPS_PYTHON")).orElse("python3");
    try {
      Process process =
          new ProcessBuilder(
                  python, "-c", "import botocore, os; print(os.path.dirname(botocore.__file__))")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(process.getInputStream().readAllBytes()).strip();
      return process.waitFor() == 0 ? Optional.of(Path.of(answer, "data")) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (IOException noPython) {
      return Optional.empty();
    }
  }

  /** Everything in which the body breaks the model; empty when it conforms. */
  List<String> problems(String operation, JsonNode body) {
    List<String> problems = new ArrayList<>();
    JsonNode known = operations.get(operation);
    if (known == null) {
      return List.of(operation + " is not an operation of the service");
    }
    check(known.path("input").path("shape").asText(), body, operation, problems);
    return problems;
  }

  private void check(String shapeName, JsonNode value, String at, List<String> problems) {
    JsonNode shape = shapes.get(shapeName);
    switch (shape.get("type").asText()) {
      case "structure" -> structure(shape, value, at, problems);
      case "list" -> {
        range(shape, value.size(), at + " has a size that", problems);
        for (int i = 0; i < value.size(); i++) {
          check(shape.at("/member/shape").asText(), value.get(i), at + "[" + i + "]", problems);
        }
      }
      case "map" ->
          value
              .properties()
              .forEach(
                  e ->
                      check(
                          shape.at("/value/shape").asText(),
                          e.getValue(),
                          at + "." + e.getKey(),
                          problems));
      case "string" -> string(shape, value, at, problems);
      case "integer", "long" -> {
        if (!value.isIntegralNumber()) {
          problems.add(at + " is not an integer");
        }
        range(shape, value.asLong(), at + " has a value that", problems);
      }
      case "boolean" -> {
        if (!value.isBoolean()) {
          problems.add(at + " is not a boolean");
        }
      }
      default -> {
        if (!value.isValueNode()) {
          problems.add(at + " is not a plain value");
        }
      }
    }
  }

  private void structure(JsonNode shape, JsonNode value, String at, List<String> problems) {
    shape
        .path("required")
        .forEach(
            member -> {
              if (!value.has(member.asText())) {
                problems.add(at + "." + member.asText() + " is required");
              }
            });
    value
        .properties()
        .forEach(
            member -> {
              JsonNode known = shape.path("members").get(member.getKey());
              if (known == null) {
                problems.add(at + "." + member.getKey() + " is not a member");
              } else {
                check(
                    known.get("shape").asText(),
                    member.getValue(),
                    at + "." + member.getKey(),
                    problems);
              }
            });
  }

  private static void string(JsonNode shape, JsonNode value, String at, List<String> problems) {
    if (!value.isTextual()) {
      problems.add(at + " is not a string");
      return;
    }
    range(shape, value.asText().length(), at + " has a length that", problems);
    if (shape.has("enum")) {
      boolean listed = false;
      for (JsonNode allowed : shape.get("enum")) {
        listed |= allowed.asText().equals(value.asText());
      }
      if (!listed) {
        problems.add(at + " is not one of " + shape.get("enum"));
      }
    }
    if (shape.has("pattern") && !matches(shape.get("pattern").asText(), value.asText())) {
      problems.add(
          at + " '" + value.asText() + "' does not match " + shape.get("pattern").asText());
    }
  }

  private static boolean matches(String pattern, String value) {
    return Pattern.compile(pattern, Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS)
        .matcher(value)
        .matches();
  }

  private static void range(JsonNode shape, long size, String what, List<String> problems) {
    if (shape.has("min") && size < shape.get("min").asLong()) {
      problems.add(what + " is below " + shape.get("min"));
    }
    if (shape.has("max") && size > shape.get("max").asLong()) {
      problems.add(what + " is above " + shape.get("max"));
    }
  }
}
