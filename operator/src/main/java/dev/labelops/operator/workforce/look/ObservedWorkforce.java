package dev.labelops.operator.workforce.look;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.status.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that one pass over a LabelingWorkforce knows before it decides.
 *
 * @param now time of the look
 * @param generation of the object
 * @param deleting the object is being deleted
 * @param forceOrphan it is to go without any AWS call then
 * @param before the status that was read, possibly null
 * @param forbidden what the namespace names and may not name
 * @param violations of rules that the schema cannot see
 * @param present what AWS showed of an object that is there to stay; empty when AWS was not asked
 * @param leaving what AWS showed of one that is being deleted; empty when AWS was not asked
 */
public record ObservedWorkforce(
    Instant now,
    long generation,
    boolean deleting,
    boolean forceOrphan,
    LabelingWorkforceSpec spec,
    LabelingWorkforceStatus before,
    List<Violation> forbidden,
    List<Violation> violations,
    Optional<WorkforceObservation> present,
    Optional<TeardownObservation> leaving) {

  /** The read that ended the look early. */
  public Optional<CloudFailure> failure() {
    return present
        .flatMap(WorkforceObservation::failure)
        .or(() -> leaving.flatMap(TeardownObservation::failure));
  }
}
