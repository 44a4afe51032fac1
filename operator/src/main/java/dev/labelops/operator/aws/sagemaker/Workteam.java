package dev.labelops.operator.aws.sagemaker;

import dev.labelops.operator.aws.cognito.CognitoApp;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A work team, as DescribeWorkteam shows it.
 *
 * @param groups MemberDefinitions[].CognitoMemberDefinition; empty for OIDC teams
 * @param notificationTopicArn NotificationConfiguration
 * @param created CreateDate; null when the service leaves it out
 */
public record Workteam(
    String name,
    String arn,
    String description,
    Set<Group> groups,
    Optional<String> notificationTopicArn,
    Instant created) {

  public Workteam {
    groups = Set.copyOf(groups);
  }

  /** A group of a user pool whose people make up the team. */
  public record Group(CognitoApp app, String name) {}
}
