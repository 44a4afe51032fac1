package dev.labelops.operator.dataset.act;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.tenancy.Tenancy;
import dev.labelops.operator.dataset.act.SourceReading.Published;
import dev.labelops.operator.manifest.ManifestInspection;
import dev.labelops.operator.manifest.ManifestValidator;
import dev.labelops.operator.manifest.S3Address;
import java.util.Optional;

/**
 * Checks a brought manifest and, when every line is good, copies it under its hash: read twice, so
 * that it is neither in memory nor on disk. One with bad lines is not copied.
 */
final class BroughtManifestReader {
  private record Checked(ManifestInspection inspection, String etag) {}

  private final ObjectStore store;
  private final LabelingDataset dataset;
  private final Tenancy tenancy;
  private final S3Address source;

  BroughtManifestReader(ObjectStore store, LabelingDataset dataset, Tenancy tenancy) {
    this.store = store;
    this.dataset = dataset;
    this.tenancy = tenancy;
    this.source =
        S3Address.parse(dataset.getSpec().source().manifest().uri())
            .orElseThrow(() -> new IllegalArgumentException("validated before"));
  }

  SourceReading read() {
    return store
        .read(
            source.bucket(),
            source.key(),
            (about, content) ->
                new Checked(
                    ManifestValidator.inspect(
                        content, dataset.getSpec().mediaType(), this::allowed),
                    about.etag()))
        .map(checked -> reading(checked, publish(checked)))
        .orElseGet(SourceReading::absent);
  }

  private boolean allowed(String uri) {
    return tenancy.mayUseLocation(dataset.getMetadata().getNamespace(), uri);
  }

  private static SourceReading reading(Checked checked, Optional<Published> published) {
    ManifestInspection lines = checked.inspection();
    return new SourceReading(
        true,
        lines.lines(),
        lines.tooMany(),
        lines.rejections(),
        lines.duplicates(),
        Optional.empty(),
        lines.buckets(),
        published,
        Optional.of(checked.etag()));
  }

  private Optional<Published> publish(Checked checked) {
    ManifestInspection lines = checked.inspection();
    if (lines.tooMany() || lines.rejections().count() > 0 || lines.lines() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        ManifestShelf.of(dataset, store)
            .publish(lines.sha256(), (bucket, key) -> copy(checked.etag(), bucket, key)));
  }

  private void copy(String etag, String bucket, String key) {
    store
        .read(
            source.bucket(),
            source.key(),
            (about, content) -> {
              if (!about.etag().equals(etag)) {
                throw changed();
              }
              return store.putIfAbsent(bucket, key, ManifestShelf.CONTENT_TYPE, content);
            })
        .orElseThrow(BroughtManifestReader::changed);
  }

  private static CloudFailure changed() {
    return new CloudFailure(
        ErrorClass.CONFLICT,
        "s3:GetObject",
        "Changed",
        "the manifest changed while it was being read",
        null);
  }
}
