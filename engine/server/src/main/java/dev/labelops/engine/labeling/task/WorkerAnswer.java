package dev.labelops.engine.labeling.task;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What one worker said of one object.
 *
 * @param workerId {@code private.<region>.<16 hex>}
 * @param answer the member of answerContent that carries the tool element's name
 * @param accuracy estimated share of this worker's answers that are right, between 0 and 1
 */
public record WorkerAnswer(String workerId, JsonNode answer, double accuracy) {}
