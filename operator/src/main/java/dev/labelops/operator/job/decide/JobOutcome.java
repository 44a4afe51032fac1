package dev.labelops.operator.job.decide;

import dev.labelops.operator.aws.CloudFailure;
import java.util.Optional;

/**
 * What came of an action.
 *
 * @param jobArn of the job that was created
 * @param failure of the call that the action made
 */
public record JobOutcome(Optional<String> jobArn, Optional<CloudFailure> failure) {
  public static final JobOutcome DONE = new JobOutcome(Optional.empty(), Optional.empty());

  public static JobOutcome created(String arn) {
    return new JobOutcome(Optional.of(arn), Optional.empty());
  }

  public static JobOutcome failed(CloudFailure failure) {
    return new JobOutcome(Optional.empty(), Optional.of(failure));
  }
}
