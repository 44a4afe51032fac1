package dev.labelops.engine.sagemaker.workforce;

import java.util.List;
import java.util.Optional;

/** What labeling needs to know of work teams. */
public interface Workteams {
  /**
   * A work team.
   *
   * @param members the Cognito groups whose users belong to the team
   */
  record Team(String name, String arn, String accountId, String region, List<Member> members) {}

  /** One Cognito group of a team. */
  record Member(String userPoolId, String group) {}

  /** The team with this ARN, of whatever account and region the ARN names. */
  Optional<Team> byArn(String arn);

  /** Teams that have at least one of the groups of this pool among their members. */
  List<Team> ofGroups(String userPoolId, List<String> groups);
}
