package dev.labelops.operator.workforce.plan;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.ExistingCognito;
import dev.labelops.operator.tenancy.Doors;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.Tenancy;
import dev.labelops.operator.tenancy.WorkforceRight;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.workforce.decide.TeamRefusal;
import dev.labelops.operator.workforce.decide.WorkforceDecider;
import java.util.List;

/**
 * What of the operator's rights a workforce borrows that its namespace was not granted. Teams,
 * groups and pools that are there already are looked at later, by {@link TeamRefusal} and {@link
 * WorkforceDecider}: whose they are is known only then.
 */
public final class WorkforceTenancy {
  private WorkforceTenancy() {}

  /** What the namespace names and may not name. */
  public static List<Violation> forbidden(
      Tenancy tenancy, String namespace, LabelingWorkforceSpec spec) {
    Doors doors = new Doors(tenancy, namespace);
    if (spec.aws() != null) {
      doors.names(Grantable.ASSUMABLE_ROLES, "spec.aws.assumeRoleArn", spec.aws().assumeRoleArn());
    }
    if (spec.identity().existing() != null) {
      doors.needs(WorkforceRight.JOIN, "spec.identity.existing", "{}");
    }
    if (spec.identity().managedCognito() != null) {
      doors.needs(
          WorkforceRight.MAKE,
          "spec.identity.managedCognito",
          spec.identity().managedCognito().workforceName());
    }
    ExistingCognito brought = spec.identity().existingCognito();
    if (brought != null) {
      doors.needs(WorkforceRight.MAKE, "spec.identity.existingCognito", brought.workforceName());
      doors.names(
          Grantable.USER_POOLS, "spec.identity.existingCognito.userPoolId", brought.userPoolId());
    }
    for (int i = 0; i < spec.teams().size(); i++) {
      doors.names(
          Grantable.TOPICS,
          "spec.teams[" + i + "].notificationTopicArn",
          spec.teams().get(i).notificationTopicArn());
    }
    return doors.refused();
  }
}
