package dev.labelops.operator.workforce.decide;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberPolicy;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.Team;
import dev.labelops.operator.aws.cognito.CognitoApp;
import dev.labelops.operator.aws.cognito.UserPool;
import dev.labelops.operator.aws.sagemaker.Workforce;
import dev.labelops.operator.aws.sagemaker.Workteam;
import dev.labelops.operator.workforce.decide.WorkforceAction.AddToTeams;
import dev.labelops.operator.workforce.decide.WorkforceAction.CreateGroups;
import dev.labelops.operator.workforce.decide.WorkforceAction.CreateTeam;
import dev.labelops.operator.workforce.decide.WorkforceAction.Invite;
import dev.labelops.operator.workforce.decide.WorkforceAction.RemovePeople;
import dev.labelops.operator.workforce.decide.WorkforceAction.Settle;
import dev.labelops.operator.workforce.decide.WorkforceAction.UpdateTeam;
import dev.labelops.operator.workforce.look.TeamSeen;
import dev.labelops.operator.workforce.look.TeamSeen.GroupSeen;
import dev.labelops.operator.workforce.look.WorkforceObservation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What to do next about teams and people, once the workforce is Active. */
final class TeamDecider {
  private TeamDecider() {}

  /** A refused team delays nothing but itself; it is reported once the others exist. */
  static WorkforceAction decide(WorkforceObservation seen) {
    WorkforceAction next = others(TeamRefusal.without(seen));
    return next instanceof Settle
        ? TeamRefusal.of(seen).<WorkforceAction>map(refusal -> refusal).orElse(next)
        : next;
  }

  private static WorkforceAction others(WorkforceObservation seen) {
    UserPool pool = seen.pool().orElseThrow();
    List<String> missingGroups =
        seen.teams().stream()
            .filter(TeamSeen::hasOwnGroup)
            .flatMap(team -> team.groups().stream())
            .filter(group -> group.people().isEmpty())
            .map(GroupSeen::name)
            .toList();
    if (!missingGroups.isEmpty()) {
      return new CreateGroups(pool.id(), missingGroups, seen.names().groupDescription());
    }
    for (TeamSeen team : seen.teams()) {
      Optional<WorkforceAction> change =
          team.team().isEmpty()
              ? Optional.of(createTeam(seen, team))
              : update(team.team().get(), wanted(seen, team, team.team().get()));
      if (change.isPresent()) {
        return change.get();
      }
    }
    return people(seen, pool);
  }

  private static CreateTeam createTeam(WorkforceObservation seen, TeamSeen team) {
    return new CreateTeam(
        seen.workforce().map(Workforce::name).orElseThrow(),
        team.wish().name(),
        description(team.wish()),
        groups(seen, team),
        Optional.ofNullable(team.wish().notificationTopicArn()),
        seen.owner().tags(),
        team.groups().stream()
                .flatMap(group -> group.details().stream())
                .anyMatch(group -> SignInDecider.fresh(group.created(), seen.now()))
            || SignInDecider.fresh(seen.pool().orElseThrow().created(), seen.now()));
  }

  private static String description(Team wish) {
    return Optional.ofNullable(wish.description()).orElse("Managed by LabelOps");
  }

  private static Set<Workteam.Group> groups(WorkforceObservation seen, TeamSeen team) {
    CognitoApp app = seen.workforce().flatMap(Workforce::cognito).orElseThrow();
    return team.groups().stream()
        .map(group -> new Workteam.Group(app, group.name()))
        .collect(Collectors.toSet());
  }

  /** The team as it shall be: what the spec does not say stays as it is. */
  private static Workteam wanted(WorkforceObservation seen, TeamSeen team, Workteam found) {
    Set<Workteam.Group> groups = new HashSet<>(groups(seen, team));
    boolean exact = seen.spec().memberPolicy() == MemberPolicy.Exact && !team.hasOwnGroup();
    if (!exact || !Removals.of(seen).groupsGo()) {
      groups.addAll(found.groups());
    }
    return new Workteam(
        found.name(),
        found.arn(),
        Optional.ofNullable(team.wish().description()).orElse(found.description()),
        groups,
        Optional.ofNullable(team.wish().notificationTopicArn()).or(found::notificationTopicArn),
        found.created());
  }

  private static Optional<WorkforceAction> update(Workteam found, Workteam wanted) {
    return found.equals(wanted) ? Optional.empty() : Optional.of(new UpdateTeam(wanted));
  }

  private static WorkforceAction people(WorkforceObservation seen, UserPool pool) {
    MembershipPlan plan = MembershipPlan.of(seen);
    if (!plan.joining().isEmpty()) {
      return new AddToTeams(pool.id(), plan.joining(), plan.enable());
    }
    Removals removals = plan.removals();
    if (removals.somebodyLeaves()) {
      return new RemovePeople(
          pool.id(), removals.leaving(), removals.disabled(), removals.deleted());
    }
    if (plan.budget() > 0 && !(plan.reminders().isEmpty() && plan.uninvited().isEmpty())) {
      return new Invite(
          pool.id(),
          plan.reminders(),
          plan.uninvited(),
          plan.budget(),
          seen.names().mark(),
          pool.emailIsAlias());
    }
    return new Settle();
  }
}
