package dev.labelops.operator.task;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.TaskType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A task type, and our defaults for what Ground Truth leaves open; they are in {@code
 * task-texts.json}, a row per type.
 *
 * @param type what Ground Truth fixes
 * @param title default of TaskTitle
 * @param description default of TaskDescription
 * @param keywords default of TaskKeywords
 * @param instructions shown when the user gives none, HTML
 */
public record BuiltInTask(
    LabelingTaskType type,
    String title,
    String description,
    List<String> keywords,
    String instructions) {

  private static final Map<TaskType, BuiltInTask> TASKS = read();

  /**
   * Default of NumberOfHumanWorkersPerDataObject, as in the console; 1 where the console has none.
   */
  public int workersPerObject() {
    return type.defaultWorkers().orElse(1);
  }

  /** The task of a type. */
  public static BuiltInTask of(TaskType type) {
    return TASKS.get(type);
  }

  private static Map<TaskType, BuiltInTask> read() {
    try (InputStream file = BuiltInTask.class.getResourceAsStream("task-texts.json")) {
      JsonNode rows =
          JsonMapper.builder()
              .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
              .build()
              .readTree(file);
      Map<TaskType, BuiltInTask> tasks = new EnumMap<>(TaskType.class);
      for (TaskType type : TaskType.values()) {
        tasks.put(type, row(type.facts(), rows.required(type.taskType())));
      }
      return tasks;
    } catch (IOException e) {
      throw new UncheckedIOException("task-texts.json", e);
    }
  }

  private static BuiltInTask row(LabelingTaskType type, JsonNode texts) {
    List<String> keywords = new ArrayList<>();
    texts.required("keywords").forEach(keyword -> keywords.add(keyword.asText()));
    return new BuiltInTask(
        type,
        texts.required("title").asText(),
        texts.required("description").asText(),
        List.copyOf(keywords),
        texts.required("instructions").asText());
  }
}
