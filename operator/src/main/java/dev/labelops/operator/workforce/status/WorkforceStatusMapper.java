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
import dev.labelops.operator.status.FailurePolicy;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.workforce.decide.MembershipPlan;
import dev.labelops.operator.workforce.decide.TeamRefusal;
import dev.labelops.operator.workforce.decide.TeardownAction;
import dev.labelops.operator.workforce.decide.WorkforceAction;
import dev.labelops.operator.workforce.decide.WorkforceAction.Await;
import dev.labelops.operator.workforce.decide.WorkforceAction.Reject;
import dev.labelops.operator.workforce.decide.WorkforceAction.Settle;
import dev.labelops.operator.workforce.decide.WorkforceOutcome;
import dev.labelops.operator.workforce.decide.WorkforceStep;
import dev.labelops.operator.workforce.look.ObservedWorkforce;
import dev.labelops.operator.workforce.look.WorkforceObservation;
import dev.labelops.operator.workforce.plan.PortalUrl;
import dev.labelops.operator.workforce.plan.WantedPeople;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Old status, what was seen, what was done and what came of it, into the new status. */
public final class WorkforceStatusMapper {
  private static final String PAUSED =
      "Left alone: the annotation labelops.dev/reconcile is 'paused'.";

  private WorkforceStatusMapper() {}

  /**
   * The status after a pass.
   *
   * @param failingFor how long the same call has failed without a break
   * @return possibly null: nothing to say
   */
  public static LabelingWorkforceStatus map(
      ObservedWorkforce seen, WorkforceStep step, WorkforceOutcome outcome, Duration failingFor) {
    return switch (step) {
      case Reject reject when seen.present().isEmpty() ->
          refuse(seen.before(), seen.generation(), reject, seen.now());
      case WorkforceAction action ->
          map(
              seen.before(),
              seen.generation(),
              seen.present().orElseThrow(),
              action,
              outcome,
              failingFor);
      case TeardownAction action -> TeardownStatus.of(seen, action, outcome);
    };
  }

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
    if (failure.isPresent() && upToDate && FailurePolicy.keepsStatus(failure.get().errorClass())) {
      return old;
    }
    Conditions conditions = new Conditions();
    boolean wasReady = upToDate && Conditions.isTrue(before, ConditionType.Ready);
    if (failure.isPresent()) {
      FailurePolicy.COMMON.apply(conditions, failure.get(), failingFor);
    } else {
      ready(conditions, seen, action, before, outcome, wasReady);
    }
    boolean looked = failure.isEmpty() || !seen.pools().isEmpty();
    active(conditions, seen, before, looked);
    invited(conditions, seen, outcome, before);
    return facts(old, seen, generation, conditions.over(before, generation, seen.now()));
  }

  /** A frozen object has not been looked at: what is shown belongs to the older generation. */
  public static LabelingWorkforceStatus frozen(
      LabelingWorkforceStatus old, long generation, Instant now) {
    List<Condition> before = old == null ? null : old.conditions();
    Conditions conditions = new Conditions().isUnknown(ConditionType.Ready, Reason.Paused, PAUSED);
    keep(conditions, before, ConditionType.Ready);
    conditions.isTrue(ConditionType.Reconciling, Reason.Paused, PAUSED);
    keep(conditions, before, ConditionType.WorkforceActive);
    keep(conditions, before, ConditionType.MembersInvited);
    keep(conditions, before, ConditionType.RemovalsHeld);
    boolean looked =
        old != null && old.observedGeneration() != null && old.observedGeneration() >= 0;
    long shown = looked ? old.observedGeneration() : generation;
    return with(old, shown, conditions.over(before, shown, now));
  }

  /** The same status with other conditions. */
  public static LabelingWorkforceStatus with(
      LabelingWorkforceStatus old, long generation, List<Condition> conditions) {
    return new WorkforceStatusDraft(old).build(generation, conditions);
  }

  /** For a specification that is refused before AWS is looked at: what was known stays. */
  private static LabelingWorkforceStatus refuse(
      LabelingWorkforceStatus old, long generation, Reject reject, Instant now) {
    List<Condition> before = old == null ? null : old.conditions();
    Conditions conditions = new Conditions().stalled(reject.reason(), reject.message());
    keep(conditions, before, ConditionType.WorkforceActive);
    keep(conditions, before, ConditionType.MembersInvited);
    keep(conditions, before, ConditionType.RemovalsHeld);
    return with(old, generation, conditions.over(before, generation, now));
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
      case WorkforceAction.OfPeople other when TeamRefusal.of(seen).isPresent() -> {
        Reject refusal = TeamRefusal.of(seen).get();
        conditions.stalled(refusal.reason(), refusal.message());
      }
      case WorkforceAction.OfPeople other when nobody.isPresent() && outcome.refused() > 0 ->
          nobody(conditions, seen, nobody.get());
      case WorkforceAction.OfPeople other when teamsInPlace && nobody.isEmpty() ->
          conditions.ready(Reason.Available, new Settle().doing());
      case WorkforceAction other -> conditions.reconciling(Reason.Creating, other.doing());
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

  static void keep(Conditions conditions, List<Condition> before, ConditionType type) {
    Conditions.find(before, type)
        .ifPresent(
            old ->
                Reason.of(old.reason())
                    .ifPresent(
                        reason -> conditions.set(type, old.status(), reason, old.message())));
  }

  private static LabelingWorkforceStatus facts(
      LabelingWorkforceStatus old,
      WorkforceObservation seen,
      long generation,
      List<Condition> conditions) {
    if (seen.failure().isPresent() && seen.workforce().isEmpty()) {
      return with(old, generation, conditions);
    }
    Optional<Workforce> workforce = seen.workforce();
    Optional<UserPool> pool = seen.pool();
    Optional<CognitoApp> app = workforce.flatMap(Workforce::cognito);
    WorkforceStatusDraft draft = new WorkforceStatusDraft(old);
    draft.region = seen.region();
    draft.workforceArn = workforce.map(Workforce::arn).orElse(null);
    draft.workforceName = workforce.map(Workforce::name).orElse(null);
    draft.portalUrl =
        PortalUrl.of(workforce.flatMap(Workforce::subDomain)).map(PortalUrl::value).orElse(null);
    draft.userPoolId =
        app.map(CognitoApp::userPoolId).or(() -> pool.map(UserPool::id)).orElse(null);
    draft.clientId =
        app.map(CognitoApp::clientId).or(() -> seen.client().map(AppClient::id)).orElse(null);
    draft.userPoolDomain = pool.flatMap(UserPool::domain).orElse(null);
    if (!seen.teams().isEmpty()) {
      draft.teams = seen.teams().stream().map(team -> WorkforceSummary.team(seen, team)).toList();
    }
    return draft.build(generation, conditions);
  }
}
