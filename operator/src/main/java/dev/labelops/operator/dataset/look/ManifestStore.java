package dev.labelops.operator.dataset.look;

import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.manifest.Sha256;
import java.util.Optional;

/**
 * Where a data set's manifests are: the key holds the content's hash, so nothing that a running job
 * reads is ever replaced.
 */
record ManifestStore(ObjectStore store, String bucket, String folder) {
  static ManifestStore of(LabelingDataset dataset, ObjectStore store) {
    return new ManifestStore(
        store,
        dataset.getSpec().bucket().name(),
        dataset.getSpec().manifestPrefix()
            + dataset.getMetadata().getNamespace()
            + "-"
            + dataset.getMetadata().getName()
            + "/");
  }

  /** Where the manifest with this hash belongs. */
  S3Location address(String sha256) {
    return new S3Location(bucket, folder + sha256 + ".manifest");
  }

  /**
   * Whether the manifest with this hash is there.
   *
   * @throws CloudFailure also when somebody has put something else under that name
   */
  boolean holds(String sha256) {
    S3Location address = address(sha256);
    Optional<String> there =
        store.read(address.bucket(), address.key(), (about, content) -> Sha256.hex(content));
    if (there.isPresent() && !there.get().equals(sha256)) {
      throw new CloudFailure(
          ErrorClass.EXISTS,
          "s3:GetObject",
          "Overwritten",
          address
              + " does not match the hash in its name: something else wrote it. Delete it, and"
              + " check who else may write below spec.manifestPrefix",
          null);
    }
    return there.isPresent();
  }
}
