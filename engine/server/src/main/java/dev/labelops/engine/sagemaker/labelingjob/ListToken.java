package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a list continues: behind the job with this sort value and number. Jobs that come or go
 * between two pages shift nothing.
 *
 * @param sortValue value of the sorted column in the last job of the page
 * @param id the engine's number of that job
 */
record ListToken(String sortValue, long id) {
  String encode() {
    String json = Json.object().put("v", sortValue).put("i", id).toString();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws AwsError ValidationException for anything that no list gave out
   */
  static Optional<ListToken> of(JsonNode request) {
    return Json.text(request, "NextToken").map(ListToken::decode);
  }

  private static ListToken decode(String token) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      JsonNode json = Json.MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
      if (json.path("v").isTextual() && json.path("i").isNumber()) {
        return new ListToken(json.path("v").asText(), json.path("i").asLong());
      }
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw invalid();
    }
    throw invalid();
  }

  private static AwsError invalid() {
    return SageMakerErrors.UNKNOWN_JOB_PAGE.of();
  }
}
