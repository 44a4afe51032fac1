package dev.labelops.demo.report;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a demo run came to; the keys of {@code summary.json}, null where there is no value.
 *
 * @param phase status.phase of the LabelingJob
 * @param objects objects of the input
 * @param humanLabeled labeled by people (simulated ones here)
 * @param machineLabeled labeled by a model
 * @param unlabeled without a label
 * @param failed of those, failed permanently
 * @param autoLabelingRounds rounds in which a model labeled objects
 * @param roundsCertainty how well that is known: Exact, AtLeast or Unknown
 * @param meanIoUHuman mean score of the human-labeled images against the truth, 0 to 1
 * @param meanIoUMachine the same for machine labels
 * @param outputManifestUri s3:// address of the output manifest
 * @param reportPath the HTML report
 * @param wallSeconds from the driver's start to the end of the job
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Summary(
    String phase,
    Long objects,
    Long humanLabeled,
    Long machineLabeled,
    Long unlabeled,
    Long failed,
    Integer autoLabelingRounds,
    String roundsCertainty,
    Double meanIoUHuman,
    Double meanIoUMachine,
    String outputManifestUri,
    String reportPath,
    double wallSeconds) {}
