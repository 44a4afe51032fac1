package dev.labelops.engine.sagemaker.labelingjob;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.labeling.template.InvalidTemplate;
import dev.labelops.engine.labeling.template.WorkerTemplate;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import dev.labelops.groundtruth.S3Location;
import java.net.URI;
import java.time.Duration;

/** SageMaker.RenderUiTemplate: a worker template with sample input, as a worker would see it. */
public final class RenderUiTemplate implements JsonOperation {
  private static final Duration LINKS_LAST = Duration.ofHours(1);

  /** Creates an address that a browser can read. */
  @FunctionalInterface
  public interface Links {
    URI get(String accountId, String region, S3Location location, Duration valid);
  }

  private final Links links;

  public RenderUiTemplate(Links links) {
    this.links = links;
  }

  @Override
  public String target() {
    return "SageMaker.RenderUiTemplate";
  }

  @Override
  public JsonNode call(Caller caller, JsonNode request) {
    if (request.has("HumanTaskUiArn") || !request.has("UiTemplate")) {
      throw SageMakerErrors.UI_TEMPLATE_CONTENT_ONLY.of();
    }
    CreateRules.checkRole(caller, request);
    JsonNode input = input(request.at("/Task/Input").asText());
    ObjectNode answer = Json.object();
    try {
      String content =
          new WorkerTemplate(request.at("/UiTemplate/Content").asText())
              .render(input, uri -> readable(caller, uri));
      answer.put("RenderedContent", content).putArray("Errors");
    } catch (InvalidTemplate e) {
      answer
          .put("RenderedContent", "")
          .putArray("Errors")
          .addObject()
          .put("Code", "InvalidTemplate")
          .put("Message", e.getMessage());
    }
    return answer;
  }

  private String readable(Caller caller, String uri) {
    return links
        .get(caller.accountId(), caller.region(), S3Location.parse(uri), LINKS_LAST)
        .toString();
  }

  private static JsonNode input(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw SageMakerErrors.TASK_INPUT_NOT_JSON.of(e.getOriginalMessage());
    }
  }
}
