package dev.labelops.demo.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.labelops.groundtruth.RoundReport;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
 * @param meanIoUHuman mean score of the human-labeled images against the truth, 0 to 1; null for
 *     classes
 * @param meanIoUMachine the same for machine labels
 * @param meanAccuracyHuman share of the human-labeled objects whose class is the true one; null for
 *     boxes
 * @param meanAccuracyMachine the same for machine labels
 * @param rounds in their order
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
    Double meanAccuracyHuman,
    Double meanAccuracyMachine,
    List<Round> rounds,
    String outputManifestUri,
    String reportPath,
    double wallSeconds) {
  public Summary {
    rounds = List.copyOf(rounds);
  }

  /**
   * One round: what the operator counted, and what the engine's round_report.json says.
   *
   * @param round number in the output tree
   * @param humanLabeled objects that people labeled in it
   * @param machineLabeled objects that the model labeled after it
   * @param trainingObjects human labels that the model was trained on
   * @param validationObjects human labels that it was measured with
   * @param measure {@code accuracy} or {@code meanIoU}
   * @param target what the measure must be
   * @param quality of the accepted group of validation objects
   * @param lowerBound of that quality
   * @param trueQuality of the round's machine labels against the truth
   * @param baseline the measure of a constant answer
   * @param head the model that was chosen
   * @param threshold confidence from which the model labeled
   * @param reason why it labeled what it labeled, or nothing
   * @param seconds that learning took
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Round(
      int round,
      Long humanLabeled,
      Long machineLabeled,
      Integer trainingObjects,
      Integer validationObjects,
      String measure,
      Double target,
      Double quality,
      Double lowerBound,
      Double trueQuality,
      Double baseline,
      String head,
      Double threshold,
      String reason,
      Double seconds) {
    public static Round of(RoundResult result) {
      return new Round(
          result.number(),
          result.humanLabeled(),
          result.machineLabeled(),
          of(result, RoundReport::trainingObjects),
          of(result, RoundReport::validationObjects),
          of(result, RoundReport::measure),
          of(result, RoundReport::target),
          of(result, RoundReport::quality),
          of(result, RoundReport::lowerBound),
          result.truth().map(Estimate::rounded).orElse(null),
          of(result, RoundReport::baseline),
          of(result, RoundReport::head),
          of(result, RoundReport::threshold),
          of(result, RoundReport::reason),
          of(result, RoundReport::seconds));
    }

    private static <T> T of(RoundResult result, Function<RoundReport, T> value) {
      Optional<T> found = result.report().map(value);
      return found.orElse(null);
    }
  }
}
