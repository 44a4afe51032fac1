package dev.labelops.operator.aws.sagemaker;

import dev.labelops.operator.aws.AwsErrors;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.cognito.CognitoApp;
import dev.labelops.operator.aws.cognito.CognitoUserPools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.CognitoMemberDefinition;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobSummary;
import software.amazon.awssdk.services.sagemaker.model.MemberDefinition;
import software.amazon.awssdk.services.sagemaker.model.NotificationConfiguration;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.UpdateWorkteamRequest;

/** {@link Workteams} through the SDK. */
final class SageMakerWorkteams implements Workteams {
  private static final List<LabelingJobStatus> ACTIVE =
      List.of(
          LabelingJobStatus.INITIALIZING,
          LabelingJobStatus.IN_PROGRESS,
          LabelingJobStatus.STOPPING);

  private final SageMakerClient client;

  SageMakerWorkteams(SageMakerClient client) {
    this.client = client;
  }

  @Override
  public List<Workteam> list() {
    return AwsErrors.call(
        "sagemaker:ListWorkteams",
        () ->
            client.listWorkteamsPaginator(r -> r.maxResults(100)).workteams().stream()
                .map(SageMakerWorkteams::team)
                .toList());
  }

  private static Workteam team(software.amazon.awssdk.services.sagemaker.model.Workteam remote) {
    return new Workteam(
        remote.workteamName(),
        remote.workteamArn(),
        remote.description(),
        remote.memberDefinitions().stream()
            .map(MemberDefinition::cognitoMemberDefinition)
            .filter(Objects::nonNull)
            .map(SageMakerWorkteams::group)
            .collect(Collectors.toSet()),
        Optional.ofNullable(remote.notificationConfiguration())
            .map(NotificationConfiguration::notificationTopicArn)
            .filter(arn -> !arn.isBlank()),
        remote.createDate());
  }

  private static Workteam.Group group(CognitoMemberDefinition member) {
    return new Workteam.Group(
        new CognitoApp(member.userPool(), member.clientId()), member.userGroup());
  }

  @Override
  public Map<String, String> tags(String workteamArn) {
    return AwsErrors.call(
        "sagemaker:ListTags",
        () ->
            client.listTagsPaginator(r -> r.resourceArn(workteamArn)).tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value)));
  }

  @Override
  public void create(
      String workforceName,
      String name,
      String description,
      Set<Workteam.Group> groups,
      Optional<String> notificationTopicArn,
      Map<String, String> tags) {
    AwsErrors.call(
        "sagemaker:CreateWorkteam",
        () ->
            client.createWorkteam(
                r ->
                    r.workforceName(workforceName)
                        .workteamName(name)
                        .description(description)
                        .memberDefinitions(definitions(groups))
                        .notificationConfiguration(
                            notificationTopicArn.map(SageMakerWorkteams::topic).orElse(null))
                        .tags(SageMakerWorkforces.tags(tags))));
  }

  @Override
  public void update(Workteam team) {
    UpdateWorkteamRequest.Builder update = UpdateWorkteamRequest.builder();
    CognitoUserPools.keep(
        AwsErrors.call(
            "sagemaker:DescribeWorkteam",
            () -> client.describeWorkteam(r -> r.workteamName(team.name())).workteam()),
        update);
    update
        .workteamName(team.name())
        .description(team.description())
        .memberDefinitions(definitions(team.groups()));
    team.notificationTopicArn().ifPresent(arn -> update.notificationConfiguration(topic(arn)));
    AwsErrors.call("sagemaker:UpdateWorkteam", () -> client.updateWorkteam(update.build()));
  }

  private static List<MemberDefinition> definitions(Set<Workteam.Group> groups) {
    List<MemberDefinition> definitions = new ArrayList<>();
    groups.stream()
        .sorted(java.util.Comparator.comparing(Workteam.Group::name))
        .forEach(
            group ->
                definitions.add(
                    MemberDefinition.builder()
                        .cognitoMemberDefinition(
                            c ->
                                c.userPool(group.app().userPoolId())
                                    .clientId(group.app().clientId())
                                    .userGroup(group.name()))
                        .build()));
    return definitions;
  }

  private static NotificationConfiguration topic(String arn) {
    return NotificationConfiguration.builder().notificationTopicArn(arn).build();
  }

  @Override
  public void delete(String name) {
    try {
      AwsErrors.call(
          "sagemaker:DeleteWorkteam", () -> client.deleteWorkteam(r -> r.workteamName(name)));
    } catch (CloudFailure failure) {
      if (failure.errorClass() != ErrorClass.NOT_FOUND) {
        throw failure;
      }
    }
  }

  @Override
  public List<String> activeJobs(String workteamArn) {
    return ACTIVE.stream()
        .flatMap(
            status ->
                AwsErrors.call(
                    "sagemaker:ListLabelingJobs",
                    () ->
                        client
                            .listLabelingJobsPaginator(r -> r.statusEquals(status).maxResults(100))
                            .labelingJobSummaryList()
                            .stream()
                            .filter(job -> workteamArn.equals(job.workteamArn()))
                            .map(LabelingJobSummary::labelingJobName)
                            .toList())
                    .stream())
        .sorted()
        .toList();
  }
}
