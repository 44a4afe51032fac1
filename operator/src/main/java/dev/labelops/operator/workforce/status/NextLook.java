package dev.labelops.operator.workforce.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.workforce.decide.TeardownAction;
import dev.labelops.operator.workforce.decide.WorkforceAction;
import dev.labelops.operator.workforce.decide.WorkforceOutcome;
import dev.labelops.operator.workforce.decide.WorkforceStep;
import dev.labelops.operator.workforce.look.ObservedWorkforce;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When to look again after a pass in which nothing failed; empty: when something changes. Pure. */
public final class NextLook {
  /** For drift, and for invited people who have signed in meanwhile. */
  static final Duration SLOW = Duration.ofMinutes(10);

  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration SOON = Duration.ofSeconds(2);

  /** What takes long already is looked at more seldom: by this part of the time waited so far. */
  private static final int PATIENCE = 8;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private NextLook() {}

  public static Optional<Duration> after(
      ObservedWorkforce seen, WorkforceStep step, WorkforceOutcome outcome) {
    List<Condition> before = seen.before() == null ? null : seen.before().conditions();
    return switch (step) {
      case WorkforceAction.Reject reject when seen.present().isEmpty() -> Optional.empty();
      case WorkforceAction action ->
          after(action, outcome, Conditions.age(before, ConditionType.Reconciling, seen.now()));
      case TeardownAction action ->
          after(action, Conditions.age(before, ConditionType.DeletionBlocked, seen.now()));
    };
  }

  /**
   * @param waited how long the workforce has been on its way to what it shall be
   */
  static Optional<Duration> after(
      WorkforceAction action, WorkforceOutcome outcome, Duration waited) {
    if (outcome.refused() > 0 && outcome.sent() == 0) {
      return Optional.of(SLOW);
    }
    return switch (action) {
      case WorkforceAction.Await await -> Optional.of(patient(await.soonest(), waited));
      case WorkforceAction.Reject reject -> Optional.of(SLOW);
      case WorkforceAction.Settle settle -> Optional.of(SLOW);
      case WorkforceAction.Retry retry -> Optional.of(AT_ONCE);
      case WorkforceAction.CreatePool step -> Optional.of(AT_ONCE);
      case WorkforceAction.MarkPool step -> Optional.of(AT_ONCE);
      case WorkforceAction.CreateDomain step -> Optional.of(AT_ONCE);
      case WorkforceAction.CreateClient step -> Optional.of(AT_ONCE);
      case WorkforceAction.CreateWorkforce step -> Optional.of(AT_ONCE);
      case WorkforceAction.RestrictSources step -> Optional.of(AT_ONCE);
      case WorkforceAction.LinkPortal step -> Optional.of(AT_ONCE);
      case WorkforceAction.SetInvitation step -> Optional.of(AT_ONCE);
      case WorkforceAction.CreateGroups step -> Optional.of(AT_ONCE);
      case WorkforceAction.CreateTeam step -> Optional.of(AT_ONCE);
      case WorkforceAction.UpdateTeam step -> Optional.of(AT_ONCE);
      case WorkforceAction.AddToTeams step -> Optional.of(AT_ONCE);
      case WorkforceAction.Invite step -> Optional.of(AT_ONCE);
      case WorkforceAction.RemovePeople step -> Optional.of(AT_ONCE);
    };
  }

  /** Each look asks for every team: what takes long already is looked at more seldom. */
  private static Optional<Duration> after(TeardownAction action, Duration blockedFor) {
    return switch (action) {
      case TeardownAction.Blocked blocked ->
          blocked.reason() == Reason.NotAllowed
              ? Optional.empty()
              : Optional.of(patient(SOON, blockedFor));
      case TeardownAction.Release release -> Optional.empty();
      case TeardownAction.Retry retry -> Optional.of(AT_ONCE);
      case TeardownAction.DeleteTeam step -> Optional.of(AT_ONCE);
      case TeardownAction.DeleteWorkforce step -> Optional.of(AT_ONCE);
      case TeardownAction.DisablePeople step -> Optional.of(AT_ONCE);
      case TeardownAction.DeletePeople step -> Optional.of(AT_ONCE);
      case TeardownAction.DeleteGroup step -> Optional.of(AT_ONCE);
      case TeardownAction.UnmarkPool step -> Optional.of(AT_ONCE);
      case TeardownAction.DeleteDomain step -> Optional.of(AT_ONCE);
      case TeardownAction.DeletePool step -> Optional.of(AT_ONCE);
    };
  }

  private static Duration patient(Duration soonest, Duration waited) {
    Duration patient = waited.dividedBy(PATIENCE);
    Duration capped = patient.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : patient;
    return capped.compareTo(soonest) > 0 ? capped : soonest;
  }
}
