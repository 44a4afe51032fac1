package dev.labelops.engine.portal;

import dev.labelops.engine.cognito.UserDirectory.User;
import dev.labelops.engine.labeling.work.Worker;
import dev.labelops.engine.sagemaker.workforce.Workteams.Team;
import java.util.List;

/**
 * Who sends a request, as of now.
 *
 * @param user the user of the pool
 * @param teams the teams that the user's groups belong to
 * @param sessionHash hash of the session's token
 */
record Visitor(User user, List<Team> teams, String sessionHash) {
  boolean memberOf(String workteamArn) {
    return teams.stream().anyMatch(team -> team.arn().equals(workteamArn));
  }

  Worker worker() {
    String region = user.userPoolId().substring(0, Math.max(0, user.userPoolId().indexOf('_')));
    return Worker.of(region, user.userPoolId(), user.sub(), user.email().orElse(""));
  }
}
