package dev.labelops.engine.labeling.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * One label made of several answers.
 *
 * @param label value of the label attribute
 * @param metadata what the answers alone say of {@code <attribute>-metadata} (confidence, class
 *     names); who, when and which job are added where they are known
 * @param agreeing ids of the workers whose answer is the label; empty where that has no meaning
 */
public record Consolidated(JsonNode label, ObjectNode metadata, Set<String> agreeing) {}
