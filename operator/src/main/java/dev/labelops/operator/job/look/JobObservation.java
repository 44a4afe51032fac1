package dev.labelops.operator.job.look;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.job.plan.Asset;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.plan.Stage;
import dev.labelops.operator.status.FailedObservations;
import dev.labelops.operator.status.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that one pass saw. Nothing is read again after this.
 *
 * @param scope region and role of the job; empty while unknown or not needed
 * @param violations of rules that the schema cannot express; with any, AWS was not called before
 *     the start
 * @param notAllowed the namespace names something that it may not
 * @param made every labeling job of this namespace and name; empty: not searched
 * @param settled from when on a job that is not listed was never created
 * @param regionUnknown the region of the job is unknown, and only the operator's own region was
 *     searched
 * @param superseded a name was recorded, and the specification has another name, region or role now
 * @param earlierNameOpen a name was recorded for an earlier run, and {@code remote} does not prove
 *     yet that no job was created with it
 * @param missingAssets files that the request needs and that are not in S3
 * @param chainable whether the output of the failed attempt can be read; empty: not checked
 * @param output what S3 showed, if it was read in this pass
 * @param failedSweeps sweeps of the feed that failed in a row, if what is shown may be old
 * @param failure the call that ended the observation early
 * @param nextOutputLook when S3 is read again, if ever
 */
public record JobObservation(
    Instant now,
    ObjectState object,
    Optional<AwsClients.Scope> scope,
    LabelingJobSpec spec,
    LabelingJobStatus status,
    List<Violation> violations,
    List<Violation> notAllowed,
    Planning planning,
    InputSource input,
    Remote remote,
    Optional<CreatedJobs> made,
    Instant settled,
    boolean regionUnknown,
    boolean superseded,
    boolean earlierNameOpen,
    Optional<Preflight> preflight,
    List<Asset> missingAssets,
    Optional<Boolean> chainable,
    Optional<OutputLook> output,
    Optional<FailedObservations> failedSweeps,
    Optional<CloudFailure> failure,
    Optional<Instant> nextOutputLook) {

  /** The object apart from specification and status. */
  public record ObjectState(
      String namespace,
      String name,
      long generation,
      Instant created,
      boolean deleting,
      boolean forceOrphan) {
    /** Namespace and name. */
    public String key() {
      return namespace + "/" + name;
    }
  }

  public Stage stage() {
    return Stage.of(spec, status);
  }

  public boolean stopWished() {
    return Boolean.TRUE.equals(spec.stop());
  }

  public boolean held() {
    return Boolean.TRUE.equals(spec.hold());
  }

  /** Whether the job in status belongs to the run that the specification asks for. */
  public boolean currentRun() {
    return spec.run().equals(status.run());
  }

  public int maxAttempts() {
    return spec.retry() == null || spec.retry().maxAttempts() == null
        ? 1
        : spec.retry().maxAttempts();
  }
}
