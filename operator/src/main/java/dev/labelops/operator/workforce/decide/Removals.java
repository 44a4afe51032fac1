package dev.labelops.operator.workforce.decide;

import dev.labelops.operator.api.v1alpha1.Annotations;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberPolicy;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberRemoval;
import dev.labelops.operator.aws.cognito.PoolUser;
import dev.labelops.operator.aws.sagemaker.Workteam;
import dev.labelops.operator.manifest.Sha256;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.workforce.decide.WorkforceAction.Membership;
import dev.labelops.operator.workforce.look.TeamSeen;
import dev.labelops.operator.workforce.look.TeamSeen.GroupSeen;
import dev.labelops.operator.workforce.look.WorkforceObservation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who leaves a team because the list is the whole team ({@code memberPolicy: Exact}), of all teams
 * together. Lists are written by people and saved by programs, and a deleted account does not come
 * back: nobody leaves while any entry of any list cannot be read, nor, without a confirmation of
 * exactly this change, while a team of four or more would lose more than half of its people. Pure.
 *
 * @param leaving leave their group only
 * @param disabled leave and are disabled: we invited them, and they are in no other group
 * @param deleted leave and are deleted: we invited them, and they are in no other group
 * @param groupsGo whether teams may lose the groups that the spec does not name any more
 * @param held why nobody leaves, although somebody should
 */
public record Removals(
    List<Membership> leaving,
    List<Membership> disabled,
    List<Membership> deleted,
    boolean groupsGo,
    Optional<Held> held) {

  /** Why nobody leaves, and what to do. */
  public record Held(Reason reason, String message) {}

  /** A team of so many people may lose half of them at once, and no more. */
  static final int LARGE_TEAM = 4;

  private static final int TOKEN_DIGITS = 12;
  private static final int NAMED = 5;

  /** Someone who leaves a team. */
  private record Leaver(String team, PoolUser user, String group, MemberRemoval how) {
    String line() {
      return String.join("\t", team, group, user.username(), how.name());
    }
  }

  /** Leavers of one team, which has {@code size} people now. */
  private record Team(String name, int size, List<Leaver> leavers) {
    boolean losesMost() {
      long people = leavers.stream().map(one -> one.user().username()).distinct().count();
      return size >= LARGE_TEAM && 2 * people > size;
    }

    String sentence() {
      return "Team '"
          + name
          + "' would lose "
          + leavers.stream().map(one -> one.user().username()).distinct().count()
          + " of its "
          + size
          + " people at once.";
    }
  }

  boolean somebodyLeaves() {
    return !(leaving.isEmpty() && disabled.isEmpty() && deleted.isEmpty());
  }

  public static Removals of(WorkforceObservation seen) {
    List<Team> teams = seen.teams().stream().map(team -> team(seen, team)).toList();
    List<Leaver> leavers = teams.stream().flatMap(team -> team.leavers().stream()).toList();
    if (leavers.isEmpty()) {
      return new Removals(List.of(), List.of(), List.of(), true, Optional.empty());
    }
    Optional<Held> held = held(seen, teams, leavers);
    return held.isPresent()
        ? new Removals(List.of(), List.of(), List.of(), false, held)
        : new Removals(
            ofOwnGroups(seen, leavers, MemberRemoval.RemoveFromTeam),
            ofOwnGroups(seen, leavers, MemberRemoval.Disable),
            ofOwnGroups(seen, leavers, MemberRemoval.Delete),
            true,
            Optional.empty());
  }

  private static Optional<Held> held(
      WorkforceObservation seen, List<Team> teams, List<Leaver> leavers) {
    List<String> faults = faults(seen);
    if (!faults.isEmpty()) {
      return Optional.of(
          new Held(
              Reason.UnreadableMembers,
              people(leavers)
                  + " would leave a team, but "
                  + some(faults)
                  + ". Nobody is removed while an entry cannot be read: fix it."));
    }
    String token = token(seen.lists(), leavers);
    List<Team> emptied = teams.stream().filter(Team::losesMost).toList();
    if (emptied.isEmpty() || token.equals(seen.confirmedRemoval())) {
      return Optional.empty();
    }
    return Optional.of(
        new Held(
            Reason.ManyRemovals,
            emptied.stream().map(Team::sentence).collect(Collectors.joining(" "))
                + " Nobody is removed until this is confirmed. If the lists are right, set the"
                + " annotation "
                + Annotations.CONFIRM_REMOVAL
                + ": \""
                + token
                + "\" on this LabelingWorkforce ("
                + effect(leavers)
                + "); else fix the list. It confirms exactly this change."));
  }

  private static String people(List<Leaver> leavers) {
    long count = leavers.stream().map(one -> one.user().username()).distinct().count();
    return count == 1 ? "1 person" : count + " people";
  }

  private static String effect(List<Leaver> leavers) {
    return Stream.of(MemberRemoval.values())
        .filter(how -> leavers.stream().anyMatch(one -> one.how() == how))
        .map(how -> how + " " + leavers.stream().filter(one -> one.how() == how).count())
        .collect(Collectors.joining(", "));
  }

  /** What of the lists cannot be read, each with its team. */
  public static List<String> faults(WorkforceObservation seen) {
    return seen.teams().stream()
        .flatMap(
            team ->
                team.wanted().unreadable().stream()
                    .map(fault -> "in team '" + team.wish().name() + "' " + fault))
        .toList();
  }

  /** The first ones, and how many more there are. */
  public static String some(List<String> faults) {
    String first = String.join("; ", faults.subList(0, Math.min(NAMED, faults.size())));
    return faults.size() > NAMED ? first + "; and " + (faults.size() - NAMED) + " more" : first;
  }

  /**
   * Names the change: the same people leave the same groups in the same way, because of the same
   * version of the lists. An annotation that stays confirms nothing once a list is written again.
   */
  private static String token(String lists, List<Leaver> leavers) {
    String lines = leavers.stream().map(Leaver::line).sorted().collect(Collectors.joining("\n"));
    byte[] hash = Sha256.digest().digest((lists + "\n\n" + lines).getBytes(StandardCharsets.UTF_8));
    return leavers.size() + "-" + HexFormat.of().formatHex(hash).substring(0, TOKEN_DIGITS);
  }

  private static Team team(WorkforceObservation seen, TeamSeen team) {
    String name = team.wish().name();
    if (team.hasOwnGroup()) {
      List<Leaver> leavers =
          team.surplus(seen.spec().memberPolicy()).stream()
              .map(user -> new Leaver(name, user, name, how(seen, user, name)))
              .toList();
      return new Team(name, team.people().size(), leavers);
    }
    Set<String> staying =
        team.people().stream().map(PoolUser::username).collect(Collectors.toSet());
    List<Leaver> leavers = new ArrayList<>();
    for (GroupSeen group : droppedGroups(seen, team)) {
      group.people().orElse(List.of()).stream()
          .filter(user -> !staying.contains(user.username()))
          .forEach(
              user ->
                  leavers.add(new Leaver(name, user, group.name(), MemberRemoval.RemoveFromTeam)));
    }
    long going = leavers.stream().map(one -> one.user().username()).distinct().count();
    return new Team(name, staying.size() + (int) going, leavers);
  }

  /** Groups of the work team that the spec does not name, where its list is the whole team. */
  private static List<GroupSeen> droppedGroups(WorkforceObservation seen, TeamSeen team) {
    Set<String> ofTeam =
        team.team().map(Workteam::groups).orElse(Set.of()).stream()
            .map(Workteam.Group::name)
            .collect(Collectors.toSet());
    return seen.spec().memberPolicy() == MemberPolicy.Exact
        ? team.dropped().stream().filter(group -> ofTeam.contains(group.name())).toList()
        : List.of();
  }

  private static List<Membership> ofOwnGroups(
      WorkforceObservation seen, List<Leaver> leavers, MemberRemoval how) {
    Set<String> own =
        seen.teams().stream()
            .filter(TeamSeen::hasOwnGroup)
            .map(team -> team.wish().name())
            .collect(Collectors.toSet());
    return leavers.stream()
        .filter(one -> one.how() == how && own.contains(one.team()))
        .map(one -> new Membership(one.user(), one.group()))
        .toList();
  }

  private static MemberRemoval how(WorkforceObservation seen, PoolUser user, String group) {
    MemberRemoval wish =
        seen.spec().memberRemoval() == null
            ? MemberRemoval.RemoveFromTeam
            : seen.spec().memberRemoval();
    Set<String> groups = seen.otherGroups().get(user.username());
    boolean oursAlone =
        MembershipPlan.marked(seen, user) && groups != null && Set.of(group).containsAll(groups);
    return oursAlone ? wish : MemberRemoval.RemoveFromTeam;
  }
}
