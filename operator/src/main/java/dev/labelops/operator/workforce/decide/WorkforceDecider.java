package dev.labelops.operator.workforce.decide;

import dev.labelops.operator.api.v1alpha1.Adoption;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.ExistingCognito;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.ManagedCognito;
import dev.labelops.operator.aws.cognito.AppClient;
import dev.labelops.operator.aws.cognito.CognitoApp;
import dev.labelops.operator.aws.cognito.UserPool;
import dev.labelops.operator.aws.sagemaker.Workforce;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.workforce.decide.WorkforceAction.Await;
import dev.labelops.operator.workforce.decide.WorkforceAction.LinkPortal;
import dev.labelops.operator.workforce.decide.WorkforceAction.MarkPool;
import dev.labelops.operator.workforce.decide.WorkforceAction.Reject;
import dev.labelops.operator.workforce.decide.WorkforceAction.RestrictSources;
import dev.labelops.operator.workforce.decide.WorkforceAction.Retry;
import dev.labelops.operator.workforce.decide.WorkforceAction.SetInvitation;
import dev.labelops.operator.workforce.look.WorkforceObservation;
import dev.labelops.operator.workforce.plan.InvitationText;
import dev.labelops.operator.workforce.plan.PortalUrl;
import dev.labelops.operator.workforce.plan.WorkforceMark;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What to do next about sign-in and workforce, in the order of ground-truth-reference 2.2; then
 * {@link TeamDecider} goes on.
 */
public final class WorkforceDecider {
  static final Duration SOON = Duration.ofMillis(250);
  private static final Duration SLOW = Duration.ofSeconds(60);

  private WorkforceDecider() {}

  public static WorkforceAction decide(WorkforceObservation seen) {
    if (seen.failure().isPresent()) {
      return new Retry(seen.failure().get());
    }
    if (seen.workforce()
        .map(Workforce::state)
        .filter(Workforce.State.DELETING::equals)
        .isPresent()) {
      return new Await(Reason.Creating, "The former workforce is still being deleted.", SOON);
    }
    if (seen.spec().identity().existing() != null) {
      return seen.workforce()
          .map(workforce -> existing(seen, workforce))
          .orElseGet(
              () ->
                  new Await(
                      Reason.NoWorkforce,
                      "Region "
                          + seen.region()
                          + " has no private workforce for spec.identity.existing to use; it is"
                          + " looked for every minute. Create one, or use"
                          + " identity.managedCognito.",
                      SLOW));
    }
    return seen.workforce()
        .map(workforce -> owned(seen, workforce))
        .orElseGet(() -> SignInDecider.decide(seen));
  }

  private static WorkforceAction existing(WorkforceObservation seen, Workforce workforce) {
    if (workforce.cognito().isEmpty()) {
      return new Reject(
          Reason.InvalidSpec,
          "Workforce '"
              + workforce.name()
              + "' signs in by OIDC; LabelOps adds teams to Cognito workforces only. Name the"
              + " team's ARN in LabelingJob spec.workteamArn instead.");
    }
    return unusable(seen, workforce).orElseGet(() -> TeamDecider.decide(seen));
  }

  private static Optional<WorkforceAction> unusable(
      WorkforceObservation seen, Workforce workforce) {
    if (seen.pool().isEmpty()) {
      return Optional.of(
          new Reject(
              Reason.Refused,
              "The user pool of workforce '"
                  + workforce.name()
                  + "' does not exist any more, so nobody can sign in. Delete the workforce and"
                  + " make it anew."));
    }
    return switch (workforce.state()) {
      case INITIALIZING, UPDATING ->
          Optional.of(
              new Await(
                  Reason.Creating,
                  "Workforce '" + workforce.name() + "' is being set up by the service.",
                  SOON));
      case FAILED ->
          Optional.of(
              new Reject(
                  Reason.Refused,
                  "Workforce '"
                      + workforce.name()
                      + "' failed: "
                      + workforce.failureReason().orElse("the service gives no reason")
                      + ". Correct that and delete the workforce; it is then made anew."));
      case ACTIVE, DELETING -> Optional.empty();
    };
  }

  private static WorkforceAction owned(WorkforceObservation seen, Workforce workforce) {
    Optional<UserPool> pool = seen.pool();
    boolean mine =
        workforce.cognito().isPresent()
            && (pool.isEmpty() || seen.mayTake(pool.get().tags()))
            && onNamedPool(seen, workforce.cognito().get());
    if (!mine) {
      return new Reject(
          Reason.WorkforceExists,
          "Region "
              + seen.region()
              + " already has the private workforce '"
              + workforce.name()
              + "', which is not ours, and there can be only one. Use identity.existing: {} to add"
              + " teams to it"
              + (seen.spec().adoption() == Adoption.Always
                  ? "."
                  : ", or adoption: Always to take it over."));
    }
    if (pool.isPresent() && !seen.made(workforce, pool.get())) {
      return new Reject(
          Reason.WorkforceExists,
          "Workforce '"
              + workforce.name()
              + "' signs in through our user pool "
              + pool.get().id()
              + ", but LabelOps did not create it. Use identity.existing: {} to add teams to it, or"
              + " adoption: Always to take it over.");
    }
    if (pool.isPresent() && !seen.mayTakePool(pool.get())) {
      return new Reject(
          Reason.NotAllowed,
          "Namespace '"
              + seen.owner().namespace()
              + "' may not take over user pool "
              + pool.get().id()
              + " of workforce '"
              + workforce.name()
              + "'. Ask whoever runs the operator to add it to userPools in the tenancy setting, or"
              + " use identity.existing: {} to add teams only.");
    }
    if (!workforce.name().equals(SignInDecider.workforceName(seen))) {
      return new Reject(
          Reason.InvalidSpec,
          "spec.identity workforceName is '"
              + SignInDecider.workforceName(seen)
              + "', but the workforce is '"
              + workforce.name()
              + "' and cannot be renamed: set the name back.");
    }
    return recorded(seen, workforce)
        .or(() -> unusable(seen, workforce))
        .orElseGet(() -> settings(seen, workforce));
  }

  /**
   * Turns the intent into the record of the workforce that came of it, and records one that is
   * taken over.
   */
  private static Optional<WorkforceAction> recorded(
      WorkforceObservation seen, Workforce workforce) {
    return seen.pool()
        .filter(pool -> seen.owner().owns(pool.tags()))
        .filter(
            pool ->
                WorkforceMark.of(pool.tags())
                    .filter(mark -> mark.made() && mark.means(workforce))
                    .isEmpty())
        .flatMap(
            pool ->
                WorkforceMark.made(workforce)
                    .map(mark -> new MarkPool(pool.arn(), mark.beside(seen.owner()))));
  }

  /** existingCognito names pool and client; a workforce cannot change either. */
  private static boolean onNamedPool(WorkforceObservation seen, CognitoApp app) {
    ExistingCognito wish = seen.spec().identity().existingCognito();
    return wish == null
        || (wish.userPoolId().equals(app.userPoolId()) && wish.clientId().equals(app.clientId()));
  }

  private static WorkforceAction settings(WorkforceObservation seen, Workforce workforce) {
    CognitoApp app = workforce.cognito().orElseThrow();
    UserPool pool = seen.pool().orElseThrow();
    if (seen.spec().sourceCidrs() != null
        && !workforce.sourceCidrs().equals(new HashSet<>(seen.spec().sourceCidrs()))) {
      return new RestrictSources(workforce.name(), Set.copyOf(seen.spec().sourceCidrs()));
    }
    Optional<PortalUrl> portal = PortalUrl.of(workforce.subDomain());
    if (portal.isEmpty()) {
      return new Await(Reason.Creating, "The workforce does not show its portal yet.", SOON);
    }
    if (seen.client().isPresent() && !linked(seen.client().get(), portal.get())) {
      return new LinkPortal(app, portal.get());
    }
    ManagedCognito managed = seen.spec().identity().managedCognito();
    if (managed != null) {
      UserPool.Invitation text = InvitationText.of(managed, portal.get());
      if (!pool.invitation().equals(Optional.of(text))) {
        return new SetInvitation(pool.id(), text);
      }
    }
    return TeamDecider.decide(seen);
  }

  private static boolean linked(AppClient client, PortalUrl portal) {
    return client.callbackUrls().containsAll(portal.callbacks())
        && client.logoutUrls().containsAll(portal.logouts());
  }
}
