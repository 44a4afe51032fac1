package dev.labelops.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.job.TaskTypeSamples;
import dev.labelops.testcluster.ClusterNamespace;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server takes the sample of each task type, and returns what is in it. */
class TaskTypeSamplesIT {
  @RegisterExtension static final ClusterNamespace NAMESPACE = new ClusterNamespace();

  @BeforeAll
  static void crds() {
    NAMESPACE.cluster().applyCrds(Path.of("..", "crds"));
  }

  static Stream<Path> samples() throws IOException {
    return Files.list(TaskTypeSamples.FOLDER).sorted();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theApiServerTakesIt(Path file) throws IOException {
    LabelingJob sample = Serialization.unmarshal(Files.readString(file), LabelingJob.class);
    LabelingJob stored = NAMESPACE.client().resource(sample).inNamespace(NAMESPACE.name()).create();

    assertThat(stored.getSpec().task().type()).isEqualTo(sample.getSpec().task().type());
    assertThat(stored.getSpec().task().labels())
        .as("nothing is pruned")
        .isEqualTo(sample.getSpec().task().labels());
    assertThat(stored.getSpec().task().frameAttributes())
        .isEqualTo(sample.getSpec().task().frameAttributes());
    assertThat(stored.getSpec().task().custom()).isEqualTo(sample.getSpec().task().custom());
    assertThat(stored.getSpec().task().adjusts()).isEqualTo(sample.getSpec().task().adjusts());
    assertThat(stored.getSpec().task().verifies()).isEqualTo(sample.getSpec().task().verifies());
    assertThat(stored.getSpec().task().taskTimeLimit()).as("defaults are set").isNotNull();
    assertThat(stored.getSpec().run()).isEqualTo(1);
  }
}
