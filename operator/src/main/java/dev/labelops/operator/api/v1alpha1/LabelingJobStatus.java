package dev.labelops.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What was observed of a labeling job, and the write-ahead record of the current attempt. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LabelingJobStatus(
    @JsonPropertyDescription(
            "metadata.generation that this status describes; -1 until the operator has"
                + " processed the object.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready, Reconciling, Stalled, InputsReady, Started, Synced, Complete, Failed, Finished,"
                + " ResultsRead, ResultsComplete, DeletionBlocked.")
        List<Condition> conditions,
    @JsonPropertyDescription("State of the job, in one word.") Phase phase,
    @JsonPropertyDescription("spec.run of the job below.") Integer run,
    @JsonPropertyDescription("Attempt of that run, from 1.") Integer attempt,
    @JsonPropertyDescription(
            "Name of the labeling job (LabelingJobName), written here before it is created.")
        String jobName,
    @JsonPropertyDescription("DescribeLabelingJob LabelingJobArn.") String jobArn,
    @JsonPropertyDescription("Region of the job.") String region,
    @JsonPropertyDescription(
            "Role for the AWS calls of the job (sts:AssumeRole RoleArn), stored together"
                + " with the job's name. Absent: the operator's own.")
        String assumeRoleArn,
    @JsonPropertyDescription("External id of that role's trust policy.") String externalId,
    @JsonPropertyDescription("Hash of the create request that belongs to jobName.")
        String requestHash,
    @JsonPropertyDescription("Earlier attempts, oldest first; the latest 50 are kept.")
        List<Attempt> attempts,
    @JsonPropertyDescription("The input, pinned before the start.") Input input,
    @JsonPropertyDescription("Key of the label in the output manifest (LabelAttributeName).")
        String labelAttributeName,
    @JsonPropertyDescription("LabelCounters as last seen.") Counters counters,
    @JsonPropertyDescription("Labeled share of the objects, for example 62%; absent while unknown.")
        String progress,
    @JsonPropertyDescription(
            "Rounds in which the model labeled objects; absent while unknown. See rounds.certainty.")
        Integer autoLabelingRounds,
    @JsonPropertyDescription("How autoLabelingRounds was counted.") Rounds rounds,
    @JsonPropertyDescription("The output manifest (LabelingJobOutput.OutputDatasetS3Uri).")
        String outputManifestUri,
    @JsonPropertyDescription("Contents of the output manifest.") Results results,
    @JsonPropertyDescription("LabelingJobOutput.FinalActiveLearningModelArn.") String finalModelArn,
    @JsonPropertyDescription("DescribeLabelingJob FailureReason.") String failureReason,
    @JsonPropertyDescription("CreationTime of the labeling job, RFC 3339.") String startTime,
    @JsonPropertyDescription("When the end was observed (LastModifiedTime if available), RFC 3339.")
        String completionTime)
    implements ObservedStatus {

  /** Before the first observation. */
  public static final LabelingJobStatus EMPTY =
      new LabelingJobStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null, null, null, null);

  /** State of a job. */
  public enum Phase {
    Pending,
    Held,
    Initializing,
    InProgress,
    Stopping,
    Stopped,
    Completed,
    Failed
  }

  /** How certain a number is. */
  public enum Certainty {
    Exact,
    AtLeast,
    Unknown
  }

  /** An attempt that ended. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Attempt(
      Integer run,
      Integer attempt,
      String jobName,
      @JsonPropertyDescription("LabelingJobStatus at its end.") String result,
      String failureReason,
      String outputManifestUri) {}

  /** The input that the request names. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Input(String manifestUri, String manifestSha256, Long objectCount) {}

  /**
   * LabelCounters.
   *
   * @param observedAt when these values were first seen, RFC 3339
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Counters(
      @JsonPropertyDescription("Objects of the input; absent while unknown.") Long objects,
      @JsonPropertyDescription("LabelCounters.TotalLabeled.") Long labeled,
      @JsonPropertyDescription("LabelCounters.HumanLabeled.") Long humanLabeled,
      @JsonPropertyDescription("LabelCounters.MachineLabeled.") Long machineLabeled,
      @JsonPropertyDescription("LabelCounters.FailedNonRetryableError.") Long failed,
      @JsonPropertyDescription("LabelCounters.Unlabeled.") Long unlabeled,
      @JsonPropertyDescription("When these values were first seen, RFC 3339.") String observedAt) {}

  /**
   * Rounds counted from the output tree.
   *
   * @param human batches with consolidated human labels
   * @param training training runs that produced a model
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rounds(
      @JsonPropertyDescription("Batches with consolidated human labels.") Integer human,
      @JsonPropertyDescription("Training runs that produced a model.") Integer training,
      @JsonPropertyDescription(
              "Exact: the job has ended and the files add up to machineLabeled. AtLeast:"
                  + " there may be more rounds. Unknown: machine labels without files.")
          Certainty certainty,
      @JsonPropertyDescription("One entry per round whose files were found.") List<Round> history,
      @JsonPropertyDescription(
              "What the latest rounds of automated labeling report of themselves, the latest first;"
                  + " at most 10. The engine writes reports, AWS does not.")
          List<Report> reports) {}

  /** What one round of automated labeling reports; numbers from 0 to 1 are text. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Report(
      Integer round,
      @JsonPropertyDescription(
              "Why the model labeled what it labeled, or nothing, in numbers, for example: 0 of 96:"
                  + " best group 0.54, needs 0.60.")
          String reason,
      @JsonPropertyDescription("Objects that the model labeled in the round.") Long machineLabeled,
      @JsonPropertyDescription("Human labels that the models were trained on.")
          Long trainingObjects,
      @JsonPropertyDescription("Human labels that the models were measured with.")
          Long validationObjects,
      @JsonPropertyDescription(
              "Groups of validation objects that were tested; 0: no model was tested.")
          Integer testedGroups,
      @JsonPropertyDescription("The model whose labels were accepted; absent when none was.")
          String head,
      @JsonPropertyDescription("What is measured: accuracy or meanIoU.") String measure,
      @JsonPropertyDescription("The measure that machine labels must have.") String target,
      @JsonPropertyDescription("The measure of the accepted group of validation objects.")
          String quality,
      @JsonPropertyDescription("Lower confidence bound of the measure.") String lowerBound,
      @JsonPropertyDescription("Confidence from which the model labeled.") String threshold,
      @JsonPropertyDescription("When the report was written, RFC 3339.") String at) {}

  /** One round. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Round(
      Integer round,
      Long humanLabeled,
      Long machineLabeled,
      @JsonPropertyDescription("When the round's last file was written, RFC 3339.") String at) {}

  /**
   * Contents of the output manifest; human-annotated of a line distinguishes human and machine
   * labels.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Results(
      Long humanLabeled,
      Long machineLabeled,
      Long unlabeled,
      List<LabelCount> byLabel,
      @JsonPropertyDescription(
              "Why objects failed, from failure-reason in the output manifest: the 10 most"
                  + " frequent reasons, and the sum of the others. Absent without reasons.")
          List<FailureCount> failures,
      @JsonPropertyDescription("Mean confidence; do not compare human with machine labels.")
          MeanConfidence meanConfidence,
      @JsonPropertyDescription("When the output manifest was read, RFC 3339.") String readAt,
      @JsonPropertyDescription("ETag of the output manifest that was read.") String etag) {}

  /** How often a label was given. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LabelCount(String label, Long human, Long machine) {}

  /** How many objects failed for one reason. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FailureCount(
      String reason,
      @JsonPropertyDescription("Objects that failed for this reason.") Long count,
      @JsonPropertyDescription(
              "Line numbers of the first of them, in the output manifest and in the input,"
                  + " from 1; at most 5.")
          List<Long> lines) {}

  /**
   * Mean confidences, as text because Kubernetes avoids floating-point fields; 0 to 1, two digits.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MeanConfidence(String human, String machine) {}
}
