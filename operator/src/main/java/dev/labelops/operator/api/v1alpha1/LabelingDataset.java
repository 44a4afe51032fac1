package dev.labelops.operator.api.v1alpha1;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** The objects to label: a bucket with the right CORS rules, and an input manifest. */
@Group("labelops.dev")
@Version("v1alpha1")
@Plural("labelingdatasets")
@ShortNames("lds")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Objects", jsonPath = ".status.objectCount", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Rejected",
    jsonPath = ".status.rejected.count",
    type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Manifest",
    jsonPath = ".status.manifestUri",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class LabelingDataset extends CustomResource<LabelingDatasetSpec, LabelingDatasetStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
