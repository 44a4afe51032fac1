package dev.labelops.operator.workforce.decide;

import dev.labelops.operator.api.v1alpha1.Adoption;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.workforce.decide.WorkforceAction.Reject;
import dev.labelops.operator.workforce.look.TeamSeen;
import dev.labelops.operator.workforce.look.TeamSeen.GroupSeen;
import dev.labelops.operator.workforce.look.WorkforceObservation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Teams of the spec that may not be made or taken. Pure. */
public final class TeamRefusal {
  private TeamRefusal() {}

  /** What is refused, all teams together; empty when nothing is. */
  public static Optional<Reject> of(WorkforceObservation seen) {
    List<Reject> refusals = seen.teams().stream().flatMap(team -> of(seen, team).stream()).toList();
    return refusals.stream()
        .findFirst()
        .map(
            first ->
                new Reject(
                    first.reason(),
                    refusals.stream().map(Reject::message).collect(Collectors.joining(" "))));
  }

  /** The same look without the refused teams. */
  public static WorkforceObservation without(WorkforceObservation seen) {
    return seen.withTeams(seen.teams().stream().filter(team -> of(seen, team).isEmpty()).toList());
  }

  /** Why a person must change something about the team; empty when it may continue. */
  public static Optional<Reject> of(WorkforceObservation seen, TeamSeen team) {
    String name = team.wish().name();
    if (team.team().isPresent() && !seen.mayTake(team.tags())) {
      return Optional.of(
          new Reject(
              Reason.NameTaken,
              "Work team '"
                  + name
                  + "' exists and does not have the ownership mark of this LabelingWorkforce."
                  + " Choose another name, or set adoption:"
                  + " Always to take it over."));
    }
    if (team.team().isPresent() && !seen.owner().owns(team.tags()) && !team.granted()) {
      return Optional.of(
          new Reject(
              Reason.NotAllowed,
              "Namespace '"
                  + seen.owner().namespace()
                  + "' may not take over work team "
                  + team.team().get().arn()
                  + ". Ask whoever runs the operator to list it in the tenancy setting."));
    }
    for (GroupSeen group : team.groups()) {
      if (!team.hasOwnGroup() && group.people().isEmpty()) {
        return Optional.of(
            new Reject(
                Reason.InvalidSpec,
                "spec.teams '"
                    + name
                    + "' names the group '"
                    + group.name()
                    + "', but the user pool has no such group: create it, or name another."));
      }
      if (!team.hasOwnGroup()
          || group.details().isEmpty()
          || group.details().get().description().equals(seen.names().groupDescription())) {
        continue;
      }
      if (seen.spec().adoption() == Adoption.Always) {
        if (!seen.mayUsePool()) {
          return Optional.of(
              new Reject(
                  Reason.NotAllowed,
                  "The user pool has a group '"
                      + name
                      + "' without the ownership mark of this LabelingWorkforce, and namespace '"
                      + seen.owner().namespace()
                      + "' may not take it over. Choose another team name, or ask whoever runs the"
                      + " operator to add the pool to userPools of this namespace in the tenancy"
                      + " setting."));
        }
      } else {
        return Optional.of(
            new Reject(
                Reason.NameTaken,
                "The user pool has a group '"
                    + name
                    + "' without the ownership mark of this LabelingWorkforce; its members"
                    + " would become the team. Choose"
                    + " another team name, or set adoption: Always."));
      }
    }
    return Optional.empty();
  }
}
