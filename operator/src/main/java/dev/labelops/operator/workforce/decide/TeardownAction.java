package dev.labelops.operator.workforce.decide;

import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.StatusEvent;
import dev.labelops.operator.workforce.decide.WorkforceAction.Membership;
import java.util.List;
import java.util.Optional;

/** What to do next about a LabelingWorkforce that is being deleted. */
public sealed interface TeardownAction extends WorkforceStep {
  /**
   * Nothing of ours is left, or it shall stay: let the object go.
   *
   * @param left what is said of that which stays in AWS, if anything does
   */
  record Release(Optional<StatusEvent> left) implements TeardownAction {
    Release() {
      this(Optional.empty());
    }
  }

  /** Something must happen first. */
  record Blocked(Reason reason, String message) implements TeardownAction {}

  /** A read failed. */
  record Retry(CloudFailure failure) implements TeardownAction {}

  record DeleteTeam(String team) implements TeardownAction {}

  record DeleteWorkforce(String workforce) implements TeardownAction {}

  record DisablePeople(String poolId, List<Membership> people) implements TeardownAction {}

  record DeletePeople(String poolId, List<Membership> people) implements TeardownAction {}

  record DeleteGroup(String poolId, String group) implements TeardownAction {}

  /** Takes our mark off a pool that the user made. */
  record UnmarkPool(String arn) implements TeardownAction {}

  record DeleteDomain(String poolId, String domain) implements TeardownAction {}

  record DeletePool(String poolId) implements TeardownAction {}
}
