package dev.labelops.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ObjectStore;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.harness.TestSettings;
import dev.labelops.operator.kube.StatusWriter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  private static final Pattern DOCUMENTED =
      Pattern.compile("^\\| `(labelops_\\w+)`", Pattern.MULTILINE);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Metrics metrics = new Metrics(registry);

  @Test
  void realCallsAreCountedByWhatBecameOfThem(@TempDir Path data) {
    try (Engine engine = Engine.start(EngineSettings.local(data))) {
      OperatorSettings settings = TestSettings.of(engine.address(), "eu-west-1");
      try (AwsClients clients = new AwsClients(settings, List.of(new AwsCallMetrics(registry)))) {
        ObjectStore store = ObjectStore.in(clients, clients.scope(null));
        store.createBucket("pictures");
        assertThatThrownBy(() -> store.list("no-such-bucket", "").toList())
            .isInstanceOf(CloudFailure.class);
      }
    }
    assertThat(calls("CreateBucket", "ok")).isEqualTo(1);
    assertThat(calls("ListObjectsV2", "not_found")).isEqualTo(1);
  }

  private long calls(String operation, String outcome) {
    return registry
        .get("labelops.aws.calls")
        .tags("service", "s3", "operation", operation, "outcome", outcome)
        .timer()
        .count();
  }

  @Test
  void statusWritesAreCountedByOutcome() {
    StatusWriter writer =
        metrics.counting(
            new StatusWriter() {
              @Override
              public <T extends HasMetadata> Optional<T> write(T resource) {
                return resource.getMetadata().getName() == null
                    ? Optional.empty()
                    : Optional.of(resource);
              }
            });
    LabelingJob job = new LabelingJob();
    assertThat(writer.write(job)).isEmpty();
    job.getMetadata().setName("a");
    assertThat(writer.write(job)).contains(job);
    for (String outcome : List.of("written", "conflict")) {
      assertThat(
              registry
                  .get("labelops.status.writes")
                  .tags("kind", "LabelingJob", "outcome", outcome)
                  .counter()
                  .count())
          .isEqualTo(1);
    }
  }

  @Test
  void everyMetricIsDocumentedAndEveryDocumentedMetricExists() throws IOException {
    everything();
    List<String> documented =
        DOCUMENTED
            .matcher(Files.readString(Path.of("../docs/metrics.md")))
            .results()
            .map(match -> match.group(1))
            .sorted()
            .toList();
    List<String> exported =
        registry
            .scrape()
            .lines()
            .filter(line -> line.startsWith("# TYPE "))
            .map(line -> line.split(" ")[2])
            .filter(name -> !name.endsWith("_max"))
            .sorted()
            .toList();
    assertThat(exported).isEqualTo(documented);
  }

  private void everything() {
    metrics.action("LabelingJob", "CreateJob");
    metrics.sweep("eu-west-1", "complete", Duration.ofMillis(3));
    metrics.woken(1);
    metrics.watched(() -> 7);
    metrics.jobsByPhase(List.<LabelingJob>of()::stream);
    statusWritesAreCountedByOutcome();
    registry.timer("labelops.aws.calls", "service", "s3", "operation", "x", "outcome", "ok");
  }

  @Test
  void jobsAreCountedByPhaseAtEachScrape() {
    metrics.jobsByPhase(List.of(new LabelingJob())::stream);
    assertThat(registry.get("labelops.jobs").tag("phase", "InProgress").gauge().value()).isZero();
    assertThat(registry.get("labelops.jobs").gauges()).hasSize(Phase.values().length);
  }
}
