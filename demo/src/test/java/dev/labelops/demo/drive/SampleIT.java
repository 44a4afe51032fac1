package dev.labelops.demo.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.demo.images.Style;
import dev.labelops.demo.stack.DemoException;
import dev.labelops.testcluster.SharedCluster;
import dev.labelops.testcluster.TestCluster;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleIT {
  private static final Path ROOT = Path.of("..");
  private static final Path SAMPLES = ROOT.resolve("config/samples");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "existing-team.yaml",
        "workshop.yaml",
        "image-classification.yaml",
        "text-classification.yaml"
      })
  void theApiServerTakesEverySample(String file) throws Exception {
    applied(SAMPLES.resolve(file));
  }

  @Test
  void theWorkshopFitsTheSyntheticSet(@TempDir Path folder) throws Exception {
    ObjectSet images = ObjectSet.synthetic(folder, 6, Style.DEMO);
    Sample sample = Sample.read(SAMPLES.resolve("workshop.yaml"));

    sample.fit(images, List.of("simulated-1@example.com"), 3);
    Path resources = folder.resolve("resources.yaml");
    sample.write(resources);

    assertThat(resources)
        .content()
        .contains("simulated-1@example.com", "Volta", "Arches", "workersPerObject: 3")
        .doesNotContain("ann@example.com")
        .doesNotContain("DHL");
    assertThat(sample.maxConcurrentTasks()).as("what the sample has").isEqualTo(10);
    applied(resources);
  }

  @Test
  void aTextTruthBecomesAManifestAndATextJob(@TempDir Path folder) throws Exception {
    Path truth =
        Files.write(
            folder.resolve("truth.manifest"),
            List.of(text("late", 0, "angry"), text("fine", 1, "calm"), text("late", 0, "angry")));
    ObjectSet texts = ObjectSet.of(null, truth, "TextMultiClass");
    Sample sample = Sample.read(SAMPLES.resolve("workshop.yaml"));

    sample.fit(texts, List.of("simulated-1@example.com"), 3);
    Path resources = folder.resolve("resources.yaml");
    sample.write(resources);

    assertThat(texts.count()).isEqualTo(2);
    assertThat(texts.labels()).containsExactly("angry", "calm");
    assertThat(resources)
        .content()
        .contains("mediaType: \"Text\"", "uri: \"s3://brand-logos/texts.manifest\"")
        .contains("type: \"TextMultiClass\"")
        .doesNotContain("s3Prefix")
        .doesNotContain("logo that you see");
    applied(resources);
  }

  @Test
  void objectsAndTruthThatCannotBeUsedAreNamed(@TempDir Path folder) throws Exception {
    Path none = folder.resolve("none");
    Path unlabeled = Files.writeString(folder.resolve("a.manifest"), "{\"source-ref\":\"a.jpg\"}");
    Path classes =
        Files.writeString(
            folder.resolve("b.manifest"), text("a.jpg", 0, "cat").replace("source", "source-ref"));

    refused(none, classes, null, "IMAGES=", "is not a folder");
    refused(folder, none, null, "TRUTH=", "cannot be read");
    refused(folder, unlabeled, null, "TRUTH=", "contains no labels");
    refused(folder, classes, null, "IMAGES=", "contains no .jpg");
    refused(null, classes, null, "IMAGES is missing");
    refused(folder, classes, "BoundingBox", "TASK=BoundingBox does not fit", "ImageMultiClass");
    Files.write(folder.resolve("a.jpg"), new byte[] {1});
    assertThat(ObjectSet.of(folder, classes, "ImageMultiClass").count()).isEqualTo(1);
  }

  private static void refused(Path images, Path truth, String taskType, String... message) {
    assertThatThrownBy(() -> ObjectSet.of(images, truth, taskType))
        .isInstanceOf(DemoException.class)
        .message()
        .contains(message);
  }

  private static String text(String text, int id, String name) {
    return "{\"source\":\"%s\",\"truth\":%d,\"truth-metadata\":{\"class-name\":\"%s\"}}"
        .formatted(text, id, name);
  }

  private static void applied(Path file) throws Exception {
    TestCluster cluster = SharedCluster.get();
    cluster.applyCrds(ROOT.resolve("crds"));
    String namespace = cluster.createNamespace("samples");
    try (InputStream yaml = Files.newInputStream(file)) {
      var created = cluster.adminClient().load(yaml).inNamespace(namespace).create();
      assertThat(created).isNotEmpty();
    }
  }
}
