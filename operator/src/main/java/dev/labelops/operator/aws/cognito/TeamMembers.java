package dev.labelops.operator.aws.cognito;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import java.util.Optional;

/** Whether somebody of a work team can work. Throws {@link CloudFailure}. */
public interface TeamMembers {
  /**
   * What is known of a team's people.
   *
   * @param enabled enabled members of the team's Cognito groups, counted up to the first; empty
   *     when the team's people are not in Cognito (OIDC, vendor)
   */
  record Team(Optional<Boolean> enabled) {}

  /**
   * Reads a team; empty when it does not exist.
   *
   * @param workteamArn {@code arn:aws:sagemaker:REGION:ACCOUNT:workteam/private-crowd/NAME}
   */
  Optional<Team> look(AwsClients.Scope scope, String workteamArn);
}
