package dev.labelops.operator.aws.cognito;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.labelops.operator.aws.AwsClients;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;

/**
 * Asks once a minute for a team with members who can work, however many jobs of it begin meanwhile.
 * A team without members is asked for each time: adding one counts immediately.
 */
public final class RecentTeamMembers implements TeamMembers {
  static final Duration FRESH = Duration.ofMinutes(1);

  private record Key(AwsClients.Scope scope, String workteamArn) {}

  private record Answer(Optional<Team> team, Instant at) {}

  private final TeamMembers members;
  private final InstantSource clock;
  private final ConcurrentMap<Key, Answer> known =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .expireAfterWrite(FRESH)
          .<Key, Answer>build()
          .asMap();

  /**
   * @param members asked when nothing fresh is known
   */
  public RecentTeamMembers(TeamMembers members, InstantSource clock) {
    this.members = members;
    this.clock = clock;
  }

  @Override
  public Optional<Team> look(AwsClients.Scope scope, String workteamArn) {
    Key key = new Key(scope, workteamArn);
    // Others who ask for the same team meanwhile wait for this answer.
    Answer answer =
        known.compute(key, (same, before) -> fresh(before) ? before : ask(scope, workteamArn));
    return answer.team();
  }

  private boolean fresh(Answer answer) {
    return answer != null
        && answer.team().flatMap(Team::enabled).orElse(false)
        && clock.instant().isBefore(answer.at().plus(FRESH));
  }

  private Answer ask(AwsClients.Scope scope, String workteamArn) {
    return new Answer(members.look(scope, workteamArn), clock.instant());
  }
}
