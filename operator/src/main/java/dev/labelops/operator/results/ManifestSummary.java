package dev.labelops.operator.results;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import java.util.Optional;

/**
 * What an output manifest says.
 *
 * @param lines lines that are not blank
 * @param unreadable lines that are not a JSON object, too long, or carry the label without a
 *     verdict
 * @param firstProblem line number, from 1, and reason of the first unreadable line
 * @param results for {@code status.results}
 */
public record ManifestSummary(
    long lines,
    long unreadable,
    Optional<String> firstProblem,
    LabelingJobStatus.Results results) {}
