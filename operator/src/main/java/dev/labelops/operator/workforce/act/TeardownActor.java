package dev.labelops.operator.workforce.act;

import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.workforce.decide.TeardownAction;
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
import dev.labelops.operator.workforce.decide.WorkforceOutcome;
import dev.labelops.operator.workforce.look.WorkforcePorts;
import dev.labelops.operator.workforce.plan.WorkforceMark;
import java.util.HashSet;
import java.util.Set;

/** Performs one step of the teardown. */
public final class TeardownActor {
  private TeardownActor() {}

  public static WorkforceOutcome act(TeardownAction action, Owner owner, WorkforcePorts aws) {
    try {
      perform(action, owner, aws);
      return WorkforceOutcome.done();
    } catch (CloudFailure failure) {
      return WorkforceOutcome.failed(failure);
    }
  }

  private static void perform(TeardownAction action, Owner owner, WorkforcePorts aws) {
    switch (action) {
      case DeleteTeam team -> aws.workteams().delete(team.team());
      case DeleteWorkforce workforce -> aws.workforces().delete(workforce.workforce());
      case DisablePeople people ->
          people
              .people()
              .forEach(one -> aws.members().disable(people.poolId(), one.user().username()));
      case DeletePeople people ->
          people
              .people()
              .forEach(one -> aws.members().deleteUser(people.poolId(), one.user().username()));
      case DeleteGroup group -> aws.members().deleteGroup(group.poolId(), group.group());
      case UnmarkPool pool -> aws.pools().untag(pool.arn(), ours(owner));
      case DeleteDomain domain -> aws.pools().deleteDomain(domain.poolId(), domain.domain());
      case DeletePool pool -> aws.pools().delete(pool.poolId());
      case Retry retry -> throw retry.failure();
      case Blocked blocked -> {}
      case Release release -> {}
    }
  }

  private static Set<String> ours(Owner owner) {
    Set<String> keys = new HashSet<>(owner.tags().keySet());
    keys.add(WorkforceMark.TAG);
    return keys;
  }
}
