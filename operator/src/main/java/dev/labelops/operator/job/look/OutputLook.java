package dev.labelops.operator.job.look;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Results;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Rounds;
import dev.labelops.operator.aws.CloudFailure;
import java.util.Optional;

/**
 * What the job's output tree in S3 showed.
 *
 * @param autoLabelingRounds empty while unknown
 * @param results of the output manifest; empty when it is absent or was not read
 * @param failure why this is incomplete
 */
public record OutputLook(
    Optional<Integer> autoLabelingRounds,
    Optional<Rounds> rounds,
    Optional<Results> results,
    Optional<CloudFailure> failure) {}
