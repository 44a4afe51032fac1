package dev.labelops.operator.iam;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.config.OperatorSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.sagemaker.model.HumanTaskConfig;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/**
 * Holds every request of an operator against the policies of {@code config/aws}, with the concrete
 * resource, request tags, and the tags that the resource carries at that moment.
 */
public final class IamCheck implements ExecutionInterceptor, AutoCloseable {
  static final Path POLICIES = Path.of("../config/aws");
  private static final String REQUEST_TAG = "aws:RequestTag/";
  private static final String RESOURCE_TAG = "aws:ResourceTag/";
  private static final Map<Map<String, String>, Policy> RENDERED = new ConcurrentHashMap<>();

  private final AwsClients unseen;
  private final List<String> problems = new CopyOnWriteArrayList<>();

  public IamCheck(OperatorSettings settings) {
    this.unseen = new AwsClients(settings, List.of());
  }

  /** Requests that the policies do not allow. */
  public List<String> problems() {
    return problems;
  }

  /** The policies of the operator. */
  static Stream<Path> operatorPolicies() {
    try (Stream<Path> all = Files.list(POLICIES)) {
      return all
          .filter(file -> file.getFileName().toString().startsWith("operator-"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    try {
      Call call =
          new Call(
              attributes.getAttribute(AwsClients.SCOPE),
              prefix(attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME)),
              operation,
              context.request());
      Policy policy =
          RENDERED.computeIfAbsent(call.values(), v -> Policy.read(operatorPolicies(), v));
      requests(call)
          .filter(request -> !policy.allows(request))
          .forEach(request -> problems.add(request.toString()));
    } catch (RuntimeException e) {
      // Thrown on, it would look like a failure of the operator.
      problems.add(operation + " cannot be decided: " + e);
    }
  }

  private static String prefix(String service) {
    return switch (service.toLowerCase(Locale.ROOT)) {
      case "sagemaker" -> "sagemaker";
      case "cognitoidentityprovider" -> "cognito-idp";
      case "s3" -> "s3";
      case "sts" -> "sts";
      default -> throw new IllegalArgumentException("a service without policy: " + service);
    };
  }

  private Stream<IamRequest> requests(Call call) {
    List<IamRequest> requests = new ArrayList<>();
    String action = Permissions.action(call.operation());
    requests.add(request(action, Permissions.hasResource(action) ? call.resource() : "*", call));
    if (!call.requestTags().isEmpty()
        && Permissions.besides(call.operation()).contains("sagemaker:AddTags")) {
      requests.add(request("sagemaker:AddTags", call.resource(), call));
    }
    if (Permissions.besides(call.operation()).contains("iam:PassRole")) {
      requests.add(request("iam:PassRole", call.text("RoleArn").orElseThrow(), call));
    }
    return requests.stream();
  }

  private IamRequest request(String action, String resource, Call call) {
    return new IamRequest(action, resource, key -> context(key, resource, call));
  }

  private List<String> context(String key, String resource, Call call) {
    if (key.startsWith(REQUEST_TAG)) {
      return one(call.requestTags().get(key.substring(REQUEST_TAG.length())));
    }
    if (key.startsWith(RESOURCE_TAG)) {
      return one(
          carried(call.scope(), resource)
              // Gone or unreadable: the service answers for itself.
              .map(tags -> tags.get(key.substring(RESOURCE_TAG.length())))
              .orElse("unknown"));
    }
    return switch (key) {
      case "iam:PassedToService" -> List.of("sagemaker.amazonaws.com");
      case "sagemaker:WorkteamType" ->
          List.of(call.workteamArn().replaceFirst(".*:workteam/([^/]*)/.*", "$1"));
      default -> throw new IllegalStateException("condition key " + key);
    };
  }

  private static List<String> one(String value) {
    return value == null ? List.of() : List.of(value);
  }

  private Optional<Map<String, String>> carried(AwsClients.Scope scope, String arn) {
    try {
      if (arn.contains(":userpool/")) {
        String id = arn.substring(arn.lastIndexOf('/') + 1);
        return Optional.of(
            unseen
                .cognito(scope)
                .describeUserPool(r -> r.userPoolId(id))
                .userPool()
                .userPoolTags());
      }
      return Optional.of(
          unseen.sageMaker(scope).listTagsPaginator(r -> r.resourceArn(arn)).tags().stream()
              .collect(Collectors.toMap(Tag::key, Tag::value)));
    } catch (SdkException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    unseen.close();
  }

  /** One request, read as IAM reads it. */
  private record Call(AwsClients.Scope scope, String service, String name, SdkRequest request) {
    String operation() {
      return service + ":" + name;
    }

    Optional<String> text(String field) {
      return request.getValueForField(field, String.class);
    }

    String account() {
      return scope.roleArn().map(arn -> arn.split(":")[4]).orElse("000000000000");
    }

    Map<String, String> values() {
      return Map.of(
          "PARTITION", "aws",
          "ACCOUNT", account(),
          "REGION", scope.region(),
          "BUCKET", text("Bucket").orElse("no-bucket"),
          "EXECUTION_ROLE", text("RoleArn").map(arn -> arn.split(":role/")[1]).orElse("no-role"),
          "ASSUMED_ROLE_ARN", text("RoleArn").orElse("no-role"),
          "KMS_KEY", "no-key");
    }

    String resource() {
      return switch (service) {
        case "s3" ->
            "arn:aws:s3:::"
                + text("Bucket").orElseThrow()
                + text("Key").map(key -> "/" + key).orElse("");
        case "cognito-idp" ->
            text("ResourceArn")
                .orElseGet(() -> arn("userpool/" + text("UserPoolId").orElse("none")));
        case "sts" -> text("RoleArn").orElseThrow();
        default ->
            text("ResourceArn")
                .or(() -> text("LabelingJobName").map(job -> arn("labeling-job/" + job)))
                .or(() -> text("WorkteamName").map(team -> arn("workteam/private-crowd/" + team)))
                .or(() -> text("WorkforceName").map(one -> arn("workforce/" + one)))
                .orElse("none");
      };
    }

    private String arn(String resource) {
      return "arn:aws:%s:%s:%s:%s".formatted(service, scope.region(), account(), resource);
    }

    /** Tags in the request: a list in SageMaker, a map in Cognito. */
    Map<String, String> requestTags() {
      Object tags =
          request
              .getValueForField("Tags", Object.class)
              .or(() -> request.getValueForField("UserPoolTags", Object.class))
              .orElse(Map.of());
      return tags instanceof Map<?, ?> map
          ? map.entrySet().stream()
              .collect(Collectors.toMap(e -> (String) e.getKey(), e -> (String) e.getValue()))
          : ((List<?>) tags)
              .stream().map(Tag.class::cast).collect(Collectors.toMap(Tag::key, Tag::value));
    }

    String workteamArn() {
      return request
          .getValueForField("HumanTaskConfig", HumanTaskConfig.class)
          .orElseThrow()
          .workteamArn();
    }
  }
}
