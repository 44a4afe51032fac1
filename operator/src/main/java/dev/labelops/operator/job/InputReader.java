package dev.labelops.operator.job;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.ObjectStore;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import java.util.List;
import java.util.Optional;

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
   * A manifest that the user brought. What the operator may not read, the execution role may: then
   * hash, count and buckets stay unknown.
   *
   * @throws CloudFailure when S3 does not answer
   */
  static Found ofManifest(String uri, ObjectStore store) {
    S3Uri place = S3Uri.parse(uri);
    try {
      return store
          .read(place.bucket(), place.key(), (about, content) -> ManifestScan.of(content))
          .map(
              scan ->
                  new Found(
                      new InputSource.Ready(new Input(uri, scan.sha256(), scan.objects())),
                      Optional.of(scan.buckets())))
          .orElseGet(
              () ->
                  notReady(
                      Reason.WaitingForDataset,
                      "There is no manifest at " + uri + " (s3:GetObject): upload it."));
    } catch (CloudFailure failure) {
      if (failure.errorClass() != ErrorClass.DENIED) {
        throw failure;
      }
      return new Found(new InputSource.Ready(new Input(uri, null, null)), Optional.empty());
    }
  }

  private static Found notReady(Reason reason, String message) {
    return new Found(new InputSource.NotReady(reason, message, false), Optional.empty());
  }
}
