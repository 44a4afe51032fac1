package dev.labelops.operator.workforce.status;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus.MemberCounts;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus.TeamStatus;
import dev.labelops.operator.aws.cognito.PoolUser;
import dev.labelops.operator.aws.sagemaker.Workteam;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.workforce.decide.MembershipPlan;
import dev.labelops.operator.workforce.decide.Removals;
import dev.labelops.operator.workforce.decide.TeamRefusal;
import dev.labelops.operator.workforce.decide.WorkforceOutcome;
import dev.labelops.operator.workforce.look.TeamSeen;
import dev.labelops.operator.workforce.look.WorkforceObservation;
import dev.labelops.operator.workforce.plan.WantedPeople;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Teams and people in numbers; never an address. */
final class WorkforceSummary {
  private WorkforceSummary() {}

  static TeamStatus team(WorkforceObservation seen, TeamSeen team) {
    if (TeamRefusal.of(seen, team).isPresent()) {
      // Jobs read the ARN here: a team that is not the object's to use must not be named.
      return new TeamStatus(team.wish().name(), null, null, false);
    }
    List<PoolUser> people = team.people();
    boolean listed = team.wanted() instanceof WantedPeople.Listed;
    return new TeamStatus(
        team.wish().name(),
        team.team().map(Workteam::arn).orElse(null),
        new MemberCounts(
            listed ? team.wanted().known().size() : null,
            (int) people.stream().filter(user -> user.enabled() && user.invited()).count(),
            listed ? MembershipPlan.of(seen).waitingFor(team.wish().name()) : null,
            (int) people.stream().filter(PoolUser::enabled).count()),
        team.canWork());
  }

  static Optional<WantedPeople.Missing> missingSecret(WorkforceObservation seen) {
    return seen.teams().stream()
        .map(TeamSeen::wanted)
        .filter(WantedPeople.Missing.class::isInstance)
        .map(WantedPeople.Missing.class::cast)
        .findFirst();
  }

  /** Sets MembersInvited. */
  static void invitations(
      Conditions conditions, WorkforceObservation seen, WorkforceOutcome outcome) {
    MembershipPlan plan = MembershipPlan.of(TeamRefusal.without(seen));
    List<String> unreadable = Removals.faults(seen);
    int waiting = plan.waiting();
    if (outcome.refused() > 0) {
      conditions.isFalse(
          ConditionType.MembersInvited,
          Reason.Refused,
          outcome.refused()
              + " invitations were refused, the last: "
              + outcome.refusal()
              + ". Fix what it names; they are tried again every 10 minutes.");
    } else if (waiting > 0 && plan.budget() == 0) {
      conditions.isFalse(
          ConditionType.MembersInvited,
          Reason.InvitationBudget,
          waiting
              + " people wait for their invitation: "
              + seen.invitationsPerDay()
              + " are sent in 24 hours. The last follows on "
              + lastDay(plan, seen.invitationsPerDay())
              + " (UTC).");
    } else if (waiting > 0 || !plan.joining().isEmpty()) {
      conditions.isFalse(
          ConditionType.MembersInvited, Reason.Creating, "People are being invited.");
    } else if (!unreadable.isEmpty()) {
      conditions.isFalse(
          ConditionType.MembersInvited,
          Reason.UnreadableMembers,
          unreadable.size()
              + (unreadable.size() == 1 ? " entry" : " entries")
              + " cannot be read, and nobody is invited for it: "
              + Removals.some(unreadable)
              + ".");
    } else if (missingSecret(seen).isPresent()) {
      conditions.isFalse(
          ConditionType.MembersInvited,
          Reason.WaitingForSecret,
          "Secret '" + missingSecret(seen).get().secret() + "' does not say whom to invite.");
    } else if (TeamRefusal.of(seen).isPresent()) {
      conditions.isFalse(
          ConditionType.MembersInvited,
          TeamRefusal.of(seen).get().reason(),
          "Nobody is invited to a team that is refused; Ready says why it is.");
    } else {
      conditions.isTrue(
          ConditionType.MembersInvited, Reason.Available, "Everyone listed is in a team.");
    }
  }

  /** Sets RemovalsHeld while people who should leave do not. */
  static void removals(Conditions conditions, WorkforceObservation seen) {
    Removals.of(TeamRefusal.without(seen))
        .held()
        .ifPresent(
            held -> conditions.isTrue(ConditionType.RemovalsHeld, held.reason(), held.message()));
  }

  /** Why the teams that are in place are not all of use; empty when somebody can work in each. */
  static Optional<String> nobodyCanWork(WorkforceObservation seen) {
    List<String> empty =
        seen.teams().stream()
            .filter(team -> !team.canWork())
            .map(team -> "'" + team.wish().name() + "'")
            .toList();
    return empty.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Nobody can work in team "
                + String.join(", ", empty)
                + ": it has no member whose account is enabled. Add members whose invitations are"
                + " accepted; MembersInvited says what became of those listed.");
  }

  private static LocalDate lastDay(MembershipPlan plan, int perDay) {
    LocalDate next = plan.nextInvitation().atZone(ZoneOffset.UTC).toLocalDate();
    return next.plusDays((plan.waiting() - 1) / Math.max(1, perDay));
  }
}
