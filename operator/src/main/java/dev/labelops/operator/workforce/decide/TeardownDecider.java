package dev.labelops.operator.workforce.decide;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberRemoval;
import dev.labelops.operator.aws.cognito.PoolUser;
import dev.labelops.operator.aws.cognito.UserPool;
import dev.labelops.operator.aws.sagemaker.Workforce;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.workforce.decide.TeardownAction.Blocked;
import dev.labelops.operator.workforce.decide.TeardownAction.DeleteDomain;
import dev.labelops.operator.workforce.decide.TeardownAction.DeleteGroup;
import dev.labelops.operator.workforce.decide.TeardownAction.DeletePeople;
import dev.labelops.operator.workforce.decide.TeardownAction.DeletePool;
import dev.labelops.operator.workforce.decide.TeardownAction.DeleteTeam;
import dev.labelops.operator.workforce.decide.TeardownAction.DeleteWorkforce;
import dev.labelops.operator.workforce.decide.TeardownAction.DisablePeople;
import dev.labelops.operator.workforce.decide.TeardownAction.Release;
import dev.labelops.operator.workforce.decide.TeardownAction.Retry;
import dev.labelops.operator.workforce.decide.TeardownAction.UnmarkPool;
import dev.labelops.operator.workforce.decide.WorkforceAction.Membership;
import dev.labelops.operator.workforce.look.TeardownObservation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Takes apart what carries our mark, in the order of ground-truth-reference 2.3. */
public final class TeardownDecider {
  private static final int NAMED = 5;

  private TeardownDecider() {}

  public static TeardownAction decide(TeardownObservation seen) {
    if (seen.failure().isPresent()) {
      return new Retry(seen.failure().get());
    }
    if (seen.madePool() && seen.peopleOfOthers() > 0) {
      return new Blocked(
          Reason.DeletionBlocked,
          "User pool "
              + seen.pool().orElseThrow().id()
              + " has "
              + seen.peopleOfOthers()
              + " users whom LabelOps did not invite, and they would be deleted with it. Remove"
              + " them, or set deletionPolicy: Retain.");
    }
    for (Map.Entry<String, List<String>> team : new TreeMap<>(seen.ownTeams()).entrySet()) {
      return team.getValue().isEmpty()
          ? new DeleteTeam(team.getKey())
          : new Blocked(
              Reason.DeletionBlocked,
              "Work team '"
                  + team.getKey()
                  + "' is still used by labeling jobs "
                  + some(team.getValue())
                  + ". Wait for them or stop them, or set deletionPolicy: Retain.");
    }
    if (seen.ownsWorkforce()) {
      return workforce(seen, seen.workforce().orElseThrow());
    }
    if (seen.madePool()) {
      UserPool pool = seen.pool().orElseThrow();
      if (seen.workforceOnOwnPool().isPresent()) {
        return new Blocked(
            Reason.DeletionBlocked,
            "Workforce '"
                + seen.workforceOnOwnPool().get().name()
                + "', which LabelOps did not create, signs in through user pool "
                + pool.id()
                + ". Delete the workforce, or set deletionPolicy: Retain.");
      }
      return pool.domain()
          .<TeardownAction>map(domain -> new DeleteDomain(pool.id(), domain))
          .orElseGet(() -> new DeletePool(pool.id()));
    }
    return people(seen)
        .or(
            () ->
                seen.ownGroups().keySet().stream()
                    .sorted()
                    .findFirst()
                    .map(group -> new DeleteGroup(seen.pool().orElseThrow().id(), group)))
        .or(
            () ->
                seen.ownsPool()
                    ? Optional.of(new UnmarkPool(seen.pool().orElseThrow().arn()))
                    : Optional.empty())
        .orElseGet(Release::new);
  }

  private static TeardownAction workforce(TeardownObservation seen, Workforce workforce) {
    if (workforce.state() == Workforce.State.DELETING) {
      return new Blocked(
          Reason.DeletionBlocked,
          "sagemaker:DeleteWorkforce: workforce '"
              + workforce.name()
              + "' is still being deleted. No action is needed.");
    }
    return seen.otherTeams().isEmpty()
        ? new DeleteWorkforce(workforce.name())
        : new Blocked(
            Reason.TeamsRemain,
            "Work teams "
                + some(seen.otherTeams())
                + " were not created by LabelOps and still use workforce '"
                + workforce.name()
                + "'. Remove them, or set deletionPolicy: Retain.");
  }

  /** The people whom we invited and who are in no other group, as memberRemoval says. */
  private static Optional<TeardownAction> people(TeardownObservation seen) {
    MemberRemoval removal = seen.spec().memberRemoval();
    if (removal == null || removal == MemberRemoval.RemoveFromTeam) {
      return Optional.empty();
    }
    List<Membership> alone =
        seen.ownGroups().entrySet().stream()
            .flatMap(
                group ->
                    group.getValue().stream()
                        .filter(user -> oursAlone(seen, user))
                        .filter(user -> removal == MemberRemoval.Delete || user.enabled())
                        .map(user -> new Membership(user, group.getKey())))
            .toList();
    if (alone.isEmpty()) {
      return Optional.empty();
    }
    String pool = seen.pool().orElseThrow().id();
    return Optional.of(
        removal == MemberRemoval.Delete
            ? new DeletePeople(pool, alone)
            : new DisablePeople(pool, alone));
  }

  private static boolean oursAlone(TeardownObservation seen, PoolUser user) {
    Set<String> groups = seen.otherGroups().get(user.username());
    return user.mark().equals(seen.names().mark())
        && groups != null
        && seen.ownGroups().keySet().containsAll(groups);
  }

  private static String some(List<String> names) {
    String first =
        String.join(", ", names.stream().sorted().limit(NAMED).map(n -> "'" + n + "'").toList());
    return names.size() > NAMED ? first + " and " + (names.size() - NAMED) + " more" : first;
  }
}
