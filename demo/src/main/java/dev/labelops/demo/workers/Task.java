package dev.labelops.demo.workers;

import java.util.List;

/**
 * A task as the engine's task API gives it.
 *
 * @param taskType for example {@code BoundingBox}
 * @param object s3:// address or text ({@code input.taskObject})
 * @param labels the labels to choose from ({@code input.labels})
 */
public record Task(String taskId, String taskType, String object, List<String> labels) {}
