package dev.labelops.operator.job.plan;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.aws.AwsClients.Scope;

/**
 * The write-ahead record of one attempt: what status holds before CreateLabelingJob is sent.
 *
 * @param scope region and role of the job; null when there is none
 * @param input pinned: the request names exactly this manifest, however the data set changes
 * @param requestHash of everything in the request that the user decides
 */
public record Reservation(
    int run,
    int attempt,
    String jobName,
    Scope scope,
    Input input,
    String requestHash,
    String labelAttributeName) {}
