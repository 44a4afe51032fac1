package dev.labelops.operator.workforce.look;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.Annotations;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.DeletionPolicy;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.Identity;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.cognito.AppClient;
import dev.labelops.operator.aws.cognito.UserPool;
import dev.labelops.operator.aws.sagemaker.Workforce;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.workforce.plan.WorkforceChoice;
import dev.labelops.operator.workforce.plan.WorkforceNames;
import dev.labelops.operator.workforce.plan.WorkforceTenancy;
import dev.labelops.operator.workforce.plan.WorkforceValidator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks at everything that a decision needs, and changes nothing. Reads in the order of building,
 * and stops where the next stage cannot be there yet.
 */
public final class WorkforceObserver {
  private final Platform platform;
  private final TeamObserver teams;
  private final TeardownObserver teardown;

  public WorkforceObserver(Platform platform) {
    this.platform = platform;
    this.teams = new TeamObserver(platform);
    this.teardown = new TeardownObserver(platform);
  }

  static Owner owner(Platform platform, LabelingWorkforce resource) {
    return new Owner(
        platform.installation(),
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName(),
        resource.getMetadata().getUid());
  }

  /** Asks AWS only where the answer can matter. */
  public ObservedWorkforce observe(LabelingWorkforce resource, Instant now) {
    LabelingWorkforceSpec spec = resource.getSpec();
    boolean deleting = resource.isMarkedForDeletion();
    boolean forceOrphan = Annotations.forceOrphan(resource);
    List<Violation> forbidden =
        WorkforceTenancy.forbidden(
            platform.settings().tenancy(), resource.getMetadata().getNamespace(), spec);
    List<Violation> violations = WorkforceValidator.violations(spec);
    boolean builds = !deleting && forbidden.isEmpty() && violations.isEmpty();
    boolean tearsDown =
        deleting
            && forbidden.isEmpty()
            && !forceOrphan
            && spec.deletionPolicy() == DeletionPolicy.Delete;
    return new ObservedWorkforce(
        now,
        resource.getMetadata().getGeneration(),
        deleting,
        forceOrphan,
        spec,
        resource.getStatus(),
        forbidden,
        violations,
        builds ? Optional.of(present(resource, now)) : Optional.empty(),
        tearsDown ? Optional.of(teardown.observe(resource)) : Optional.empty());
  }

  private WorkforceObservation present(LabelingWorkforce resource, Instant now) {
    WorkforcePorts aws = WorkforcePorts.of(platform.aws(), resource.getSpec().aws());
    Look look = new Look(resource, aws, owner(platform, resource), now);
    try {
      look.signIn();
      return look.seen(Optional.empty());
    } catch (CloudFailure failure) {
      return look.seen(Optional.of(failure));
    }
  }

  /** One look, filled in as it goes. */
  private final class Look {
    private final LabelingWorkforce resource;
    private final WorkforcePorts aws;
    private final Owner owner;
    private final Instant now;
    private Optional<Workforce> workforce = Optional.empty();
    private List<UserPool> pools = List.of();
    private UserPool.DomainState domain = UserPool.DomainState.ABSENT;
    private Optional<AppClient> client = Optional.empty();
    private TeamObserver.Teams people = TeamObserver.Teams.UNSEEN;

    Look(LabelingWorkforce resource, WorkforcePorts aws, Owner owner, Instant now) {
      this.resource = resource;
      this.aws = aws;
      this.owner = owner;
      this.now = now;
    }

    void signIn() {
      workforce = WorkforceChoice.of(aws.workforces().list(), this::owns);
      if (workforce.isEmpty()) {
        withoutWorkforce(resource.getSpec().identity());
      } else if (workforce.get().cognito().isPresent()) {
        withWorkforce(workforce.get());
      }
    }

    private boolean owns(String poolId) {
      return aws.pools().describe(poolId).filter(pool -> owner.owns(pool.tags())).isPresent();
    }

    private void withoutWorkforce(Identity identity) {
      WorkforceNames names = new WorkforceNames(owner);
      if (identity.existingCognito() != null) {
        String poolId = identity.existingCognito().userPoolId();
        pools = aws.pools().describe(poolId).stream().toList();
        if (!pools.isEmpty()) {
          client = aws.pools().describeClient(poolId, identity.existingCognito().clientId());
        }
      } else if (identity.managedCognito() != null) {
        pools =
            aws.pools().named(names.pool()).stream()
                .flatMap(id -> aws.pools().describe(id).stream())
                .toList();
        Optional<UserPool> own = seen(Optional.empty()).pool();
        if (own.isPresent()) {
          String poolId = own.get().id();
          domain =
              own.get().domain().isEmpty()
                  ? UserPool.DomainState.ABSENT
                  : aws.pools().domainState(poolId, own.get().domain().get());
          client =
              aws.pools().clientsNamed(poolId, names.client()).stream()
                  .findFirst()
                  .flatMap(id -> aws.pools().describeClient(poolId, id));
        }
      }
    }

    private void withWorkforce(Workforce found) {
      String poolId = found.cognito().orElseThrow().userPoolId();
      pools = aws.pools().describe(poolId).stream().toList();
      if (pools.isEmpty() || found.state() != Workforce.State.ACTIVE) {
        return;
      }
      if (resource.getSpec().identity().existing() == null) {
        if (!seen(Optional.empty()).mayTakePool(pools.get(0))) {
          return;
        }
        client = aws.pools().describeClient(poolId, found.cognito().get().clientId());
      }
      people = teams.observe(resource, aws, owner, poolId);
    }

    private boolean poolGranted() {
      return workforce
          .flatMap(Workforce::cognito)
          .filter(
              app ->
                  platform.settings().tenancy().mayUseUserPool(owner.namespace(), app.userPoolId()))
          .isPresent();
    }

    WorkforceObservation seen(Optional<CloudFailure> failure) {
      return new WorkforceObservation(
          now,
          owner,
          resource.getSpec(),
          aws.region(),
          platform.settings().invitationsPerDay(),
          Annotations.value(resource, Annotations.CONFIRM_REMOVAL),
          failure,
          workforce,
          pools,
          poolGranted(),
          domain,
          client,
          people.teams(),
          people.elsewhere(),
          people.otherGroups(),
          people.lists());
    }
  }
}
