package dev.labelops.operator.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Holds every JSON request that an operator sends against the services' published models. Without
 * Python's botocore on the machine nothing is checked, and that is said once.
 */
public final class RequestCheck implements ExecutionInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(RequestCheck.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Optional<BotocoreModel>> MODELS =
      Stream.of("sagemaker", "cognito-idp")
          .collect(Collectors.toMap(Function.identity(), BotocoreModel::load));

  static {
    if (MODELS.values().stream().anyMatch(Optional::isEmpty)) {
      LOG.warn(
          "requests are not checked against the service models: no botocore (pip install botocore)");
    }
  }

  private final List<String> problems = new CopyOnWriteArrayList<>();

  /** In what the requests so far broke the models. */
  public List<String> problems() {
    return problems;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    context
        .httpRequest()
        .firstMatchingHeader("X-Amz-Target")
        .ifPresent(
            target -> {
              String service = target.startsWith("SageMaker.") ? "sagemaker" : "cognito-idp";
              String operation = target.substring(target.indexOf('.') + 1);
              MODELS
                  .get(service)
                  .ifPresent(model -> problems.addAll(model.problems(operation, body(context))));
            });
  }

  private static com.fasterxml.jackson.databind.JsonNode body(Context.BeforeTransmission context) {
    try (InputStream in = context.requestBody().orElseThrow().contentStreamProvider().newStream()) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException("request body cannot be read", e);
    }
  }
}
