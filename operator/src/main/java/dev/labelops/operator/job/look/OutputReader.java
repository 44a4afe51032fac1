package dev.labelops.operator.job.look;

import dev.labelops.groundtruth.OutputPaths;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.api.v1alpha1.Adoption;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Counters;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Results;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.s3.StoredObject;
import dev.labelops.operator.results.ManifestSummary;
import dev.labelops.operator.results.OutputManifestReader;
import dev.labelops.operator.results.OutputTree;
import dev.labelops.operator.results.RoundCount;
import dev.labelops.operator.results.RoundCounter;
import java.time.Instant;
import java.util.Optional;

/** Reads a job's output tree in S3. A failure is part of the result. */
final class OutputReader {
  private OutputReader() {}

  /**
   * Counts the rounds, and after the end reads the output manifest once per ETag.
   *
   * @param counters of the labeling job, possibly null
   */
  static OutputLook read(
      ObjectStore store,
      LabelingJobSpec spec,
      LabelingJobStatus status,
      Counters counters,
      boolean ended,
      Instant now) {
    String manifest =
        status.outputManifestUri() != null
            ? status.outputManifestUri()
            : OutputPaths.outputManifest(spec.output().uri(), status.jobName());
    if (S3Location.valid(manifest).filter(place -> !place.key().isEmpty()).isEmpty()) {
      return look(Optional.empty(), Optional.empty(), Optional.of(noAddress(manifest)));
    }
    Optional<RoundCount> rounds = Optional.empty();
    try {
      rounds =
          Optional.of(
              RoundCounter.count(
                  OutputTree.of(
                      store, OutputPaths.outputPath(manifest, status.jobName()), status.jobName()),
                  ended || mayLearn(spec, status, counters),
                  status.rounds(),
                  counters == null ? null : counters.machineLabeled(),
                  ended));
      Optional<Results> results = ended ? results(store, manifest, status, now) : Optional.empty();
      return look(rounds, results, Optional.empty());
    } catch (CloudFailure failure) {
      return look(rounds, Optional.empty(), Optional.of(failure));
    }
  }

  /** A job that somebody else created may write where only the service has access. */
  private static CloudFailure noAddress(String manifest) {
    return new CloudFailure(
        ErrorClass.INVALID,
        "s3:GetObject",
        "NoAddressOfS3",
        "the address of the output manifest is '"
            + manifest
            + "', which is not an S3 address that LabelOps can read",
        null);
  }

  /**
   * Whether the running job may train a model, as far as LabelOps' own request and its counters
   * show.
   */
  private static boolean mayLearn(
      LabelingJobSpec spec, LabelingJobStatus status, Counters counters) {
    boolean requested =
        spec.autoLabeling() != null && Boolean.TRUE.equals(spec.autoLabeling().enabled());
    boolean ownRequest = spec.adoption() != Adoption.Always && spec.run().equals(status.run());
    boolean noMachineLabel = counters != null && Long.valueOf(0).equals(counters.machineLabeled());
    return requested || !ownRequest || !noMachineLabel;
  }

  private static Optional<Results> results(
      ObjectStore store, String manifest, LabelingJobStatus status, Instant now) {
    S3Location place = S3Location.parse(manifest);
    Optional<StoredObject> there = store.head(place.bucket(), place.key());
    boolean known =
        status.results() != null
            && there.filter(o -> o.etag().equals(status.results().etag())).isPresent();
    if (there.isEmpty() || known) {
      return Optional.ofNullable(status.results());
    }
    return store
        .read(
            place.bucket(),
            place.key(),
            (about, content) ->
                OutputManifestReader.read(content, status.labelAttributeName(), now, about.etag()))
        .map(ManifestSummary::results);
  }

  private static OutputLook look(
      Optional<RoundCount> rounds, Optional<Results> results, Optional<CloudFailure> failure) {
    return new OutputLook(
        rounds.map(RoundCount::autoLabelingRounds),
        rounds.map(RoundCount::rounds),
        results,
        failure);
  }
}
