package dev.labelops.operator.workforce.look;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberRemoval;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.Team;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.cognito.CognitoApp;
import dev.labelops.operator.aws.cognito.PoolUser;
import dev.labelops.operator.aws.cognito.UserPool;
import dev.labelops.operator.aws.sagemaker.Workforce;
import dev.labelops.operator.aws.sagemaker.Workteam;
import dev.labelops.operator.workforce.plan.WorkforceChoice;
import dev.labelops.operator.workforce.plan.WorkforceNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at what of ours is left, and changes nothing. */
final class TeardownObserver {
  private final Platform platform;

  TeardownObserver(Platform platform) {
    this.platform = platform;
  }

  TeardownObservation observe(LabelingWorkforce resource) {
    Look look =
        new Look(
            WorkforcePorts.of(platform.aws(), resource.getSpec().aws()),
            WorkforceObserver.owner(platform, resource),
            resource.getSpec());
    try {
      look.take();
      return look.seen(Optional.empty());
    } catch (CloudFailure failure) {
      return look.seen(Optional.of(failure));
    }
  }

  /** One look, filled in as it goes. */
  private static final class Look {
    private final WorkforcePorts aws;
    private final Owner owner;
    private final LabelingWorkforceSpec spec;
    private Optional<Workforce> workforce = Optional.empty();
    private final Map<String, List<String>> ownTeams = new HashMap<>();
    private final List<String> otherTeams = new ArrayList<>();
    private Optional<UserPool> pool = Optional.empty();
    private long peopleOfOthers;
    private final Map<String, List<PoolUser>> ownGroups = new HashMap<>();
    private final Map<String, Set<String>> otherGroups = new HashMap<>();

    Look(WorkforcePorts aws, Owner owner, LabelingWorkforceSpec spec) {
      this.aws = aws;
      this.owner = owner;
      this.spec = spec;
    }

    void take() {
      workforce = WorkforceChoice.of(aws.workforces().list(), this::owns);
      for (Workteam team : aws.workteams().list()) {
        if (owner.owns(aws.workteams().tags(team.arn()))) {
          ownTeams.put(team.name(), aws.workteams().activeJobs(team.arn()));
        } else {
          otherTeams.add(team.name());
        }
      }
      pool = pool();
      if (seen(Optional.empty()).madePool()) {
        peopleOfOthers = aws.members().without(pool.get().id(), new WorkforceNames(owner).mark());
      }
      if (ownTeams.isEmpty() && pool.isPresent() && !seen(Optional.empty()).madePool()) {
        groups(pool.get().id());
      }
    }

    private boolean owns(String poolId) {
      return aws.pools().describe(poolId).filter(found -> owner.owns(found.tags())).isPresent();
    }

    private Optional<UserPool> pool() {
      Optional<UserPool> ofWorkforce =
          workforce
              .flatMap(Workforce::cognito)
              .map(CognitoApp::userPoolId)
              .flatMap(aws.pools()::describe);
      if (spec.identity().existing() != null) {
        return ofWorkforce;
      }
      if (spec.identity().existingCognito() != null) {
        return aws.pools().describe(spec.identity().existingCognito().userPoolId());
      }
      return ofWorkforce
          .filter(found -> owner.owns(found.tags()))
          .or(
              () ->
                  aws.pools().named(new WorkforceNames(owner).pool()).stream()
                      .flatMap(id -> aws.pools().describe(id).stream())
                      .filter(found -> owner.owns(found.tags()))
                      .findFirst());
    }

    private void groups(String poolId) {
      WorkforceNames names = new WorkforceNames(owner);
      for (Team team : spec.teams()) {
        boolean ours =
            aws.members()
                .group(poolId, team.name())
                .filter(group -> group.description().equals(names.groupDescription()))
                .isPresent();
        if (ours) {
          ownGroups.put(team.name(), aws.members().users(poolId, team.name()).orElse(List.of()));
        }
      }
      if (spec.memberRemoval() == null || spec.memberRemoval() == MemberRemoval.RemoveFromTeam) {
        return;
      }
      ownGroups.values().stream()
          .flatMap(List::stream)
          .filter(user -> user.mark().equals(names.mark()))
          .map(PoolUser::username)
          .distinct()
          .forEach(name -> otherGroups.put(name, Set.copyOf(aws.members().groupsOf(poolId, name))));
    }

    TeardownObservation seen(Optional<CloudFailure> failure) {
      return new TeardownObservation(
          owner,
          spec,
          failure,
          workforce,
          ownTeams,
          otherTeams,
          pool,
          peopleOfOthers,
          ownGroups,
          otherGroups);
    }
  }
}
