package dev.labelops.operator.aws.sagemaker;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.AwsErrors;
import dev.labelops.operator.aws.s3.S3Addresses;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobOutput;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobSummary;
import software.amazon.awssdk.services.sagemaker.model.ListLabelingJobsRequest;
import software.amazon.awssdk.services.sagemaker.model.ListLabelingJobsResponse;
import software.amazon.awssdk.services.sagemaker.model.SortBy;
import software.amazon.awssdk.services.sagemaker.model.SortOrder;

/** {@link ActiveJobs} through the SDK. */
public final class SageMakerActiveJobs implements ActiveJobs {
  private static final int PAGE_SIZE = 100;

  private final AwsClients clients;

  public SageMakerActiveJobs(AwsClients clients) {
    this.clients = clients;
  }

  @Override
  public Page page(AwsClients.Scope scope, LabelingJobState state, Optional<String> token) {
    return list(
        clients.sageMaker(scope),
        token,
        r -> r.statusEquals(LabelingJobStatus.fromValue(state.name())));
  }

  @Override
  public Page modified(AwsClients.Scope scope, Instant after, Optional<String> token) {
    return list(clients.sageMaker(scope), token, r -> r.lastModifiedTimeAfter(after));
  }

  /** One page of the jobs that pass the filter, newest first. */
  static Page list(
      SageMakerClient sageMaker,
      Optional<String> token,
      Consumer<ListLabelingJobsRequest.Builder> filter) {
    ListLabelingJobsResponse answer =
        AwsErrors.call(
            "sagemaker:ListLabelingJobs",
            () ->
                sageMaker.listLabelingJobs(
                    r ->
                        r.applyMutation(filter)
                            .sortBy(SortBy.CREATION_TIME)
                            .sortOrder(SortOrder.DESCENDING)
                            .maxResults(PAGE_SIZE)
                            .nextToken(token.orElse(null))));
    return new Page(
        answer.labelingJobSummaryList().stream().map(SageMakerActiveJobs::view).toList(),
        Optional.ofNullable(answer.nextToken()).filter(next -> !next.isEmpty()));
  }

  private static RemoteLabelingJob view(LabelingJobSummary seen) {
    LabelingJobOutput output = seen.labelingJobOutput();
    Instant created = Optional.ofNullable(seen.creationTime()).orElse(Instant.EPOCH);
    return new RemoteLabelingJob(
        seen.labelingJobName(),
        seen.labelingJobArn(),
        LabelingJobState.of(seen.labelingJobStatusAsString()),
        seen.labelCounters() == null
            ? new LabelCounters(null, null, null, null, null)
            : new LabelCounters(
                wide(seen.labelCounters().totalLabeled()),
                wide(seen.labelCounters().humanLabeled()),
                wide(seen.labelCounters().machineLabeled()),
                wide(seen.labelCounters().failedNonRetryableError()),
                wide(seen.labelCounters().unlabeled())),
        Optional.ofNullable(seen.failureReason()),
        Optional.ofNullable(output).map(LabelingJobOutput::outputDatasetS3Uri).map(S3Addresses::s3),
        Optional.ofNullable(output).map(LabelingJobOutput::finalActiveLearningModelArn),
        Optional.empty(),
        Optional.ofNullable(seen.inputConfig())
            .map(config -> config.dataSource())
            .map(source -> source.s3DataSource())
            .map(source -> source.manifestS3Uri())
            .map(S3Addresses::s3),
        Optional.empty(),
        created,
        Optional.ofNullable(seen.lastModifiedTime()).orElse(created));
  }

  private static Long wide(Integer value) {
    return value == null ? null : value.longValue();
  }
}
