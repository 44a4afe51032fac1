package dev.labelops.engine.sagemaker.workforce;

import dev.labelops.engine.store.Database;
import java.util.List;
import java.util.Optional;

/** Work teams as labeling sees them, from the database. */
public final class SqlWorkteams implements Workteams {
  private final Database database;

  public SqlWorkteams(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Team> byArn(String arn) {
    return database
        .jdbi()
        .withHandle(handle -> WorkteamStore.byArn(handle, arn))
        .map(Workteam::toTeam);
  }

  @Override
  public List<Team> ofGroups(String userPoolId, List<String> groups) {
    return database.jdbi().withHandle(handle -> WorkteamStore.naming(handle, userPoolId)).stream()
        .map(Workteam::toTeam)
        .filter(
            team ->
                team.members().stream()
                    .anyMatch(
                        member ->
                            member.userPoolId().equals(userPoolId)
                                && groups.contains(member.group())))
        .toList();
  }
}
