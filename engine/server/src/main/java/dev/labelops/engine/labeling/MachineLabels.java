package dev.labelops.engine.labeling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.job.Json;
import java.util.HashMap;
import java.util.Map;

/**
 * The yield of one auto-labeling round.
 *
 * @param trained whether a model was trained, so that {@code training/<n>/} gets a model file
 * @param labels for each object id (line number in the input manifest, from 0) the two members that
 *     its output line gets: the label attribute's value under {@code "label"} and its metadata
 *     under {@code "metadata"}
 */
public record MachineLabels(boolean trained, Map<Integer, JsonNode> labels) {
  public static final MachineLabels NOTHING = new MachineLabels(false, Map.of());

  /** The labels as the result of a learning run: {@code {"trained":..,"labels":{"<id>":..}}}. */
  public String toJson() {
    ObjectNode json = Json.MAPPER.createObjectNode().put("trained", trained);
    ObjectNode byId = json.putObject("labels");
    labels.forEach((id, label) -> byId.set(Integer.toString(id), label));
    return Json.write(json);
  }

  /** Reads what {@link #toJson} wrote. */
  public static MachineLabels parse(String text) {
    JsonNode json = Json.read(text);
    Map<Integer, JsonNode> labels = new HashMap<>();
    json.path("labels")
        .properties()
        .forEach(e -> labels.put(Integer.valueOf(e.getKey()), e.getValue()));
    return new MachineLabels(json.path("trained").asBoolean(), labels);
  }
}
