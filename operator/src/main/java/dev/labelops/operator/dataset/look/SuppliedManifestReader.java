package dev.labelops.operator.dataset.look;

import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.dataset.look.SourceReading.Manifest;
import dev.labelops.operator.manifest.ManifestInspection;
import dev.labelops.operator.manifest.ManifestValidator;
import dev.labelops.operator.tenancy.Tenancy;
import java.util.Optional;

/**
 * Checks a supplied manifest as a stream, neither in memory nor on disk: it is read again when it
 * is copied. One with bad lines is of no use.
 */
final class SuppliedManifestReader {
  private record Checked(ManifestInspection inspection, String etag) {}

  private final ObjectStore store;
  private final LabelingDataset dataset;
  private final Tenancy tenancy;
  private final S3Location source;

  SuppliedManifestReader(ObjectStore store, LabelingDataset dataset, Tenancy tenancy) {
    this.store = store;
    this.dataset = dataset;
    this.tenancy = tenancy;
    this.source =
        S3Location.valid(dataset.getSpec().source().manifest().uri())
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
                        content, dataset.getSpec().mediaType().medium(), this::allowed),
                    about.etag()))
        .map(this::reading)
        .orElseGet(SourceReading::absent);
  }

  private boolean allowed(String uri) {
    return tenancy.mayUseLocation(dataset.getMetadata().getNamespace(), uri);
  }

  private SourceReading reading(Checked checked) {
    ManifestInspection lines = checked.inspection();
    return new SourceReading(
        true,
        lines.lines(),
        lines.tooMany(),
        lines.rejections(),
        lines.duplicates(),
        Optional.empty(),
        lines.buckets(),
        manifest(checked),
        Optional.of(checked.etag()));
  }

  private Optional<Manifest> manifest(Checked checked) {
    ManifestInspection lines = checked.inspection();
    if (lines.tooMany() || lines.rejections().count() > 0 || lines.lines() == 0) {
      return Optional.empty();
    }
    ManifestStore manifests = ManifestStore.of(dataset, store);
    return Optional.of(
        new Manifest(
            manifests.address(lines.sha256()),
            lines.sha256(),
            manifests.holds(lines.sha256())
                ? Optional.empty()
                : Optional.of(new ManifestContent.Supplied(source, checked.etag()))));
  }
}
