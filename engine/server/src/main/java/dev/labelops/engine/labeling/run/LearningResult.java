package dev.labelops.engine.labeling.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.MachineLabels;
import dev.labelops.engine.labeling.job.Json;
import java.util.HashMap;
import java.util.Map;

/**
 * What a run of kind {@code LEARNING} succeeds with, as JSON: {@code {"trained": true, "labels":
 * {"<object id>": {"label": .., "metadata": ..}}}}. Pure.
 */
final class LearningResult {
  private LearningResult() {}

  static String write(MachineLabels labels) {
    ObjectNode json = Json.MAPPER.createObjectNode().put("trained", labels.trained());
    ObjectNode byId = json.putObject("labels");
    labels.labels().forEach((id, label) -> byId.set(Integer.toString(id), label));
    return Json.write(json);
  }

  static MachineLabels read(String text) {
    JsonNode json = Json.read(text);
    Map<Integer, JsonNode> labels = new HashMap<>();
    json.path("labels")
        .properties()
        .forEach(entry -> labels.put(Integer.valueOf(entry.getKey()), entry.getValue()));
    return new MachineLabels(json.path("trained").asBoolean(), labels);
  }
}
