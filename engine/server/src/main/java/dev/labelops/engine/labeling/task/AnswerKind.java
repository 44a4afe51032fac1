package dev.labelops.engine.labeling.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.shared.image.ImageSize;
import java.util.List;
import java.util.Optional;

/** What people answer in a task, and how several answers become one label. Pure. */
public interface AnswerKind {
  /**
   * Checks one answer.
   *
   * @param answer the member of answerContent that carries the tool element's name
   * @param labels the job's label categories
   * @param image size of the stored image; empty for text
   * @throws InvalidAnswer when the shape or a label is wrong, or the answer is about a picture of
   *     another size
   */
  void check(JsonNode answer, List<String> labels, Optional<ImageSize> image);

  /**
   * Makes one label of the answers of different workers.
   *
   * @param answers at least one, in the order in which they were given
   * @param labels the job's label categories; a class id is an index into them
   * @param image size of the image; empty for text
   */
  Consolidated consolidate(
      List<WorkerAnswer> answers, List<String> labels, Optional<ImageSize> image);
}
