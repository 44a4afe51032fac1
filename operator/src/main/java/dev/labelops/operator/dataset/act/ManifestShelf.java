package dev.labelops.operator.dataset.act;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.dataset.act.SourceReading.Published;
import dev.labelops.operator.manifest.S3Address;
import dev.labelops.operator.manifest.Sha256;
import java.util.Optional;

/**
 * Where a data set's manifests lie: the key holds the content's hash, so nothing that a running job
 * reads is ever replaced.
 */
record ManifestShelf(ObjectStore store, String bucket, String folder) {
  static final String CONTENT_TYPE = "application/jsonlines";

  static ManifestShelf of(LabelingDataset dataset, ObjectStore store) {
    return new ManifestShelf(
        store,
        dataset.getSpec().bucket().name(),
        dataset.getSpec().manifestPrefix()
            + dataset.getMetadata().getNamespace()
            + "-"
            + dataset.getMetadata().getName()
            + "/");
  }

  /** Writes the content when it is not there yet. */
  @FunctionalInterface
  interface Write {
    void to(String bucket, String key);
  }

  /**
   * @throws CloudFailure also when somebody has put something else under that name
   */
  Published publish(String sha256, Write write) {
    String key = folder + sha256 + ".manifest";
    String uri = new S3Address(bucket, key).toString();
    Optional<String> there = store.read(bucket, key, (about, content) -> Sha256.hex(content));
    if (there.isEmpty()) {
      write.to(bucket, key);
    } else if (!there.get().equals(sha256)) {
      throw new CloudFailure(
          ErrorClass.EXISTS,
          "s3:GetObject",
          "Overwritten",
          uri
              + " does not hold what its name says: somebody wrote there. Delete it, and see who else"
              + " may write below spec.manifestPrefix",
          null);
    }
    return new Published(uri, sha256);
  }
}
