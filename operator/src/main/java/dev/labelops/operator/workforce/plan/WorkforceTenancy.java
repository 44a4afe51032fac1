package dev.labelops.operator.workforce.plan;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.ExistingCognito;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.Identity;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.tenancy.Claim;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.Tenancy;
import dev.labelops.operator.tenancy.WorkforceRight;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What of the operator's rights a workforce borrows. Teams, groups and pools that are there already
 * are decided on later, once it is known whose they are.
 */
public final class WorkforceTenancy {
  private WorkforceTenancy() {}

  /** What the namespace names and may not name. */
  public static List<Violation> forbidden(
      Tenancy tenancy, String namespace, LabelingWorkforceSpec spec) {
    return tenancy.refused(namespace, claims(spec));
  }

  private static Stream<Claim> claims(LabelingWorkforceSpec spec) {
    return Stream.of(assumedRole(spec), identity(spec.identity()), topics(spec)).flatMap(s -> s);
  }

  private static Stream<Claim> assumedRole(LabelingWorkforceSpec spec) {
    return spec.aws() == null
        ? Stream.empty()
        : Stream.of(
            new Claim.Names(
                Grantable.ASSUMABLE_ROLES, "spec.aws.assumeRoleArn", spec.aws().assumeRoleArn()));
  }

  private static Stream<Claim> identity(Identity identity) {
    Stream.Builder<Claim> claims = Stream.builder();
    if (identity.existing() != null) {
      claims.add(new Claim.Needs(WorkforceRight.JOIN, "spec.identity.existing", "{}"));
    }
    if (identity.managedCognito() != null) {
      claims.add(
          new Claim.Needs(
              WorkforceRight.MAKE,
              "spec.identity.managedCognito",
              identity.managedCognito().workforceName()));
    }
    ExistingCognito supplied = identity.existingCognito();
    if (supplied != null) {
      claims.add(
          new Claim.Needs(
              WorkforceRight.MAKE, "spec.identity.existingCognito", supplied.workforceName()));
      claims.add(
          new Claim.Names(
              Grantable.USER_POOLS,
              "spec.identity.existingCognito.userPoolId",
              supplied.userPoolId()));
    }
    return claims.build();
  }

  private static Stream<Claim> topics(LabelingWorkforceSpec spec) {
    return IntStream.range(0, spec.teams().size())
        .mapToObj(
            i ->
                new Claim.Names(
                    Grantable.TOPICS,
                    "spec.teams[" + i + "].notificationTopicArn",
                    spec.teams().get(i).notificationTopicArn()));
  }
}
