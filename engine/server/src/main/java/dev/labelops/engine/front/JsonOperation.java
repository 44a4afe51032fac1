package dev.labelops.engine.front;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.BiFunction;

/**
 * One operation of a JSON 1.1 service. The front has already verified the signature and checked the
 * request against the documented shape (required members, lengths, ranges, patterns, enums), so an
 * implementation checks only what needs the engine's state.
 */
public interface JsonOperation {
  /** The value of {@code X-Amz-Target}, for example {@code SageMaker.CreateLabelingJob}. */
  String target();

  /**
   * Performs the operation.
   *
   * @return the response body; an empty object where the service answers with an empty body
   * @throws AwsError when the service would refuse
   */
  JsonNode call(Caller caller, JsonNode request);

  /** An operation from its target and its body. */
  static JsonOperation of(String target, BiFunction<Caller, JsonNode, JsonNode> body) {
    return new JsonOperation() {
      @Override
      public String target() {
        return target;
      }

      @Override
      public JsonNode call(Caller caller, JsonNode request) {
        return body.apply(caller, request);
      }
    };
  }
}
