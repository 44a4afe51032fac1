package dev.labelops.operator.workforce.decide;

import dev.labelops.operator.aws.CloudFailure;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What came of an action.
 *
 * @param failure why it did not, or not wholly, succeed
 * @param sent invitations that went out
 * @param refused people whom Cognito refused to invite, each for reasons of their own
 * @param refusal the last of them, by team and entry of its list, and what Cognito said; never
 *     holds an address
 */
public record WorkforceOutcome(
    Optional<CloudFailure> failure, int sent, int refused, String refusal) {
  public static WorkforceOutcome done() {
    return new WorkforceOutcome(Optional.empty(), 0, 0, "");
  }

  /** The same with another failure, where there is one. */
  public WorkforceOutcome mapFailure(UnaryOperator<CloudFailure> change) {
    return new WorkforceOutcome(failure.map(change), sent, refused, refusal);
  }

  public static WorkforceOutcome failed(CloudFailure failure) {
    return new WorkforceOutcome(Optional.of(failure), 0, 0, "");
  }
}
