package dev.labelops.engine.labeling.task;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One object of a job.
 *
 * @param line the manifest line, an object
 * @param labels the job's label categories
 * @param properties what {@link TaskType#probe} found; an empty object when it was not probed
 */
public record TaskObject(JsonNode line, LabelCategories labels, JsonNode properties) {}
