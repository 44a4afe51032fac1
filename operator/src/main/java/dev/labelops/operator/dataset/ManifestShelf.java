package dev.labelops.operator.dataset;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.ObjectStore;
import dev.labelops.operator.dataset.SourceReading.Published;
import dev.labelops.operator.manifest.S3Address;

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

  Published publish(String sha256, Write write) {
    String key = folder + sha256 + ".manifest";
    if (store.head(bucket, key).isEmpty()) {
      write.to(bucket, key);
    }
    return new Published(new S3Address(bucket, key).toString(), sha256);
  }
}
