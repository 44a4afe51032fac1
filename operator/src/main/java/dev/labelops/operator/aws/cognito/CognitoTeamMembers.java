package dev.labelops.operator.aws.cognito;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.AwsErrors;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;
import software.amazon.awssdk.services.sagemaker.model.CognitoMemberDefinition;
import software.amazon.awssdk.services.sagemaker.model.MemberDefinition;
import software.amazon.awssdk.services.sagemaker.model.Workteam;

/** {@link TeamMembers} through DescribeWorkteam and ListUsersInGroup. */
public final class CognitoTeamMembers implements TeamMembers {
  private final AwsClients clients;

  public CognitoTeamMembers(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public Optional<Team> look(AwsClients.Scope scope, String workteamArn) {
    if (!workteamArn.contains(":workteam/private-crowd/")) {
      return Optional.of(new Team(Optional.empty()));
    }
    String name = workteamArn.substring(workteamArn.lastIndexOf('/') + 1);
    return describe(scope, name).map(team -> new Team(enabled(scope, team)));
  }

  private Optional<Workteam> describe(AwsClients.Scope scope, String name) {
    try {
      return Optional.of(
          AwsErrors.call(
              "sagemaker:DescribeWorkteam",
              () ->
                  clients.sageMaker(scope).describeWorkteam(r -> r.workteamName(name)).workteam()));
    } catch (CloudFailure failure) {
      if (failure.errorClass() == ErrorClass.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private Optional<Boolean> enabled(AwsClients.Scope scope, Workteam team) {
    List<CognitoMemberDefinition> groups =
        team.memberDefinitions().stream()
            .map(MemberDefinition::cognitoMemberDefinition)
            .filter(java.util.Objects::nonNull)
            .toList();
    return groups.isEmpty()
        ? Optional.empty()
        : Optional.of(groups.stream().anyMatch(group -> hasEnabledUser(scope, group)));
  }

  private boolean hasEnabledUser(AwsClients.Scope scope, CognitoMemberDefinition group) {
    return AwsErrors.call(
        "cognito-idp:ListUsersInGroup",
        () ->
            clients
                .cognito(scope)
                .listUsersInGroupPaginator(
                    r -> r.userPoolId(group.userPool()).groupName(group.userGroup()))
                .users()
                .stream()
                .anyMatch(UserType::enabled));
  }
}
