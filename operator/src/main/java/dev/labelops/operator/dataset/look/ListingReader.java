package dev.labelops.operator.dataset.look;

import dev.labelops.groundtruth.S3Location;
import dev.labelops.groundtruth.ServiceLimits;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.s3.StoredObject;
import dev.labelops.operator.dataset.look.SourceReading.Manifest;
import dev.labelops.operator.dataset.plan.ObjectSelector;
import dev.labelops.operator.manifest.ManifestWriter;
import dev.labelops.operator.manifest.Rejections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Makes the manifest of a listing. It goes to a temporary file, since its key needs its hash before
 * the first byte is sent and a second listing may differ from the first.
 */
final class ListingReader {
  private final ObjectStore store;
  private final LabelingDataset dataset;
  private final ObjectSelector selector;
  private final Rejections rejections = new Rejections();
  private long position;
  private long totalBytes;

  ListingReader(ObjectStore store, LabelingDataset dataset, List<String> ownPrefixes) {
    this.store = store;
    this.dataset = dataset;
    this.selector =
        new ObjectSelector(
            dataset.getSpec().source().s3Prefix(),
            dataset.getSpec().mediaType().medium(),
            ownPrefixes);
  }

  /**
   * Lists to the end, or to the first object too many.
   *
   * @return to be closed: it holds the file when the manifest is not written yet
   */
  SourceReading read() {
    try {
      TemporaryFile file = TemporaryFile.create();
      boolean handedOver = false;
      try {
        SourceReading reading = read(file);
        handedOver = reading.manifest().flatMap(Manifest::unwritten).isPresent();
        return reading;
      } finally {
        if (!handedOver) {
          file.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the manifest's temporary file", e);
    }
  }

  private SourceReading read(TemporaryFile file) throws IOException {
    // Not closed, since that closes the file.
    ManifestWriter manifest = new ManifestWriter(file.output());
    boolean complete = list(manifest);
    String sha256 = manifest.finish();
    return new SourceReading(
        true,
        manifest.count(),
        !complete,
        rejections,
        0,
        Optional.of(totalBytes),
        List.of(dataset.getSpec().bucket().name()),
        complete && manifest.count() > 0 ? Optional.of(manifest(sha256, file)) : Optional.empty(),
        Optional.empty());
  }

  private Manifest manifest(String sha256, TemporaryFile file) {
    ManifestStore manifests = ManifestStore.of(dataset, store);
    return new Manifest(
        manifests.address(sha256),
        sha256,
        manifests.holds(sha256) ? Optional.empty() : Optional.of(new ManifestContent.Listed(file)));
  }

  private boolean list(ManifestWriter manifest) throws IOException {
    String bucket = dataset.getSpec().bucket().name();
    Iterator<StoredObject> objects =
        store.list(bucket, dataset.getSpec().source().s3Prefix().prefix()).iterator();
    while (objects.hasNext()) {
      StoredObject object = objects.next();
      if (!selector.selects(object.key())) {
        continue;
      }
      position++;
      Optional<ObjectSelector.Problem> problem = selector.problem(object);
      if (problem.isPresent()) {
        rejections.add(position, problem.get().field(), problem.get().reason());
      } else if (manifest.count() == ServiceLimits.MAX_OBJECTS) {
        return false;
      } else {
        manifest.add(new S3Location(bucket, object.key()));
        totalBytes += object.size();
      }
    }
    return true;
  }
}
