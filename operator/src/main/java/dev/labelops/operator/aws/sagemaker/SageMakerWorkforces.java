package dev.labelops.operator.aws.sagemaker;

import dev.labelops.operator.aws.AwsErrors;
import dev.labelops.operator.aws.cognito.CognitoApp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.SourceIpConfig;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** {@link Workforces} through the SDK. */
final class SageMakerWorkforces implements Workforces {
  private final SageMakerClient client;

  SageMakerWorkforces(SageMakerClient client) {
    this.client = client;
  }

  @Override
  public List<Workforce> list() {
    return AwsErrors.call(
        "sagemaker:ListWorkforces",
        () ->
            client.listWorkforcesPaginator(r -> r.maxResults(100)).workforces().stream()
                .map(SageMakerWorkforces::workforce)
                .toList());
  }

  private static Workforce workforce(
      software.amazon.awssdk.services.sagemaker.model.Workforce remote) {
    return new Workforce(
        remote.workforceName(),
        remote.workforceArn(),
        state(remote.statusAsString()),
        Optional.ofNullable(remote.cognitoConfig())
            .map(cognito -> new CognitoApp(cognito.userPool(), cognito.clientId())),
        Optional.ofNullable(remote.subDomain()).filter(host -> !host.isBlank()),
        remote.sourceIpConfig() == null ? Set.of() : Set.copyOf(remote.sourceIpConfig().cidrs()),
        Optional.ofNullable(remote.failureReason()),
        remote.createDate());
  }

  /** Workforces made before the field existed show no status: they work. */
  private static Workforce.State state(String status) {
    return switch (status) {
      case "Initializing" -> Workforce.State.INITIALIZING;
      case "Updating" -> Workforce.State.UPDATING;
      case "Deleting" -> Workforce.State.DELETING;
      case "Failed" -> Workforce.State.FAILED;
      case null, default -> Workforce.State.ACTIVE;
    };
  }

  @Override
  public void create(
      String name, CognitoApp app, Set<String> sourceCidrs, Map<String, String> tags) {
    AwsErrors.call(
        "sagemaker:CreateWorkforce",
        () ->
            client.createWorkforce(
                r ->
                    r.workforceName(name)
                        .cognitoConfig(c -> c.userPool(app.userPoolId()).clientId(app.clientId()))
                        .sourceIpConfig(sourceCidrs.isEmpty() ? null : cidrs(sourceCidrs))
                        .tags(tags(tags))));
  }

  @Override
  public void restrict(String name, Set<String> sourceCidrs) {
    AwsErrors.call(
        "sagemaker:UpdateWorkforce",
        () ->
            client.updateWorkforce(r -> r.workforceName(name).sourceIpConfig(cidrs(sourceCidrs))));
  }

  private static SourceIpConfig cidrs(Set<String> cidrs) {
    return SourceIpConfig.builder().cidrs(cidrs.stream().sorted().toList()).build();
  }

  @Override
  public void delete(String name) {
    AwsErrors.call(
        "sagemaker:DeleteWorkforce", () -> client.deleteWorkforce(r -> r.workforceName(name)));
  }

  static List<Tag> tags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
