package dev.labelops.operator.dataset.plan;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.tenancy.Claim;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.Tenancy;
import java.util.List;
import java.util.stream.Stream;

/**
 * What of the operator's rights a data set borrows that its namespace was not granted. A grant of a
 * part of a bucket suffices for the CORS rule, which labeling that part needs; making a bucket
 * wants a grant of the whole.
 */
public final class DatasetTenancy {
  private DatasetTenancy() {}

  /** One sentence for each field that names too much. */
  public static List<String> forbidden(LabelingDataset dataset, Tenancy tenancy) {
    return tenancy.refused(dataset.getMetadata().getNamespace(), claims(dataset.getSpec())).stream()
        .map(Violation::sentence)
        .toList();
  }

  private static Stream<Claim> claims(LabelingDatasetSpec spec) {
    String bucket = "s3://" + spec.bucket().name() + "/";
    Stream.Builder<Claim> claims = Stream.builder();
    if (spec.aws() != null) {
      claims.add(
          new Claim.Names(
              Grantable.ASSUMABLE_ROLES, "spec.aws.assumeRoleArn", spec.aws().assumeRoleArn()));
    }
    claims.add(new Claim.UsesPartOf("spec.bucket.name", spec.bucket().name()));
    if (Boolean.TRUE.equals(spec.bucket().create())) {
      claims.add(new Claim.Names(Grantable.LOCATIONS, "spec.bucket.create", bucket));
    }
    claims.add(
        spec.source().s3Prefix() != null
            ? new Claim.Lists(
                "spec.source.s3Prefix.prefix", bucket + spec.source().s3Prefix().prefix())
            : new Claim.Names(
                Grantable.LOCATIONS, "spec.source.manifest.uri", spec.source().manifest().uri()));
    claims.add(
        new Claim.Names(
            Grantable.LOCATIONS, "spec.manifestPrefix", bucket + spec.manifestPrefix()));
    return claims.build();
  }
}
