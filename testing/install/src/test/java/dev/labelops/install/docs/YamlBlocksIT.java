package dev.labelops.install.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.labelops.install.Project;
import dev.labelops.install.docs.MarkdownPage.Block;
import dev.labelops.testcluster.ClusterNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every YAML block can be parsed, and what is a resource of ours is accepted by an API server. */
class YamlBlocksIT {
  private static final YAMLMapper YAML = new YAMLMapper();

  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();

  @BeforeAll
  static void applyCrds() throws IOException {
    namespace.cluster().applyCrds(Project.ROOT.resolve("crds"));
  }

  @TestFactory
  Stream<DynamicTest> blocks() {
    return MarkdownPage.all().stream()
        .flatMap(
            page ->
                page.blocks("yaml").stream()
                    .map(
                        block ->
                            dynamicTest(page.path() + ":" + block.line(), () -> accept(block))));
  }

  @Test
  void aResourceThatIsWrongIsRefused() {
    Block wrong =
        new Block(
            "yaml",
            """
            apiVersion: labelops.dev/v1alpha1
            kind: LabelingDataset
            metadata: {name: wrong}
            spec: {bucket: {name: photos}, source: {s3Prefix: {prefix: a/}}, sauce: {}}
            """,
            1,
            "",
            false);
    assertThat(catchThrowable(() -> accept(wrong))).hasMessageContaining("sauce");
  }

  private static void accept(Block block) throws IOException {
    List<JsonNode> documents;
    try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(block.text())) {
      documents = values.readAll();
    }
    assertThat(documents).isNotEmpty();
    for (JsonNode document : documents) {
      if (document.path("apiVersion").asText().startsWith("labelops.dev/")) {
        namespace
            .client()
            .resource(YAML.convertValue(document, GenericKubernetesResource.class))
            .inNamespace(namespace.name())
            .dryRun()
            .fieldValidation(Validation.STRICT)
            .create();
      }
    }
  }
}
