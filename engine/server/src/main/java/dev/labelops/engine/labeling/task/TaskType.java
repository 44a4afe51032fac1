package dev.labelops.engine.labeling.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.groundtruth.LabelingTaskType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * All that is special about a built-in task type. The core runs jobs of any type and knows this
 * interface only; one package below {@code labeling.types} implements it
 * (docs/build/adding-a-task-type.md).
 *
 * <p>Every method but {@link #probe} is a pure function of its parameters: it is called within
 * transactions, and again after a crash.
 */
public interface TaskType {
  /** What Ground Truth fixes about the type: names, medium, limits. */
  LabelingTaskType facts();

  /**
   * Source of the worker page, Liquid, of a type for which requests name a HumanTaskUiArn; empty
   * when requests supply a template (UiTemplateS3Uri).
   */
  Optional<String> page();

  /**
   * Reads the label category file by the type's own rules (REF 3.4).
   *
   * @param file content of LabelCategoryConfigS3Uri; any JSON
   * @throws InvalidLabelCategories when the file breaks a rule, which fails the job
   */
  LabelCategories labels(JsonNode file);

  /**
   * Determines whether workers can be shown the object, and what has to be known of it later: size,
   * length, rate, frames. Called once before the object is sent out.
   *
   * @param line the manifest line
   * @param automated whether the job has a labeling algorithm, which may have narrower limits
   * @param files the files that the line refers to
   * @return stored beside the object, an empty object where there is nothing to know
   * @throws UnusableObject when it cannot be labeled; the object fails, the job continues
   * @throws IOException when a file cannot be reached just now; it is tried again later
   */
  ObjectNode probe(JsonNode line, boolean automated, DataFiles files) throws IOException;

  /** What the pre-annotation function gives: {@code task.input} in the template. */
  ObjectNode input(TaskObject object);

  /** Bytes that the JSON of a request with an answer may have. */
  default int mostAnswerBytes() {
    return 1024 * 1024;
  }

  /**
   * Checks one answer.
   *
   * @param answer the member of answerContent that carries the tool element's name, an object
   * @throws InvalidAnswer when the shape or a label is wrong, or the answer is about another object
   */
  void check(JsonNode answer, TaskObject object);

  /**
   * Consolidates the answers of different workers into one label.
   *
   * @param answers at least one, each checked, in the order in which they were given
   * @param provenance of the label, with the address of the files that it may have
   */
  Consolidated consolidate(List<WorkerAnswer> answers, TaskObject object, Provenance provenance);

  /**
   * Completes {@code <attribute>-metadata} with who, when and which job.
   *
   * @param known what consolidation or a model says of the label; not changed
   */
  ObjectNode metadata(ObjectNode known, Provenance provenance);

  /**
   * How labels follow from what all answers of the job say of its workers; empty when {@link
   * #consolidate} is all there is.
   */
  default Optional<Consensus> consensus() {
    return Optional.empty();
  }

  /** How machines label objects of the type; empty when only people do. */
  default Optional<Learnable> learnable() {
    return Optional.empty();
  }
}
