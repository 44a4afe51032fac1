package dev.labelops.operator.workforce.decide;

import dev.labelops.operator.api.v1alpha1.Adoption;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.ExistingCognito;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.ManagedCognito;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.cognito.AppClient;
import dev.labelops.operator.aws.cognito.CognitoApp;
import dev.labelops.operator.aws.cognito.UserPool;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.workforce.decide.WorkforceAction.Await;
import dev.labelops.operator.workforce.decide.WorkforceAction.CreateClient;
import dev.labelops.operator.workforce.decide.WorkforceAction.CreateDomain;
import dev.labelops.operator.workforce.decide.WorkforceAction.CreatePool;
import dev.labelops.operator.workforce.decide.WorkforceAction.CreateWorkforce;
import dev.labelops.operator.workforce.decide.WorkforceAction.MarkPool;
import dev.labelops.operator.workforce.decide.WorkforceAction.Reject;
import dev.labelops.operator.workforce.look.WorkforceObservation;
import dev.labelops.operator.workforce.plan.WorkforceMark;
import dev.labelops.operator.workforce.plan.WorkforceNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What to make next while there is no workforce: pool, domain, client, then the workforce. */
final class SignInDecider {
  /** How long SageMaker may not see what Cognito has just made. */
  static final Duration PROPAGATION = Duration.ofMinutes(2);

  private SignInDecider() {}

  static WorkforceAction decide(WorkforceObservation seen) {
    return seen.spec().identity().managedCognito() != null ? managed(seen) : onGivenPool(seen);
  }

  private static WorkforceAction managed(WorkforceObservation seen) {
    WorkforceNames names = seen.names();
    List<UserPool> own = seen.ownPools();
    if (own.size() > 1) {
      return new Reject(
          Reason.DuplicatePool,
          "User pools "
              + String.join(" and ", own.stream().map(UserPool::id).sorted().toList())
              + " are both named '"
              + names.pool()
              + "' and have the ownership mark of this LabelingWorkforce. Delete the one that"
              + " is not used; nothing was changed.");
    }
    if (own.isEmpty() && !seen.pools().isEmpty()) {
      return new Reject(
          Reason.NameTaken,
          "User pool "
              + seen.pools().get(0).id()
              + " is named '"
              + names.pool()
              + "', but does not have the ownership mark of this LabelingWorkforce. Delete it,"
              + " or set adoption: Always to take it"
              + " over.");
    }
    if (own.isEmpty()) {
      return new CreatePool(names.pool(), withIntent(seen));
    }
    UserPool pool = own.get(0);
    if (seen.domain() == UserPool.DomainState.ABSENT) {
      return new CreateDomain(pool.id(), names.domain());
    }
    if (seen.domain() == UserPool.DomainState.FAILED) {
      return new Reject(
          Reason.Refused,
          "The domain of user pool "
              + pool.id()
              + " failed. Delete the domain; LabelOps then creates it again.");
    }
    if (seen.client().isEmpty()) {
      return new CreateClient(pool.id(), names.client());
    }
    if (seen.domain() == UserPool.DomainState.PENDING) {
      return new Await(
          Reason.Creating, "Cognito sets up the domain of the user pool.", WorkforceDecider.SOON);
    }
    return createWorkforce(seen, pool, seen.client().get());
  }

  private static WorkforceAction onGivenPool(WorkforceObservation seen) {
    ExistingCognito wish = seen.spec().identity().existingCognito();
    Optional<UserPool> pool = seen.pool();
    if (pool.isEmpty()) {
      return invalid("userPoolId", wish.userPoolId(), "no such user pool exists", seen);
    }
    if (pool.get().domain().isEmpty()) {
      return invalid(
          "userPoolId", wish.userPoolId(), "the pool has no domain to sign in at: add one", seen);
    }
    if (seen.client().isEmpty()) {
      return invalid("clientId", wish.clientId(), "the pool has no such app client", seen);
    }
    if (!seen.client().get().hasSecret()) {
      return invalid(
          "clientId", wish.clientId(), "Ground Truth needs a client with a secret", seen);
    }
    if (!seen.owner().owns(pool.get().tags())) {
      return Owner.named(pool.get().tags()) && seen.spec().adoption() != Adoption.Always
          ? new Reject(
              Reason.NameTaken,
              "User pool "
                  + pool.get().id()
                  + " has the ownership mark of another LabelingWorkforce. Use another pool, or set"
                  + " adoption: Always.")
          : new MarkPool(pool.get().arn(), withIntent(seen));
    }
    return createWorkforce(seen, pool.get(), seen.client().get());
  }

  private static Reject invalid(
      String field, String value, String rule, WorkforceObservation seen) {
    return new Reject(
        Reason.InvalidSpec,
        "spec.identity.existingCognito."
            + field
            + " is '"
            + value
            + "', but in region "
            + seen.region()
            + " "
            + rule
            + ".");
  }

  private static WorkforceAction createWorkforce(
      WorkforceObservation seen, UserPool pool, AppClient client) {
    String name = workforceName(seen);
    boolean written =
        WorkforceMark.of(pool.tags()).filter(mark -> mark.covers(name, seen.now())).isPresent();
    if (seen.owner().owns(pool.tags()) && !written) {
      return new MarkPool(pool.arn(), withIntent(seen));
    }
    List<String> cidrs = seen.spec().sourceCidrs();
    return new CreateWorkforce(
        name,
        new CognitoApp(pool.id(), client.id()),
        cidrs == null ? Set.of() : Set.copyOf(cidrs),
        seen.owner().tags(),
        fresh(pool.created(), seen.now()));
  }

  /** Ours, and a workforce is about to be made on it. */
  private static Map<String, String> withIntent(WorkforceObservation seen) {
    return WorkforceMark.intent(workforceName(seen), seen.now()).beside(seen.owner());
  }

  static boolean fresh(Instant created, Instant now) {
    return created != null && created.plus(PROPAGATION).isAfter(now);
  }

  static String workforceName(WorkforceObservation seen) {
    ManagedCognito managed = seen.spec().identity().managedCognito();
    String name =
        managed != null
            ? managed.workforceName()
            : seen.spec().identity().existingCognito().workforceName();
    return name == null ? "default" : name;
  }
}
