package dev.labelops.operator.dataset;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec;
import dev.labelops.operator.config.Tenancy;
import java.util.ArrayList;
import java.util.List;

/**
 * What of the operator's rights a data set borrows that its namespace was not granted. A grant of a
 * part of a bucket suffices for the CORS rule, which labeling that part needs; making a bucket
 * wants a grant of the whole.
 */
final class DatasetTenancy {
  private final Tenancy tenancy;
  private final String namespace;
  private final List<String> forbidden = new ArrayList<>();

  private DatasetTenancy(Tenancy tenancy, String namespace) {
    this.tenancy = tenancy;
    this.namespace = namespace;
  }

  /** One sentence for each field that names too much. */
  static List<String> forbidden(LabelingDataset dataset, Tenancy tenancy) {
    DatasetTenancy check = new DatasetTenancy(tenancy, dataset.getMetadata().getNamespace());
    LabelingDatasetSpec spec = dataset.getSpec();
    String bucket = "s3://" + spec.bucket().name() + "/";
    if (spec.aws() != null && spec.aws().assumeRoleArn() != null) {
      String role = spec.aws().assumeRoleArn();
      check.refuseUnless(tenancy.mayAssume(check.namespace, role), "spec.aws.assumeRoleArn", role);
    }
    if (Boolean.TRUE.equals(spec.bucket().create())) {
      check.location("spec.bucket.create", bucket);
    }
    if (spec.source().s3Prefix() != null) {
      check.listing(bucket + spec.source().s3Prefix().prefix());
    } else {
      check.location("spec.source.manifest.uri", spec.source().manifest().uri());
    }
    check.location("spec.manifestPrefix", bucket + spec.manifestPrefix());
    return List.copyOf(check.forbidden);
  }

  private void listing(String prefix) {
    String field = "spec.source.s3Prefix";
    if (tenancy.mayUseLocation(namespace, prefix) && !tenancy.mayList(namespace, prefix)) {
      forbidden.add(
          field
              + ": "
              + prefix
              + " also takes what merely begins with it, which namespace "
              + namespace
              + " may not use: end the prefix with '/'");
    } else {
      location(field, prefix);
    }
  }

  private void location(String field, String uri) {
    refuseUnless(tenancy.mayUseLocation(namespace, uri), field, uri);
  }

  private void refuseUnless(boolean allowed, String field, String value) {
    if (!allowed) {
      forbidden.add(field + ": namespace " + namespace + " may not use " + value);
    }
  }
}
