package dev.labelops.operator.job.plan;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest.Input;
import dev.labelops.operator.task.Categories;
import java.util.List;
import java.util.Optional;

/**
 * The attempt that the specification and its referents ask for next.
 *
 * @param draft the request with everything but its input manifest
 * @param requestHash of everything in the request that the user decides
 * @param assets files that must be in S3 before the request is sent
 * @param categories what workers choose from
 * @param inputBuckets buckets that are known to hold objects; empty: unknown until the manifest is
 *     read
 */
public record JobPlan(
    AwsClients.Scope scope,
    int run,
    int attempt,
    LabelingJobRequest draft,
    String requestHash,
    List<Asset> assets,
    Categories categories,
    Optional<List<String>> inputBuckets) {

  public String jobName() {
    return draft.jobName();
  }

  /** The write-ahead record for this plan. */
  public Reservation reserve(dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input input) {
    return new Reservation(
        run, attempt, jobName(), scope, input, requestHash, draft.labelAttributeName());
  }

  /** The whole request. */
  public LabelingJobRequest request(String manifestUri) {
    return new LabelingJobRequest(
        draft.jobName(),
        draft.labelAttributeName(),
        new Input(manifestUri, draft.input().contentClassifiers()),
        draft.output(),
        draft.roleArn(),
        draft.labelCategoryConfigUri(),
        draft.stopping(),
        draft.algorithm(),
        draft.humanTask(),
        draft.tags());
  }
}
