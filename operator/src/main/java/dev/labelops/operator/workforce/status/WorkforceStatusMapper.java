package dev.labelops.operator.workforce.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.cognito.AppClient;
import dev.labelops.operator.aws.cognito.CognitoApp;
import dev.labelops.operator.aws.cognito.UserPool;
import dev.labelops.operator.aws.sagemaker.Workforce;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.FailureConditions;
import dev.labelops.operator.status.MissedLooks;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.workforce.decide.WorkforceOutcome;
import dev.labelops.operator.workforce.decide.MembershipPlan;
import dev.labelops.operator.workforce.decide.TeamRefusal;
import dev.labelops.operator.workforce.decide.WorkforceAction;
import dev.labelops.operator.workforce.decide.WorkforceAction.Await;
import dev.labelops.operator.workforce.decide.WorkforceAction.Freeze;
import dev.labelops.operator.workforce.decide.WorkforceAction.Reject;
import dev.labelops.operator.workforce.decide.WorkforceAction.Settle;
import dev.labelops.operator.workforce.look.WorkforceObservation;
import dev.labelops.operator.workforce.plan.PortalUrl;
import dev.labelops.operator.workforce.plan.WantedPeople;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Old status, what was seen, what was done and what came of it, into the new status. */
public final class WorkforceStatusMapper {
  private WorkforceStatusMapper() {}

  /**
   * @param failingFor how long AWS calls have failed one after the other; zero when none did
   */
  public static LabelingWorkforceStatus map(
      LabelingWorkforceStatus old,
      long generation,
      WorkforceObservation seen,
      WorkforceAction action,
      WorkforceOutcome outcome,
      Duration failingFor) {
    boolean upToDate =
        old != null && old.observedGeneration() != null && old.observedGeneration() == generation;
    List<Condition> before = old == null ? null : old.conditions();
    Optional<CloudFailure> failure = outcome.failure();
    if (failure.isPresent()
        && upToDate
        && FailureConditions.keepsStatus(failure.get().errorClass())) {
      return old;
    }
    // A frozen object has not been looked at: what is shown belongs to the older generation.
    long shown =
        action instanceof Freeze
                && old != null
                && old.observedGeneration() != null
                && old.observedGeneration() >= 0
            ? old.observedGeneration()
            : generation;
    Conditions conditions = new Conditions();
    boolean wasReady = upToDate && Conditions.isTrue(before, ConditionType.Ready);
    if (failure.isPresent()) {
      FailureConditions.apply(
          conditions, failure.get(), failingFor, stalledAlready(before, failure.get()));
    } else {
      ready(conditions, seen, action, before, outcome, wasReady);
    }
    boolean looked = failure.isEmpty() && !(action instanceof Freeze) || !seen.pools().isEmpty();
    active(conditions, seen, before, looked);
    invited(conditions, seen, outcome, before);
    return facts(old, seen, shown, conditions.over(before, shown, seen.now()));
  }

  /**
   * The same status with what {@code Synced} has to say.
   *
   * @param old the status that was read, possibly null
   * @param missed looks that failed; empty after a good one
   */
  public static LabelingWorkforceStatus synced(
      LabelingWorkforceStatus old,
      LabelingWorkforceStatus after,
      Optional<MissedLooks> missed,
      Instant now) {
    long generation = after.observedGeneration();
    return with(
        after,
        generation,
        MissedLooks.told(
            old == null ? null : old.conditions(), after.conditions(), missed, generation, now));
  }

  /** The same status after a pass that came to no end. */
  public static LabelingWorkforceStatus missed(
      LabelingWorkforceStatus old,
      long generation,
      boolean deleting,
      MissedLooks missed,
      Instant now) {
    List<Condition> before = old == null || old.conditions() == null ? List.of() : old.conditions();
    boolean seen =
        old != null && old.observedGeneration() != null && old.observedGeneration() == generation;
    List<Condition> told = missed.over(before, seen, deleting, generation, now);
    return told.equals(before) ? old : with(old, generation, told);
  }

  /** For a specification that is refused before AWS is looked at: what was known stays. */
  public static LabelingWorkforceStatus refuse(
      LabelingWorkforceStatus old, long generation, Reject reject, Instant now) {
    List<Condition> before = old == null ? null : old.conditions();
    Conditions conditions = new Conditions().stalled(reject.reason(), reject.message());
    keep(conditions, before, ConditionType.WorkforceActive);
    keep(conditions, before, ConditionType.MembersInvited);
    keep(conditions, before, ConditionType.RemovalsHeld);
    return with(old, generation, conditions.over(before, generation, now));
  }

  /** While the object is being deleted and something holds that up. */
  public static LabelingWorkforceStatus deletionBlocked(
      LabelingWorkforceStatus old, long generation, Reason reason, String message, Instant now) {
    List<Condition> before = old == null ? null : old.conditions();
    Conditions conditions =
        new Conditions()
            .reconciling(Reason.DeletionBlocked, message)
            .isTrue(ConditionType.DeletionBlocked, reason, message);
    keep(conditions, before, ConditionType.WorkforceActive);
    return with(old, generation, conditions.over(before, generation, now));
  }

  private static boolean stalledAlready(List<Condition> before, CloudFailure failure) {
    return Conditions.find(before, ConditionType.Stalled)
        .filter(c -> c.reason().equals(FailureConditions.reason(failure.errorClass()).name()))
        .isPresent();
  }

  private static void ready(
      Conditions conditions,
      WorkforceObservation seen,
      WorkforceAction action,
      List<Condition> before,
      WorkforceOutcome outcome,
      boolean wasReady) {
    boolean teamsInPlace = wasReady || outcome.refused() > 0;
    Optional<String> nobody = WorkforceSummary.nobodyCanWork(seen);
    Optional<WantedPeople.Missing> secret = WorkforceSummary.missingSecret(seen);
    switch (action) {
      case Reject reject -> conditions.stalled(reject.reason(), reject.message());
      case Await await -> conditions.reconciling(await.reason(), await.message());
      case Freeze freeze -> {
        keep(conditions, before, ConditionType.Ready);
        if (Conditions.find(before, ConditionType.Ready)
            .flatMap(ready -> Reason.of(ready.reason()))
            .isEmpty()) {
          conditions.isUnknown(ConditionType.Ready, Reason.Paused, freeze.doing());
        }
        conditions.isTrue(ConditionType.Reconciling, Reason.Paused, freeze.doing());
      }
      case Settle settle when secret.isPresent() ->
          conditions.reconciling(
              Reason.WaitingForSecret,
              "Secret '"
                  + secret.get().secret()
                  + "', key '"
                  + secret.get().key()
                  + "', is missing or empty. Put one e-mail address a line there; nobody is"
                  + " removed meanwhile.");
      case Settle settle when nobody.isPresent() -> nobody(conditions, seen, nobody.get());
      case Settle settle -> conditions.ready(Reason.Available, settle.doing());
      case WorkforceAction other when other.onlyPeople() && TeamRefusal.of(seen).isPresent() -> {
        Reject refusal = TeamRefusal.of(seen).get();
        conditions.stalled(refusal.reason(), refusal.message());
      }
      case WorkforceAction other
          when other.onlyPeople() && nobody.isPresent() && outcome.refused() > 0 ->
          nobody(conditions, seen, nobody.get());
      case WorkforceAction other when other.onlyPeople() && teamsInPlace && nobody.isEmpty() ->
          conditions.ready(Reason.Available, new Settle().doing());
      default -> conditions.reconciling(Reason.Creating, action.doing());
    }
  }

  /** Invitations that follow on another day bring people by themselves. */
  private static void nobody(Conditions conditions, WorkforceObservation seen, String message) {
    MembershipPlan plan = MembershipPlan.of(TeamRefusal.without(seen));
    if (plan.waiting() > 0 && plan.budget() == 0) {
      conditions.reconciling(Reason.NoMembers, message);
    } else {
      conditions.stalled(Reason.NoMembers, message);
    }
  }

  private static void active(
      Conditions conditions, WorkforceObservation seen, List<Condition> before, boolean looked) {
    if (!looked) {
      keep(conditions, before, ConditionType.WorkforceActive);
      return;
    }
    Optional<Workforce> workforce = seen.workforce();
    if (workforce.isEmpty()) {
      conditions.isFalse(
          ConditionType.WorkforceActive, Reason.NoWorkforce, "There is no private workforce yet.");
    } else if (workforce.get().state() == Workforce.State.ACTIVE) {
      conditions.isTrue(
          ConditionType.WorkforceActive,
          Reason.Available,
          "Workforce '" + workforce.get().name() + "' is Active.");
    } else {
      conditions.isFalse(
          ConditionType.WorkforceActive,
          Reason.Creating,
          "Workforce '"
              + workforce.get().name()
              + "' is "
              + workforce.get().state().toString().toLowerCase(java.util.Locale.ROOT)
              + ".");
    }
  }

  private static void invited(
      Conditions conditions,
      WorkforceObservation seen,
      WorkforceOutcome outcome,
      List<Condition> before) {
    if (seen.teams().isEmpty()) {
      keep(conditions, before, ConditionType.MembersInvited);
      keep(conditions, before, ConditionType.RemovalsHeld);
      return;
    }
    WorkforceSummary.invitations(conditions, seen, outcome);
    WorkforceSummary.removals(conditions, seen);
  }

  private static void keep(Conditions conditions, List<Condition> before, ConditionType type) {
    Conditions.find(before, type)
        .ifPresent(
            old ->
                Reason.of(old.reason())
                    .ifPresent(
                        reason -> conditions.set(type, old.status(), reason, old.message())));
  }

  private static LabelingWorkforceStatus with(
      LabelingWorkforceStatus old, long generation, List<Condition> conditions) {
    return old == null
        ? new LabelingWorkforceStatus(
            generation, conditions, null, null, null, null, null, null, null, null)
        : new LabelingWorkforceStatus(
            generation,
            conditions,
            old.region(),
            old.workforceArn(),
            old.workforceName(),
            old.portalUrl(),
            old.userPoolId(),
            old.clientId(),
            old.userPoolDomain(),
            old.teams());
  }

  private static LabelingWorkforceStatus facts(
      LabelingWorkforceStatus old,
      WorkforceObservation seen,
      long generation,
      List<Condition> conditions) {
    boolean unknown = seen.paused() || seen.failure().isPresent() && seen.workforce().isEmpty();
    if (unknown) {
      return with(old, generation, conditions);
    }
    Optional<Workforce> workforce = seen.workforce();
    Optional<UserPool> pool = seen.pool();
    Optional<CognitoApp> app = workforce.flatMap(Workforce::cognito);
    return new LabelingWorkforceStatus(
        generation,
        conditions,
        seen.region(),
        workforce.map(Workforce::arn).orElse(null),
        workforce.map(Workforce::name).orElse(null),
        PortalUrl.of(workforce.flatMap(Workforce::subDomain)).map(PortalUrl::value).orElse(null),
        app.map(CognitoApp::userPoolId).or(() -> pool.map(UserPool::id)).orElse(null),
        app.map(CognitoApp::clientId).or(() -> seen.client().map(AppClient::id)).orElse(null),
        pool.flatMap(UserPool::domain).orElse(null),
        seen.teams().isEmpty()
            ? (old == null ? null : old.teams())
            : seen.teams().stream().map(team -> WorkforceSummary.team(seen, team)).toList());
  }
}
