package dev.labelops.demo.drive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One of the three resources as the API server shows it. */
record Observed(String kind, String name, JsonNode spec, JsonNode status) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Observed of(GenericKubernetesResource resource) {
    JsonNode root = JSON.valueToTree(resource);
    return new Observed(
        resource.getKind(),
        resource.getMetadata().getName(),
        root.path("spec"),
        root.path("status"));
  }

  /** What has changed when this line changes: for the person who watches. */
  String line() {
    List<String> words = new ArrayList<>(List.of(kind + " " + name));
    if (kind.equals("LabelingJob")) {
      JsonNode counters = status.path("counters");
      add(words, "", status.path("phase"));
      add(words, "", status.path("progress"));
      add(words, "human ", counters.path("humanLabeled"));
      add(words, "auto ", counters.path("machineLabeled"));
      if (counters.path("failed").asInt() > 0) {
        add(words, "failed ", counters.path("failed"));
      }
    }
    JsonNode ready = condition("Ready");
    if (isTrue("Ready")) {
      words.add("ready");
    } else if (ready.has("reason")) {
      words.add(ready.path("reason").asText() + ": " + ready.path("message").asText());
    }
    return String.join("  ", words);
  }

  boolean isTrue(String condition) {
    return condition(condition).path("status").asText().equals("True");
  }

  /** The sentence of a condition, for example why it is Stalled. */
  String sentence(String condition) {
    JsonNode found = condition(condition);
    return found.path("reason").asText() + ": " + found.path("message").asText();
  }

  /** All conditions, one a line. */
  String conditions() {
    StringBuilder text = new StringBuilder(kind + " " + name + "\n");
    for (JsonNode condition : status.path("conditions")) {
      text.append(
          "  %s=%s %s: %s%n"
              .formatted(
                  condition.path("type").asText(),
                  condition.path("status").asText(),
                  condition.path("reason").asText(),
                  condition.path("message").asText()));
    }
    return text.toString();
  }

  Optional<Instant> time(String field) {
    return status.path(field).isTextual()
        ? Optional.of(Instant.parse(status.path(field).asText()))
        : Optional.empty();
  }

  private JsonNode condition(String type) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    return status.path("none");
  }

  private static void add(List<String> words, String name, JsonNode value) {
    if (!value.isMissingNode() && !value.isNull()) {
      words.add(name + value.asText());
    }
  }
}
