package dev.labelops.engine.sagemaker.workforce;

import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import java.util.List;

/** Teams of marketplace vendors: the engine has no marketplace, so there are none. */
public final class SubscribedWorkteams {
  public List<JsonOperation> operations() {
    return List.of(
        JsonOperation.of(
            "SageMaker.DescribeSubscribedWorkteam",
            (caller, request) -> {
              throw SageMakerErrors.NO_VENDORS.of(request.get("WorkteamArn").asText());
            }),
        JsonOperation.of(
            "SageMaker.ListSubscribedWorkteams",
            (caller, request) -> Json.object().set("SubscribedWorkteams", Json.array())));
  }
}
