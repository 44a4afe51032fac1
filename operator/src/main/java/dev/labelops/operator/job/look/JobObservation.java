package dev.labelops.operator.job.look;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.job.plan.Asset;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.plan.Stage;
import dev.labelops.operator.status.MissedLooks;
import dev.labelops.operator.status.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that one pass saw. Nothing is asked again after this.
 *
 * @param scope where the job lives; empty while that is unknown or was not needed
 * @param violations of rules that the schema cannot see; with any, AWS was not asked before the
 *     start
 * @param notAllowed the namespace names something that it may not
 * @param made every labeling job of this namespace and name; empty: nobody looked for them
 * @param settled from when on a job that is not listed was never created
 * @param regionUnknown nothing says where the job would live, and only the operator's own region
 *     was looked at
 * @param superseded a name was written down, and another name, region or role is asked for by now
 * @param earlierNameOpen a name was written down for an earlier run, and {@code remote} does not
 *     say for sure yet that no job came of it
 * @param missingAssets files that the request needs and that are not in S3
 * @param chainable whether the output of the failed attempt can be read; empty: not looked
 * @param output what S3 showed, when it was time to look
 * @param failedSweeps sweeps of the feed that failed in a row, if what is shown may be old
 * @param failure the call that ended the observation early
 * @param nextOutputLook when S3 is looked at again, if ever
 */
public record JobObservation(
    Instant now,
    ObjectFacts object,
    Optional<AwsClients.Scope> scope,
    LabelingJobSpec spec,
    LabelingJobStatus status,
    List<Violation> violations,
    List<Violation> notAllowed,
    Planning planning,
    InputSource input,
    Remote remote,
    Optional<MadeJobs> made,
    Instant settled,
    boolean regionUnknown,
    boolean superseded,
    boolean earlierNameOpen,
    Optional<Preflight> preflight,
    List<Asset> missingAssets,
    Optional<Boolean> chainable,
    Optional<OutputLook> output,
    Optional<MissedLooks> failedSweeps,
    Optional<CloudFailure> failure,
    Optional<Instant> nextOutputLook) {

  /** The object apart from specification and status. */
  public record ObjectFacts(
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
