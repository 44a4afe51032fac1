package dev.labelops.operator.dataset.plan;

import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.manifest.S3Address;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Key prefixes of a data set's bucket below which LabelOps or Ground Truth write. Pure. */
public final class OwnPrefixes {
  private OwnPrefixes() {}

  /**
   * The manifests, and what the jobs of the namespace put out. An output that holds the source
   * itself is not taken as a whole, which would leave no object, but by the folders in it that the
   * job writes to.
   *
   * @param jobs of the data set's namespace
   */
  public static List<String> of(LabelingDatasetSpec dataset, List<LabelingJob> jobs) {
    List<String> prefixes = new ArrayList<>();
    prefixes.add(dataset.manifestPrefix());
    String source = dataset.source().s3Prefix().prefix();
    jobs.stream()
        .flatMap(job -> outputs(job, dataset.bucket().name(), source))
        .distinct()
        .forEach(prefixes::add);
    return List.copyOf(prefixes);
  }

  private static Stream<String> outputs(LabelingJob job, String bucket, String source) {
    return S3Address.parse(job.getSpec().output().uri()).stream()
        .filter(output -> output.bucket().equals(bucket))
        .map(
            output ->
                output.key().isEmpty() || output.key().endsWith("/")
                    ? output.key()
                    : output.key() + "/")
        .flatMap(
            folder ->
                source.startsWith(folder)
                    ? Stream.concat(Stream.of("labelops"), jobFolder(job))
                        .map(name -> folder + name + "/")
                        .filter(prefix -> !source.startsWith(prefix))
                    : Stream.of(folder));
  }

  private static Stream<String> jobFolder(LabelingJob job) {
    return Stream.ofNullable(job.getStatus() == null ? null : job.getStatus().jobName());
  }
}
