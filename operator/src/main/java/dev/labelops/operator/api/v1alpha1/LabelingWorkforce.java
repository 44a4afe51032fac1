package dev.labelops.operator.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Who labels: the private workforce of an account and region, its sign-in, teams and members. */
@Group("labelops.dev")
@Version("v1alpha1")
@Plural("labelingworkforces")
@ShortNames("lwf")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Workforce", jsonPath = ".status.workforceName", type = Type.STRING)
@AdditionalPrinterColumn(name = "Portal", jsonPath = ".status.portalUrl", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(
    value =
        "!has(self.status) || !has(self.status.workforceArn) ||"
            + " (has(self.spec.identity.existing) == has(oldSelf.spec.identity.existing) &&"
            + " has(self.spec.identity.managedCognito) == has(oldSelf.spec.identity.managedCognito) &&"
            + " (!has(self.spec.identity.managedCognito) || !has(oldSelf.spec.identity.managedCognito)"
            + " || self.spec.identity.managedCognito.workforceName =="
            + " oldSelf.spec.identity.managedCognito.workforceName) &&"
            + " has(self.spec.identity.existingCognito) == has(oldSelf.spec.identity.existingCognito)"
            + " && (!has(self.spec.identity.existingCognito) || self.spec.identity.existingCognito =="
            + " oldSelf.spec.identity.existingCognito))",
    message =
        "an existing workforce cannot be renamed or moved to another user pool: delete"
            + " this object with deletionPolicy: Delete, then create a new LabelingWorkforce")
@ValidationRule(
    value =
        "!has(self.status) || !has(self.status.workforceArn) || (has(self.spec.aws) =="
            + " has(oldSelf.spec.aws) && (!has(self.spec.aws) || self.spec.aws == oldSelf.spec.aws))",
    message =
        "region and role of an existing workforce are fixed, because its ARN contains"
            + " them: create a new LabelingWorkforce")
public class LabelingWorkforce
    extends CustomResource<LabelingWorkforceSpec, LabelingWorkforceStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;
}
