package dev.labelops.operator.workforce.look;

import dev.labelops.operator.api.v1alpha1.Adoption;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.cognito.AppClient;
import dev.labelops.operator.aws.cognito.EmailAddress;
import dev.labelops.operator.aws.cognito.PoolUser;
import dev.labelops.operator.aws.cognito.UserPool;
import dev.labelops.operator.aws.sagemaker.Workforce;
import dev.labelops.operator.workforce.plan.WorkforceMark;
import dev.labelops.operator.workforce.plan.WorkforceNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that one look at a LabelingWorkforce saw. What a stage needs is read only once the
 * stage before it is in place.
 *
 * @param now time of the look
 * @param region of the AWS calls
 * @param invitationsPerDay budget
 * @param confirmedRemoval token of the annotation {@code labelops.dev/confirm-removal}; empty
 *     without
 * @param failure the first read that failed; what would have followed was not read
 * @param workforce the private workforce, whoever made it
 * @param pools user pools to choose from: the workforce's own, the one the spec names, or those of
 *     our name
 * @param poolGranted whether tenancy lets the namespace use the workforce's pool when it is not its
 *     own
 * @param domain state of the pool's domain; read while there is no workforce
 * @param client the workforce's app client, or the one to make it with
 * @param teams the teams of the spec in its order; read once the workforce is Active
 * @param elsewhere people of the spec who are in the pool, but in none of the groups read
 * @param otherGroups groups of people who are to leave a team, by user name; read where {@code
 *     memberRemoval} asks for it
 * @param lists names this version of the lists of people: another one when specification or Secrets
 *     were written since
 */
public record WorkforceObservation(
    Instant now,
    Owner owner,
    LabelingWorkforceSpec spec,
    String region,
    int invitationsPerDay,
    String confirmedRemoval,
    Optional<CloudFailure> failure,
    Optional<Workforce> workforce,
    List<UserPool> pools,
    boolean poolGranted,
    UserPool.DomainState domain,
    Optional<AppClient> client,
    List<TeamSeen> teams,
    Map<EmailAddress, PoolUser> elsewhere,
    Map<String, Set<String>> otherGroups,
    String lists) {

  /** The same look with only these teams in it. */
  public WorkforceObservation withTeams(List<TeamSeen> some) {
    return new WorkforceObservation(
        now,
        owner,
        spec,
        region,
        invitationsPerDay,
        confirmedRemoval,
        failure,
        workforce,
        pools,
        poolGranted,
        domain,
        client,
        some,
        elsewhere,
        otherGroups,
        lists);
  }

  public WorkforceNames names() {
    return new WorkforceNames(owner);
  }

  /** Whether {@code spec.adoption} lets us take what carries these tags. */
  public boolean mayTake(Map<String, String> tags) {
    return mayTake(spec.adoption(), owner, tags);
  }

  public static boolean mayTake(Adoption adoption, Owner owner, Map<String, String> tags) {
    return switch (adoption == null ? Adoption.IfOwned : adoption) {
      case IfOwned -> owner.owns(tags);
      case Always -> true;
      case Never -> owner.made(tags);
    };
  }

  /** Whether {@code spec.adoption} and tenancy let us take a pool of the workforce. */
  public boolean mayTakePool(UserPool pool) {
    return mayTake(pool.tags()) && (owner.owns(pool.tags()) || poolGranted);
  }

  /** Whether the pool is ours, or tenancy lets the namespace use it as if it were. */
  public boolean mayUsePool() {
    return poolGranted || pool().filter(pool -> owner.owns(pool.tags())).isPresent();
  }

  /** Whether we made the workforce on a pool of ours, or may take it as it is. */
  public boolean made(Workforce workforce, UserPool pool) {
    return spec.adoption() == Adoption.Always
        || WorkforceMark.of(pool.tags()).filter(mark -> mark.means(workforce)).isPresent();
  }

  /** The pools that we may take. */
  public List<UserPool> ownPools() {
    return pools.stream().filter(pool -> mayTake(pool.tags())).toList();
  }

  /** The pool of the workforce, or the one to make it on. */
  public Optional<UserPool> pool() {
    return workforce.isPresent() || spec.identity().managedCognito() == null
        ? pools.stream().findFirst()
        : ownPools().stream().findFirst();
  }
}
