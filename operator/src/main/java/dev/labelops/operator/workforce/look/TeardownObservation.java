package dev.labelops.operator.workforce.look;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.cognito.PoolUser;
import dev.labelops.operator.aws.cognito.UserPool;
import dev.labelops.operator.aws.sagemaker.Workforce;
import dev.labelops.operator.workforce.plan.WorkforceMark;
import dev.labelops.operator.workforce.plan.WorkforceNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a LabelingWorkforce that is being deleted with {@code deletionPolicy: Delete} leaves behind.
 *
 * @param failure the first read that failed; what would have followed was not read
 * @param workforce the private workforce, whoever made it
 * @param ownTeams work teams with the ownership mark, with the labeling jobs that use them
 * @param otherTeams names of all other work teams
 * @param pool the user pool of this resource
 * @param peopleOfOthers users in a pool that LabelOps created whom it did not invite
 * @param ownGroups groups with the ownership mark in a pool that LabelOps did not create; read once
 *     its teams are deleted
 * @param otherGroups groups of the people whom we invited, by user name
 */
public record TeardownObservation(
    Owner owner,
    LabelingWorkforceSpec spec,
    Optional<CloudFailure> failure,
    Optional<Workforce> workforce,
    Map<String, List<String>> ownTeams,
    List<String> otherTeams,
    Optional<UserPool> pool,
    long peopleOfOthers,
    Map<String, List<PoolUser>> ownGroups,
    Map<String, Set<String>> otherGroups) {

  public WorkforceNames names() {
    return new WorkforceNames(owner);
  }

  public boolean ownsPool() {
    return pool.isPresent() && owner.owns(pool.get().tags());
  }

  /** A pool that we made has our name besides our mark; one that the user made only the mark. */
  public boolean madePool() {
    return ownsPool() && pool.get().name().equals(names().pool());
  }

  /** Whether LabelOps created the workforce: its pool records that. */
  public boolean ownsWorkforce() {
    return workforceOnOwnPool()
        .flatMap(found -> WorkforceMark.of(pool.get().tags()).filter(mark -> mark.means(found)))
        .isPresent();
  }

  /** The workforce that signs in through a pool that carries our mark, whoever made it. */
  public Optional<Workforce> workforceOnOwnPool() {
    return ownsPool() && spec.identity().existing() == null
        ? workforce.filter(
            found ->
                found.cognito().filter(app -> app.userPoolId().equals(pool.get().id())).isPresent())
        : Optional.empty();
  }
}
