package dev.labelops.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What was observed of a labeling job, and the write-ahead record of the attempt under way. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LabelingJobStatus(
    @JsonPropertyDescription(
            "metadata.generation that this status speaks of; -1 before the first look.")
        Long observedGeneration,
    @JsonPropertyDescription(
            "Ready, Reconciling, Stalled, InputsReady, Started, Synced, Complete, Failed, Finished,"
                + " ResultsRead, ResultsComplete, DeletionBlocked.")
        List<Condition> conditions,
    @JsonPropertyDescription("Where the job stands, in one word.") Phase phase,
    @JsonPropertyDescription("spec.run of the job below.") Integer run,
    @JsonPropertyDescription("Attempt of that run, from 1.") Integer attempt,
    @JsonPropertyDescription(
            "Name of the labeling job (LabelingJobName), written here before it is created.")
        String jobName,
    @JsonPropertyDescription("DescribeLabelingJob LabelingJobArn.") String jobArn,
    @JsonPropertyDescription("Region of the job.") String region,
    @JsonPropertyDescription(
            "Role that the calls for the job are made under (sts:AssumeRole RoleArn), written down with"
                + " its name; absent: the operator's own.")
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
    @JsonPropertyDescription("What the output manifest holds.") Results results,
    @JsonPropertyDescription("LabelingJobOutput.FinalActiveLearningModelArn.") String finalModelArn,
    @JsonPropertyDescription("DescribeLabelingJob FailureReason.") String failureReason,
    @JsonPropertyDescription("CreationTime of the labeling job, RFC 3339.") String startTime,
    @JsonPropertyDescription("When the end was seen (LastModifiedTime where given), RFC 3339.")
        String completionTime)
    implements ObservedStatus {

  /** Before the first look. */
  public static final LabelingJobStatus EMPTY =
      new LabelingJobStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null, null, null, null);

  /** Where a job stands. */
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

  /** How well a figure is known. */
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
   * @param training training runs that made a model
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rounds(
      @JsonPropertyDescription("Batches with consolidated human labels.") Integer human,
      @JsonPropertyDescription("Training runs that made a model.") Integer training,
      @JsonPropertyDescription(
              "Exact: the job has ended and the files add up to machineLabeled. AtLeast: more may have"
                  + " happened. Unknown: machine labels without files.")
          Certainty certainty,
      @JsonPropertyDescription("One entry per round whose files were seen.") List<Round> history) {}

  /** One round. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Round(
      Integer round,
      Long humanLabeled,
      Long machineLabeled,
      @JsonPropertyDescription("When the round's last file was written, RFC 3339.") String at) {}

  /** What the output manifest holds; the verdict on each line is its human-annotated. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Results(
      Long humanLabeled,
      Long machineLabeled,
      Long unlabeled,
      List<LabelCount> byLabel,
      @JsonPropertyDescription(
              "Why objects failed, as the output manifest says (failure-reason): the 10 most frequent"
                  + " reasons, and the sum of the others. Absent when no reason is given.")
          List<FailureCount> failures,
      @JsonPropertyDescription("Mean of the confidences; do not compare human with machine.")
          MeanConfidence meanConfidence,
      @JsonPropertyDescription("When it was read, RFC 3339.") String readAt,
      @JsonPropertyDescription("ETag of the output manifest that was read.") String etag) {}

  /** How often a label was given. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LabelCount(String label, Long human, Long machine) {}

  /** How many objects failed for one reason. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FailureCount(
      String reason,
      @JsonPropertyDescription("Objects that failed for it.") Long count,
      @JsonPropertyDescription(
              "Their first lines in the output manifest and in the input, from 1; at most 5.")
          List<Long> lines) {}

  /**
   * Mean confidences, as text because Kubernetes avoids floating-point fields; 0 to 1, two digits.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record MeanConfidence(String human, String machine) {}
}
