package dev.labelops.operator.job.look;

import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.ManifestCopy;
import dev.labelops.operator.job.plan.Referents;
import dev.labelops.operator.manifest.ManifestInspection;
import dev.labelops.operator.manifest.ManifestValidator;
import dev.labelops.operator.manifest.RejectionReason;
import dev.labelops.operator.manifest.Sha256;
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

  private record Checked(ManifestInspection lines, String etag) {}

  /**
   * The user's own manifest, read as a stream. Where the operator may not read it, the execution
   * role may: then hash, count and buckets stay unknown, and it is used where it is. The service
   * validates the lines; here they only must stay within the grants of the namespace. What was read
   * is used as a copy below {@code folder} whose name holds its hash.
   *
   * @param only the addresses that the namespace may name; empty: any
   * @param folder {@code s3://} prefix of the copy, ending with '/'
   * @throws CloudFailure when S3 does not answer
   */
  static Found ofManifest(
      String uri,
      LabelingTaskType type,
      Optional<Predicate<String>> only,
      String folder,
      ObjectStore store) {
    Optional<Checked> checked;
    try {
      checked = check(S3Location.parse(uri), type, only, store);
    } catch (CloudFailure failure) {
      if (failure.errorClass() != ErrorClass.DENIED) {
        throw failure;
      }
      return unreadable(uri, only.isPresent(), failure);
    }
    return checked
        .map(
            read ->
                refusal(uri, read.lines(), type, only.isPresent())
                    .orElseGet(() -> copied(uri, read, folder, store)))
        .orElseGet(
            () ->
                notReady(
                    Reason.WaitingForDataset,
                    "There is no manifest at " + uri + " (s3:GetObject): upload it."));
  }

  private static Optional<Checked> check(
      S3Location place,
      LabelingTaskType type,
      Optional<Predicate<String>> only,
      ObjectStore store) {
    return store.read(
        place.bucket(),
        place.key(),
        (about, content) ->
            new Checked(
                ManifestValidator.inspect(content, type.medium(), only.orElse(any -> true)),
                about.etag()));
  }

  private static Found unreadable(String uri, boolean restricted, CloudFailure failure) {
    return restricted
        ? refused(
            Reason.AccessDenied,
            failure.sentence()
                + ". Without it, LabelOps cannot check whether the lines of "
                + uri
                + " stay within the locations of this namespace: grant s3:GetObject on it to the"
                + " operator's role.")
        : new Found(new InputSource.Ready(new Input(uri, null, null)), Optional.empty());
  }

  /** The copy is read too: its name alone does not say what somebody may have put there. */
  private static Found copied(String uri, Checked checked, String folder, ObjectStore store) {
    ManifestInspection lines = checked.lines();
    long blank = lines.rejections().byReason().getOrDefault(RejectionReason.BlankLine, 0L);
    String sha256 = lines.sha256();
    Input input =
        new Input(folder + "manifest-" + sha256 + ".jsonl", sha256, lines.lines() - blank);
    S3Location copy = S3Location.parse(input.manifestUri());
    Optional<String> there =
        store.read(copy.bucket(), copy.key(), (about, content) -> Sha256.hex(content));
    if (there.isPresent() && !there.get().equals(sha256)) {
      return refused(
          Reason.InvalidManifest,
          "The copy "
              + input.manifestUri()
              + " does not match the hash in its name: something else wrote it. Delete it, and"
              + " check who else may write below spec.output.uri.");
    }
    return new Found(
        there.isPresent()
            ? new InputSource.Ready(input)
            : new InputSource.NotCopied(new ManifestCopy(uri, checked.etag(), input)),
        Optional.of(lines.buckets()));
  }

  private static Optional<Found> refusal(
      String uri, ManifestInspection lines, LabelingTaskType type, boolean restricted) {
    Map<RejectionReason, Long> bad = lines.rejections().byReason();
    long blank = bad.getOrDefault(RejectionReason.BlankLine, 0L);
    if (lines.tooMany()) {
      return Optional.of(
          refused(
              Reason.TooManyObjects,
              "The manifest "
                  + uri
                  + " has more than 100,000 lines, the most that one labeling job accepts:"
                  + " split it."));
    }
    int most = type.maxSequences().orElse(type.maxObjects());
    if (lines.lines() - blank > most) {
      return Optional.of(
          refused(
              Reason.TooManyObjects,
              "The manifest %s has %,d lines, and a labeling job of type %s takes %,d: split it."
                  .formatted(uri, lines.lines() - blank, type.name(), most)));
    }
    if (bad.containsKey(RejectionReason.NotAllowed)) {
      return Optional.of(
          refused(
              Reason.InvalidManifest,
              bad.get(RejectionReason.NotAllowed)
                  + " lines of "
                  + uri
                  + " name objects that this namespace may not use; "
                  + first(lines)
                  + ". Remove them, or ask whoever runs the operator to add the location to the"
                  + " tenancy"
                  + " setting."));
    }
    if (restricted && lines.rejections().count() > blank) {
      return Optional.of(
          refused(
              Reason.InvalidManifest,
              lines.rejections().count()
                  - blank
                  + " lines of "
                  + uri
                  + " break a rule, so that LabelOps cannot determine which objects they name; "
                  + first(lines)
                  + ". Correct them."));
    }
    return Optional.empty();
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
