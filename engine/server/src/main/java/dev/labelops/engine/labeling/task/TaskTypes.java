package dev.labelops.engine.labeling.task;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The task types that an engine can run.
 *
 * @param all in the order in which messages list them
 */
public record TaskTypes(List<TaskType> all) {
  /**
   * @throws IllegalArgumentException when two of them have the same name, or one with a HumanTaskUi
   *     has no page, or one without has one
   */
  public TaskTypes {
    all = List.copyOf(all);
    for (TaskType type : all) {
      if (type.page().isPresent() == type.facts().ui().takesTemplate()) {
        throw new IllegalArgumentException(
            "the task type %s must have a page if requests name its HumanTaskUi, else none"
                .formatted(type.facts().name()));
      }
    }
    List<String> names = all.stream().map(type -> type.facts().name()).toList();
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("two task types have the same name: " + names);
    }
  }

  /** These types and one more, the last. */
  public TaskTypes with(TaskType further) {
    return new TaskTypes(Stream.concat(all.stream(), Stream.of(further)).toList());
  }

  /** The type of that name, as it is written in the function names; the case counts. */
  public Optional<TaskType> named(String name) {
    return all.stream().filter(type -> type.facts().name().equals(name)).findFirst();
  }

  /** Their names in their order. */
  public List<String> names() {
    return all.stream().map(type -> type.facts().name()).toList();
  }
}
