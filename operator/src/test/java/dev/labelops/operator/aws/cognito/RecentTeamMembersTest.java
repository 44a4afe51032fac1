package dev.labelops.operator.aws.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.aws.AwsClients;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentTeamMembersTest {
  private static final AwsClients.Scope SCOPE =
      new AwsClients.Scope("eu-west-1", Optional.empty(), Optional.empty());
  private static final TeamMembers.Team ABLE = new TeamMembers.Team(Optional.of(true));

  private final List<String> asked = new ArrayList<>();
  private Optional<TeamMembers.Team> answer = Optional.of(ABLE);
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private final TeamMembers recent =
      new RecentTeamMembers(
          (scope, team) -> {
            asked.add(scope.region() + " " + team);
            return answer;
          },
          () -> now);

  @Test
  void aTeamThatCanWorkIsAskedForOnceAMinute() {
    assertThat(recent.look(SCOPE, "team")).contains(ABLE);
    now = now.plus(RecentTeamMembers.FRESH).minusMillis(1);
    assertThat(recent.look(SCOPE, "team")).contains(ABLE);
    assertThat(asked).hasSize(1);

    now = now.plus(Duration.ofMillis(1));
    recent.look(SCOPE, "team");

    assertThat(asked).hasSize(2);
  }

  @Test
  void aTeamWithoutPeopleIsAskedForEachTime() {
    answer = Optional.of(new TeamMembers.Team(Optional.of(false)));
    recent.look(SCOPE, "team");
    answer = Optional.of(ABLE);

    assertThat(recent.look(SCOPE, "team")).contains(ABLE);
  }

  @Test
  void aTeamThatDoesNotExistIsAskedForEachTime() {
    answer = Optional.empty();
    recent.look(SCOPE, "team");
    answer = Optional.of(ABLE);

    assertThat(recent.look(SCOPE, "team")).contains(ABLE);
  }

  @Test
  void teamsAndScopesAreAskedForOneByOne() {
    recent.look(SCOPE, "team");
    recent.look(SCOPE, "other");
    recent.look(new AwsClients.Scope("us-east-1", Optional.empty(), Optional.empty()), "team");

    assertThat(asked).containsExactly("eu-west-1 team", "eu-west-1 other", "us-east-1 team");
  }
}
