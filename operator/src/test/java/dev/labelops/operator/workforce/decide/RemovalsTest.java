package dev.labelops.operator.workforce.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberPolicy;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberRemoval;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.Team;
import dev.labelops.operator.aws.cognito.PoolUser;
import dev.labelops.operator.aws.sagemaker.Workteam;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.workforce.Seen;
import dev.labelops.operator.workforce.look.TeamSeen;
import dev.labelops.operator.workforce.plan.MemberList;
import dev.labelops.operator.workforce.plan.WantedPeople;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who may leave a team, and what must be confirmed first. */
class RemovalsTest {
  private static List<PoolUser> people(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Seen.user("p" + i + "@example.com", Seen.NAMES.mark()))
        .toList();
  }

  private static String[] addresses(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "p" + i + "@example.com").toArray(String[]::new);
  }

  /** A team of so many people whose list keeps those from {@code stay} on. */
  private static Seen exact(int present, String... stay) {
    Seen seen = Seen.inPlace();
    seen.memberPolicy = MemberPolicy.Exact;
    seen.teams.set(
        0,
        Seen.team(Seen.wish("logos", stay), Seen.listed(stay), Seen.OWNER.tags(), people(present)));
    return seen;
  }

  private static String token(Removals removals) {
    Matcher token =
        Pattern.compile("labelops.dev/confirm-removal: \"([^\"]+)\"")
            .matcher(removals.held().orElseThrow().message());
    assertThat(token.find()).as(removals.held().orElseThrow().message()).isTrue();
    return token.group(1);
  }

  @Test
  void aTeamOfFourLosesHalfAndNoMoreAtOnce() {
    assertThat(Removals.of(exact(4, addresses(2, 4)).now()).leaving()).hasSize(2);
    assertThat(Removals.of(exact(3).now()).leaving()).as("a small team may empty").hasSize(3);

    Removals held = Removals.of(exact(4, addresses(3, 4)).now());
    assertThat(held.somebodyLeaves()).isFalse();
    assertThat(held.held()).get().extracting(Removals.Held::reason).isEqualTo(Reason.ManyRemovals);
    assertThat(held.held().get().message())
        .contains("Team 'logos' would lose 3 of its 4 members", "RemoveFromTeam 3")
        .doesNotContain("@");
  }

  @Test
  void theTokenConfirmsThisChangeAndNoOther() {
    Seen seen = exact(5, addresses(4, 5));
    seen.confirmedRemoval = token(Removals.of(seen.now()));
    assertThat(Removals.of(seen.now()).leaving()).hasSize(4);

    Seen others = exact(5, addresses(3, 4));
    others.confirmedRemoval = seen.confirmedRemoval;
    assertThat(Removals.of(others.now()).held()).as("as many, but other people").isPresent();

    Seen again = exact(5, addresses(4, 5));
    again.lists = "uid-1 2";
    again.confirmedRemoval = seen.confirmedRemoval;
    assertThat(Removals.of(again.now()).held())
        .as("the same people, back in the team and lost by a later list")
        .isPresent();

    Seen more = exact(6, addresses(4, 5));
    more.confirmedRemoval = seen.confirmedRemoval;
    assertThat(Removals.of(more.now()).held()).as("one more").isPresent();

    Seen harder = exact(5, addresses(4, 5));
    harder.removal = MemberRemoval.Delete;
    people(5).forEach(one -> harder.otherGroups.put(one.username(), Set.of("logos")));
    harder.confirmedRemoval = seen.confirmedRemoval;
    assertThat(Removals.of(harder.now()).held()).as("the same people, but deleted").isPresent();
    harder.confirmedRemoval = token(Removals.of(harder.now()));
    assertThat(Removals.of(harder.now()).deleted()).hasSize(4);
  }

  @Test
  void nobodyLeavesAnyTeamWhileALineCannotBeRead() {
    Seen seen = exact(2, addresses(0, 1));
    assertThat(Removals.of(seen.now()).leaving()).hasSize(1);
    seen.teams.add(
        Seen.team(
            Seen.wish("cars"),
            MemberList.read("Secret 's', key 'k'", "secretive@x\np0@example.com".getBytes()),
            Seen.OWNER.tags(),
            people(1)));
    Removals held = Removals.of(seen.now());
    assertThat(held.somebodyLeaves()).isFalse();
    assertThat(held.held().orElseThrow().reason()).isEqualTo(Reason.UnreadableMembers);
    assertThat(held.held().get().message())
        .contains("1 member would leave", "in team 'cars' line 1 of Secret 's', key 'k'")
        .doesNotContain("secretive");
    seen.confirmedRemoval = "1-anything";
    assertThat(Removals.of(seen.now()).held()).as("no token confirms that").isPresent();
  }

  @Test
  void groupsThatTheSpecDropsAreHeldToTheSameRule() {
    Seen seen = Seen.brought();
    seen.memberPolicy = MemberPolicy.Exact;
    var kept = new TeamSeen.GroupSeen("few", Optional.empty(), Optional.of(people(2)));
    var dropped = new TeamSeen.GroupSeen("many", Optional.empty(), Optional.of(people(6)));
    seen.teams.set(
        0,
        new TeamSeen(
            new Team("logos", "d", null, null, List.of("few"), null),
            new WantedPeople.Unsaid(),
            Optional.of(
                new Workteam(
                    "logos",
                    "arn:team/logos",
                    "d",
                    Set.of(
                        new Workteam.Group(Seen.APP, "few"), new Workteam.Group(Seen.APP, "many")),
                    Optional.empty(),
                    Seen.NOW)),
            Seen.OWNER.tags(),
            true,
            List.of(kept),
            List.of(dropped)));
    Removals held = Removals.of(seen.now());
    assertThat(held.held().orElseThrow().message()).contains("would lose 4 of its 6 members");
    assertThat(WorkforceDecider.decide(seen.now())).isInstanceOf(WorkforceAction.Settle.class);

    seen.confirmedRemoval = token(held);
    assertThat(WorkforceDecider.decide(seen.now()))
        .isInstanceOfSatisfying(
            WorkforceAction.UpdateTeam.class,
            update ->
                assertThat(
                        update.team().groups().stream()
                            .map(Workteam.Group::name)
                            .collect(Collectors.toSet()))
                    .containsExactly("few"));
  }
}
