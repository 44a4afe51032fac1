package dev.labelops.operator.workforce.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.aws.sagemaker.Workforce;
import dev.labelops.operator.workforce.Seen;
import dev.labelops.operator.workforce.decide.TeardownAction.Blocked;
import dev.labelops.operator.workforce.decide.TeardownAction.DeleteDomain;
import dev.labelops.operator.workforce.decide.TeardownAction.DeleteTeam;
import dev.labelops.operator.workforce.look.TeardownObservation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a deletion with deletionPolicy Delete may take with it. */
class TeardownDeciderTest {
  private static TeardownObservation seen(
      Map<String, String> poolTags, Map<String, List<String>> teams, long peopleOfOthers) {
    return seen(poolTags, Optional.empty(), teams, peopleOfOthers);
  }

  private static TeardownObservation seen(
      Map<String, String> poolTags,
      Optional<Workforce> workforce,
      Map<String, List<String>> teams,
      long peopleOfOthers) {
    return new TeardownObservation(
        Seen.OWNER,
        Seen.inPlace().now().spec(),
        Optional.empty(),
        workforce,
        teams,
        List.of(),
        Optional.of(Seen.pool(poolTags)),
        peopleOfOthers,
        Map.of(),
        Map.of());
  }

  @Test
  void peopleWhomSomebodyElseInvitedKeepThePoolAndWhatIsOnIt() {
    assertThat(TeardownDecider.decide(seen(Seen.OWNER.tags(), Map.of("logos", List.of()), 3)))
        .isInstanceOfSatisfying(
            Blocked.class,
            blocked ->
                assertThat(blocked.message())
                    .contains("3 users whom LabelOps did not invite", "deletionPolicy: Retain"));
  }

  @Test
  void aPoolWithOurPeopleAloneGoesAfterItsTeams() {
    assertThat(TeardownDecider.decide(seen(Seen.OWNER.tags(), Map.of("logos", List.of()), 0)))
        .isInstanceOf(DeleteTeam.class);
    assertThat(TeardownDecider.decide(seen(Seen.OWNER.tags(), Map.of(), 0)))
        .isInstanceOf(DeleteDomain.class);
  }

  @Test
  void onlyTheWorkforceThatWeMadeGoes() {
    Optional<Workforce> there = Optional.of(Seen.workforce(Workforce.State.ACTIVE));
    assertThat(TeardownDecider.decide(seen(Seen.marked(), there, Map.of(), 0)))
        .isInstanceOf(TeardownAction.DeleteWorkforce.class);
    assertThat(TeardownDecider.decide(seen(Seen.OWNER.tags(), there, Map.of(), 0)))
        .isInstanceOfSatisfying(
            Blocked.class,
            blocked ->
                assertThat(blocked.message())
                    .contains("Workforce 'default', which LabelOps did not create", "Retain"));
  }
}
