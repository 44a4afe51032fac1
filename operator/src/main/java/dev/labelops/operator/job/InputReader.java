package dev.labelops.operator.job;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.MediaType;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.ObjectStore;
import dev.labelops.operator.manifest.ManifestInspection;
import dev.labelops.operator.manifest.ManifestValidator;
import dev.labelops.operator.manifest.RejectionReason;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds the manifest that an attempt is to read. Reads only. */
final class InputReader {
  /**
   * A manifest and what it needs.
   *
   * @param buckets that hold its objects; empty: not known
   */
  record Found(InputSource source, Optional<List<String>> buckets) {}

  private InputReader() {}

  /** The data set's manifest, as its status says. */
  static Found ofDataset(LabelingJobSpec spec, Referents referents) {
    String name = "LabelingDataset '" + spec.datasetRef().name() + "'";
    if (referents.dataset().isEmpty()) {
      return notReady(
          Reason.WaitingForDataset, name + " does not exist in this namespace: apply it.");
    }
    LabelingDataset dataset = referents.dataset().get();
    LabelingDatasetStatus status = dataset.getStatus();
    boolean ready =
        status != null
            && dataset.getMetadata().getGeneration().equals(status.observedGeneration())
            && Conditions.isTrue(status.conditions(), ConditionType.Ready)
            && status.manifestUri() != null;
    return ready
        ? new Found(
            new InputSource.Ready(
                new Input(status.manifestUri(), status.manifestSha256(), status.objectCount())),
            Optional.ofNullable(status.objectBuckets()))
        : notReady(Reason.WaitingForDataset, name + " is not ready yet.");
  }

  /**
   * A manifest that the user brought, read once as a stream. What the operator may not read, the
   * execution role may: then hash, count and buckets stay unknown. The service judges the lines;
   * here they only must stay where the namespace may go.
   *
   * @param only the addresses that the namespace may name; empty: any
   * @throws CloudFailure when S3 does not answer
   */
  static Found ofManifest(
      String uri, MediaType media, Optional<Predicate<String>> only, ObjectStore store) {
    S3Uri place = S3Uri.parse(uri);
    try {
      return store
          .read(
              place.bucket(),
              place.key(),
              (about, content) ->
                  ManifestValidator.inspect(content, media, only.orElse(any -> true)))
          .map(lines -> ofLines(uri, lines, only.isPresent()))
          .orElseGet(
              () ->
                  notReady(
                      Reason.WaitingForDataset,
                      "There is no manifest at " + uri + " (s3:GetObject): upload it."));
    } catch (CloudFailure failure) {
      if (failure.errorClass() != ErrorClass.DENIED) {
        throw failure;
      }
      if (only.isPresent()) {
        return refused(
            Reason.AccessDenied,
            failure.sentence()
                + ". So nobody can tell whether the lines of "
                + uri
                + " stay within the locations of this namespace: grant s3:GetObject on it to the"
                + " operator's role.");
      }
      return new Found(new InputSource.Ready(new Input(uri, null, null)), Optional.empty());
    }
  }

  private static Found ofLines(String uri, ManifestInspection lines, boolean restricted) {
    Map<RejectionReason, Long> bad = lines.rejections().byReason();
    long blank = bad.getOrDefault(RejectionReason.BlankLine, 0L);
    if (lines.tooMany()) {
      return refused(
          Reason.TooManyObjects,
          "The manifest "
              + uri
              + " has more than 100,000 lines, the most that one labeling job takes: split it.");
    }
    if (bad.containsKey(RejectionReason.NotAllowed)) {
      return refused(
          Reason.InvalidManifest,
          bad.get(RejectionReason.NotAllowed)
              + " lines of "
              + uri
              + " name objects that this namespace may not use; "
              + first(lines)
              + ". Remove them, or ask whoever runs the operator to add the location to the tenancy"
              + " setting.");
    }
    if (restricted && lines.rejections().count() > blank) {
      return refused(
          Reason.InvalidManifest,
          lines.rejections().count()
              - blank
              + " lines of "
              + uri
              + " break a rule, so that nobody can tell which objects they name; "
              + first(lines)
              + ". Correct them.");
    }
    return new Found(
        new InputSource.Ready(new Input(uri, lines.sha256(), lines.lines() - blank)),
        Optional.of(lines.buckets()));
  }

  private static String first(ManifestInspection lines) {
    return lines.rejections().first().stream()
        .filter(line -> line.reason() != RejectionReason.BlankLine)
        .findFirst()
        .map(line -> "the first is line " + line.line() + " (" + line.reason().rule() + ")")
        .orElse("the first of all bad lines is line " + lines.rejections().first().get(0).line());
  }

  private static Found refused(Reason reason, String message) {
    return new Found(new InputSource.NotReady(reason, message, true), Optional.empty());
  }

  private static Found notReady(Reason reason, String message) {
    return new Found(new InputSource.NotReady(reason, message, false), Optional.empty());
  }
}
