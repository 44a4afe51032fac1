package dev.labelops.engine.labeling.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A job's label categories.
 *
 * @param names in the order of the file; a class id is an index into them
 * @param details what the type keeps of the file besides, in a form of its own, such as attributes
 *     of the categories; stored as JSON with the job
 */
public record LabelCategories(List<String> names, Optional<JsonNode> details) {
  /** Of a job that is not set up. */
  public static final LabelCategories NONE = of(List.of());

  public static LabelCategories of(List<String> names) {
    return new LabelCategories(List.copyOf(names), Optional.empty());
  }
}
