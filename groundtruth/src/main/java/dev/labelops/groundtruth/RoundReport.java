package dev.labelops.groundtruth;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the engine reports of one round of automated labeling, in {@link
 * OutputPaths#roundReport(int)}. AWS writes no such file.
 *
 * @param round number of the batch that it follows
 * @param measure {@code accuracy} or {@code meanIoU}
 * @param target the measure that the machine labels must have, 0 to 1
 * @param trainingObjects human labels that the models were trained on
 * @param validationObjects human labels that they were measured with
 * @param heads the trained models, each tested; empty when none was tested
 * @param head name of the accepted head; null when none
 * @param threshold confidence from which objects were labeled by machine; null without a head
 * @param quality measure of the accepted group of validation objects; null without a head
 * @param lowerBound of that measure; null without a head
 * @param delta probability of missing the target that this round's test was allowed; 0 without a
 *     test
 * @param baseline measure of a constant answer (the constant box, the most frequent class); null
 *     where it has no meaning
 * @param autoLabeled objects labeled by machine in this round
 * @param openObjects objects without a label after the round
 * @param reason one sentence in numbers: why it labeled what it labeled, or nothing
 * @param backbone name and SHA-256 of the pretrained network; null without one
 * @param seconds that the round took
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RoundReport(
    int round,
    String measure,
    double target,
    int trainingObjects,
    int validationObjects,
    List<Head> heads,
    String head,
    Double threshold,
    Double quality,
    Double lowerBound,
    double delta,
    Double baseline,
    int autoLabeled,
    int openObjects,
    String reason,
    Backbone backbone,
    double seconds) {

  /**
   * One tested model.
   *
   * @param name such as {@code linear}, {@code linear-embedding}, {@code roi}, {@code sift}
   * @param groups in the order of the tests
   */
  public record Head(String name, List<Group> groups) {}

  /**
   * The most confident validation objects of a head.
   *
   * @param size objects
   * @param mean of the measure
   * @param lowerBound of the mean
   * @param passed whether the bound reaches the target
   */
  public record Group(int size, double mean, double lowerBound, boolean passed) {}

  /** A pretrained network. */
  public record Backbone(String name, String sha256) {}
}
