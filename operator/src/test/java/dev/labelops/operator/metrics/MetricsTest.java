package dev.labelops.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.s3.ObjectStore;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// Quarkus 3.30 has the registry of Prometheus' older client, and so do we.
@SuppressWarnings("deprecation")
class MetricsTest {
  private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\w+)$", Pattern.MULTILINE);
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

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
  void whatIsExportedIsWhatIsDescribed() {
    everything();
    String text = registry.scrape();
    Map<String, Set<String>> exported = new TreeMap<>();
    TYPE.matcher(text)
        .results()
        .forEach(
            type -> exported.put(type.group(1) + " " + type.group(2), labels(text, type.group(1))));
    Map<String, Set<String>> described = new TreeMap<>();
    for (Metric metric : Metric.values()) {
      Set<String> labels = new TreeSet<>(metric.labels());
      String name = metric.series().get(0);
      switch (metric.type()) {
        case COUNTER -> described.put(name + " counter", labels);
        case GAUGE -> described.put(name + " gauge", labels);
        case TIMER -> {
          described.put(name.replaceFirst("_count$", "") + " summary", labels);
          described.put(name.replaceFirst("_count$", "_max") + " gauge", labels);
        }
      }
    }
    assertThat(exported).isEqualTo(described);
  }

  /** Names of the labels of the family's samples. */
  private static Set<String> labels(String text, String family) {
    Set<String> labels = new TreeSet<>();
    Pattern.compile("^" + family + "(?:_count)?\\{(.*)}", Pattern.MULTILINE)
        .matcher(text)
        .results()
        .forEach(
            sample ->
                LABEL
                    .matcher(sample.group(1))
                    .results()
                    .forEach(label -> labels.add(label.group(1))));
    return labels;
  }

  private void everything() {
    metrics.action("LabelingJob", "CreateJob");
    metrics.sweep("eu-west-1", "complete", Duration.ofMillis(3));
    metrics.woken(1);
    metrics.watched(() -> 7);
    metrics.jobsByPhase(List.<LabelingJob>of()::stream);
    metrics.conditions(LabelingJob.class, List.<LabelingJob>of()::stream, job -> null);
    metrics.leading(() -> true);
    statusWritesAreCountedByOutcome();
    Metric.AWS_CALLS.timer(registry, "s3", "PutObject", "ok");
  }

  @Test
  void theTableInTheDocumentationIsTheOneInTheCode() throws IOException {
    String before = Files.readString(MetricsTable.PAGE);
    String now = MetricsTable.renew(before);
    if (Boolean.getBoolean("labelops.docs.write")) {
      Files.writeString(MetricsTable.PAGE, now);
      return;
    }
    assertThat(before)
        .as("docs/reference/metrics.md is stale: run make docs, and commit what it writes")
        .isEqualTo(now);
  }

  @Test
  void dashboardAndAlertsAskForMetricsAndLabelsThatExist() throws IOException {
    for (String file :
        List.of("../config/grafana/labelops.json", "../config/prometheus/rules.yaml")) {
      List<String> queries = Queries.in(Path.of(file));
      assertThat(queries).as(file).hasSizeGreaterThan(5);
      assertThat(queries)
          .as(file)
          .allSatisfy(query -> assertThat(Queries.unknown(query)).isEmpty());
    }
    assertThat(Queries.unknown("sum by (namespace, colour) (labelops_boats{kind=\"a\"})"))
        .containsExactly("labelops_boats", "colour");
  }

  @Test
  void objectsAreCountedByConditionAtEachScrape() {
    LabelingJob stalled = new LabelingJob();
    List<Condition> conditions =
        List.of(
            new Condition("Stalled", "True", 1L, "2026-01-01T00:00:00Z", "InvalidSpec", "no"),
            new Condition("Synced", "Unknown", 1L, "2026-01-01T00:00:00Z", "Throttled", "no"));
    metrics.conditions(
        LabelingJob.class,
        List.of(stalled, new LabelingJob())::stream,
        job -> job == stalled ? conditions : null);
    assertThat(
            registry
                .get("labelops.conditions")
                .tags("kind", "LabelingJob", "condition", "Stalled")
                .gauge()
                .value())
        .isEqualTo(1);
    assertThat(registry.get("labelops.conditions").tag("condition", "NotSynced").gauge().value())
        .isEqualTo(1);
    assertThat(registry.get("labelops.conditions").tag("condition", "Ready").gauge().value())
        .isZero();
  }

  @Test
  void jobsAreCountedByPhaseAtEachScrape() {
    metrics.jobsByPhase(List.of(new LabelingJob())::stream);
    assertThat(registry.get("labelops.jobs").tag("phase", "InProgress").gauge().value()).isZero();
    assertThat(registry.get("labelops.jobs").gauges()).hasSize(Phase.values().length);
  }
}
