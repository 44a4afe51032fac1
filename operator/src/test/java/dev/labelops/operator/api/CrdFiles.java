package dev.labelops.operator.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Makes the CRD files from the API classes. Adds what the generator cannot say: conditions as a map
 * keyed by type, the status default that keeps kstatus from calling an unseen object current, the
 * category, int64 formats, each rule once, and the columns in reading order.
 */
final class CrdFiles {
  private static final List<String> COLUMN_ORDER =
      List.of(
          "Ready",
          "Workforce",
          "Portal",
          "Objects",
          "Rejected",
          "Phase",
          "Progress",
          "Human",
          "Auto",
          "Rounds",
          "Manifest",
          "Output",
          "Reason",
          "Age");
  private static final Map<String, String> DESCRIPTIONS =
      Map.of(
          "LabelingJob",
              "LabelingJob describes how objects are labeled: labels, instructions, task type, and where"
                  + " results are written. Each run and attempt is one Amazon SageMaker Ground Truth"
                  + " labeling job.",
          "LabelingDataset",
              "LabelingDataset describes what is labeled: a bucket with the right CORS rules, and an"
                  + " input manifest of its objects.",
          "LabelingWorkforce",
              "LabelingWorkforce describes who labels: the private workforce of the account and region, its"
                  + " sign-in, teams and members.");

  private CrdFiles() {}

  /** File name to content, for every kind. */
  static Map<String, String> generate(Path scratch) {
    new CRDGenerator()
        .withMinQuotes(true)
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String version) {
                return complete(crd);
              }
            })
        .customResourceClasses(LabelingWorkforce.class, LabelingDataset.class, LabelingJob.class)
        .inOutputDir(scratch.toFile())
        .generate();
    try (Stream<Path> files = Files.list(scratch)) {
      Map<String, String> byName = new TreeMap<>();
      for (Path file : files.toList()) {
        String name = file.getFileName().toString().replace("-v1.yml", ".yaml");
        byName.put(
            name,
            Files.readString(file)
                .replaceFirst(
                    "^# Generated.*\n",
                    "# Generated from the API classes by `make crds`; do not edit.\n"));
      }
      return byName;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HasMetadata complete(HasMetadata resource) {
    CustomResourceDefinition crd = (CustomResourceDefinition) resource;
    crd.getSpec().getNames().setCategories(List.of("labelops"));
    crd.getSpec().getNames().setListKind(crd.getSpec().getNames().getKind() + "List");
    CustomResourceDefinitionVersion version = crd.getSpec().getVersions().get(0);
    version
        .getAdditionalPrinterColumns()
        .sort(
            Comparator.comparingInt(
                (CustomResourceColumnDefinition c) -> COLUMN_ORDER.indexOf(c.getName())));
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription(DESCRIPTIONS.get(crd.getSpec().getNames().getKind()));
    root.setRequired(List.of("spec"));
    JSONSchemaProps status = root.getProperties().get("status");
    status.setDescription("The observed state, written only by the operator.");
    status.setDefault(JsonNodeFactory.instance.objectNode().put("observedGeneration", -1));
    JSONSchemaProps conditions = status.getProperties().get("conditions");
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
    root.getProperties().get("spec").setDescription("The specification of the requested state.");
    onceEach(root);
    return crd;
  }

  /**
   * A record's component carries its annotations on field and accessor, and the generator writes
   * its rules twice; the API server's server-side apply refuses that.
   */
  private static void onceEach(JSONSchemaProps schema) {
    if (schema == null) {
      return;
    }
    if (schema.getXKubernetesValidations() != null) {
      schema.setXKubernetesValidations(
          schema.getXKubernetesValidations().stream().distinct().toList());
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(CrdFiles::onceEach);
    }
    if (schema.getItems() != null) {
      onceEach(schema.getItems().getSchema());
    }
  }
}
