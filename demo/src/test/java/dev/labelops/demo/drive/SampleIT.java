package dev.labelops.demo.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    ImageSet images = ImageSet.synthetic(folder, 6);
    Sample sample = Sample.read(SAMPLES.resolve("workshop.yaml"));

    sample.fit(images, List.of("simulated-1@example.com"), 3);
    Path resources = folder.resolve("resources.yaml");
    sample.write(resources);

    assertThat(resources)
        .content()
        .contains("simulated-1@example.com", "Volta", "Arches", "workersPerObject: 3")
        .doesNotContain("ann@example.com")
        .doesNotContain("DHL");
    assertThat(sample.maxConcurrentTasks()).isEqualTo(10);
    applied(resources);
  }

  @Test
  void imagesAndTruthThatCannotBeUsedAreNamed(@TempDir Path folder) throws Exception {
    Path truth = Files.writeString(folder.resolve("truth.manifest"), "{\"source-ref\":\"a.jpg\"}");

    assertThatThrownBy(() -> ImageSet.of(folder.resolve("none"), truth))
        .isInstanceOf(DemoException.class)
        .hasMessageContaining("IMAGES=")
        .hasMessageContaining("is not a folder");
    assertThatThrownBy(() -> ImageSet.of(folder, folder.resolve("none")))
        .hasMessageContaining("TRUTH=")
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> ImageSet.of(folder, truth)).hasMessageContaining("contains no .jpg");
    Files.write(folder.resolve("a.jpg"), new byte[] {1});
    assertThatThrownBy(() -> ImageSet.of(folder, truth)).hasMessageContaining("contains no labels");
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
