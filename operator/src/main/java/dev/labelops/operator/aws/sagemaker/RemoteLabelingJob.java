package dev.labelops.operator.aws.sagemaker;

import java.time.Instant;
import java.util.Optional;

/**
 * A labeling job as the service described it (DescribeLabelingJob or one entry of
 * ListLabelingJobs).
 *
 * <p>Its addresses begin with {@code s3://}, also where the service holds them as {@code https://};
 * what is no address of S3 stays as the service said it.
 *
 * @param failureReason only when Failed
 * @param outputManifestUri LabelingJobOutput.OutputDatasetS3Uri
 * @param finalModelArn LabelingJobOutput.FinalActiveLearningModelArn
 * @param outputUri OutputConfig.S3OutputPath; empty when seen in a list
 * @param inputManifestUri ManifestS3Uri of the input
 * @param labelAttributeName empty when seen in a list
 */
public record RemoteLabelingJob(
    String name,
    String arn,
    LabelingJobState state,
    LabelCounters counters,
    Optional<String> failureReason,
    Optional<String> outputManifestUri,
    Optional<String> finalModelArn,
    Optional<String> outputUri,
    Optional<String> inputManifestUri,
    Optional<String> labelAttributeName,
    Instant creationTime,
    Instant lastModifiedTime) {}
