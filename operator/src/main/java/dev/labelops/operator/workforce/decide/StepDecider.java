package dev.labelops.operator.workforce.decide;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.DeletionPolicy;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.StatusEvent;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.workforce.look.ObservedWorkforce;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides between refusal, building and teardown. Pure. */
public final class StepDecider {
  public static final String WAY_OUT =
      " To let the object go and leave everything in AWS, set deletionPolicy: Retain or the annotation"
          + " labelops.dev/force-orphan: \"true\".";

  private StepDecider() {}

  public static WorkforceStep decide(ObservedWorkforce seen) {
    return seen.deleting() ? leave(seen) : stay(seen);
  }

  private static WorkforceAction stay(ObservedWorkforce seen) {
    if (!seen.forbidden().isEmpty()) {
      return new WorkforceAction.Reject(Reason.NotAllowed, sentences(seen.forbidden()));
    }
    if (!seen.violations().isEmpty()) {
      return new WorkforceAction.Reject(Reason.InvalidSpec, sentences(seen.violations()));
    }
    return WorkforceDecider.decide(seen.present().orElseThrow());
  }

  private static TeardownAction leave(ObservedWorkforce seen) {
    if (seen.forceOrphan()) {
      return leaving(true, stays(seen.before()) + " No AWS call was made.");
    }
    if (seen.spec().deletionPolicy() != DeletionPolicy.Delete) {
      return leaving(false, stays(seen.before()) + " deletionPolicy is Retain.");
    }
    if (!seen.forbidden().isEmpty()) {
      return new TeardownAction.Blocked(
          Reason.NotAllowed, seen.forbidden().get(0).sentence() + WAY_OUT);
    }
    return TeardownDecider.decide(seen.leaving().orElseThrow());
  }

  private static TeardownAction leaving(boolean warning, String message) {
    return new TeardownAction.Release(
        Optional.of(new StatusEvent(warning, Reason.Orphaned, message)));
  }

  private static String stays(LabelingWorkforceStatus status) {
    if (status == null || status.workforceArn() == null && status.userPoolId() == null) {
      return "Nothing is known to stay in AWS.";
    }
    return "In AWS stay workforce "
        + status.workforceName()
        + ", user pool "
        + status.userPoolId()
        + " with its people, and work teams "
        + (status.teams() == null
            ? "(none)"
            : String.join(", ", status.teams().stream().map(team -> team.name()).toList()))
        + ".";
  }

  private static String sentences(List<Violation> violations) {
    return violations.stream().map(Violation::sentence).collect(Collectors.joining(" "));
  }
}
