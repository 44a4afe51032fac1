package dev.labelops.engine.labeling;

import java.util.Optional;
import java.util.Set;

/** What the labeling core needs to know of work teams. */
public interface Workteams {
  /**
   * The team as it is now, or empty when the account has no such team in the region.
   *
   * @param workteamArn full ARN, {@code arn:aws:sagemaker:<region>:<account>:workteam/...}
   */
  Optional<Workteam> find(String accountId, String region, String workteamArn);

  /**
   * A team: whoever is in one of its groups may work.
   *
   * @param arn its ARN
   * @param groups MemberDefinitions[].CognitoMemberDefinition
   */
  record Workteam(String arn, Set<Group> groups) {
    /**
     * A group of a user pool.
     *
     * @param userPoolId for example {@code eu-west-1_AbCdEf123}
     * @param name UserGroup
     */
    public record Group(String userPoolId, String name) {}
  }
}
