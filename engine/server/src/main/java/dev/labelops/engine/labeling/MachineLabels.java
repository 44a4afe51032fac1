package dev.labelops.engine.labeling;

import com.fasterxml.jackson.databind.JsonNode;
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
}
