package dev.labelops.operator.dataset.plan;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec;
import dev.labelops.operator.tenancy.Doors;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.Tenancy;
import dev.labelops.operator.status.Violation;
import java.util.List;

/**
 * What of the operator's rights a data set borrows that its namespace was not granted. A grant of a
 * part of a bucket suffices for the CORS rule, which labeling that part needs; making a bucket
 * wants a grant of the whole.
 */
public final class DatasetTenancy {
  private DatasetTenancy() {}

  /** One sentence for each field that names too much. */
  public static List<String> forbidden(LabelingDataset dataset, Tenancy tenancy) {
    String namespace = dataset.getMetadata().getNamespace();
    Doors doors = new Doors(tenancy, namespace);
    LabelingDatasetSpec spec = dataset.getSpec();
    String bucket = "s3://" + spec.bucket().name() + "/";
    if (spec.aws() != null) {
      doors.names(Grantable.ASSUMABLE_ROLES, "spec.aws.assumeRoleArn", spec.aws().assumeRoleArn());
    }
    if (!tenancy.mayUsePartOf(namespace, spec.bucket().name())) {
      doors.names(Grantable.LOCATIONS, "spec.bucket.name", bucket);
    }
    if (Boolean.TRUE.equals(spec.bucket().create())) {
      doors.names(Grantable.LOCATIONS, "spec.bucket.create", bucket);
    }
    if (spec.source().s3Prefix() != null) {
      doors.lists("spec.source.s3Prefix.prefix", bucket + spec.source().s3Prefix().prefix());
    } else {
      doors.names(Grantable.LOCATIONS, "spec.source.manifest.uri", spec.source().manifest().uri());
    }
    doors.names(Grantable.LOCATIONS, "spec.manifestPrefix", bucket + spec.manifestPrefix());
    return doors.refused().stream().map(Violation::sentence).toList();
  }
}
