package dev.labelops.operator.dataset.act;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.s3.StoredObject;
import dev.labelops.operator.dataset.act.SourceReading.Published;
import dev.labelops.operator.dataset.plan.ObjectSelector;
import dev.labelops.operator.manifest.ManifestValidator;
import dev.labelops.operator.manifest.ManifestWriter;
import dev.labelops.operator.manifest.Rejections;
import dev.labelops.operator.manifest.S3Address;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Makes the manifest of a listing. It goes through a temporary file, since its key needs its hash
 * before the first byte is sent and a second listing may differ from the first.
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
    this.selector = new ObjectSelector(dataset.getSpec().source().s3Prefix(), ownPrefixes);
  }

  /** Lists to the end, or to the first object too many, and publishes what was found. */
  SourceReading read() {
    try {
      Path file = Files.createTempFile("labelops-", ".manifest");
      try {
        return read(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the manifest's temporary file", e);
    }
  }

  private SourceReading read(Path file) throws IOException {
    try (ManifestWriter manifest =
        new ManifestWriter(new BufferedOutputStream(Files.newOutputStream(file)))) {
      boolean complete = list(manifest);
      String sha256 = manifest.finish();
      Optional<Published> published =
          complete && manifest.count() > 0
              ? Optional.of(
                  ManifestShelf.of(dataset, store)
                      .publish(sha256, (bucket, key) -> upload(file, bucket, key)))
              : Optional.empty();
      return new SourceReading(
          true,
          manifest.count(),
          !complete,
          rejections,
          0,
          Optional.of(totalBytes),
          List.of(dataset.getSpec().bucket().name()),
          published,
          Optional.empty());
    }
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
      Optional<ObjectSelector.Problem> problem = ObjectSelector.problem(object);
      if (problem.isPresent()) {
        rejections.add(position, problem.get().field(), problem.get().reason());
      } else if (manifest.count() == ManifestValidator.MOST_OBJECTS) {
        return false;
      } else {
        manifest.add(new S3Address(bucket, object.key()));
        totalBytes += object.size();
      }
    }
    return true;
  }

  private void upload(Path file, String bucket, String key) {
    try (InputStream content = new BufferedInputStream(Files.newInputStream(file))) {
      store.putIfAbsent(bucket, key, ManifestShelf.CONTENT_TYPE, content);
    } catch (IOException e) {
      throw new UncheckedIOException("the manifest's temporary file", e);
    }
  }
}
