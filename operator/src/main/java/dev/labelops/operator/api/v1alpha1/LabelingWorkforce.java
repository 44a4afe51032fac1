package dev.labelops.operator.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** The people: the private workforce of an account and region, its sign-in, teams and members. */
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
public class LabelingWorkforce
    extends CustomResource<LabelingWorkforceSpec, LabelingWorkforceStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;
}
