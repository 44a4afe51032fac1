package dev.labelops.operator.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.CallBudget;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.dataset.act.DatasetActor;
import dev.labelops.operator.dataset.decide.DatasetAction;
import dev.labelops.operator.dataset.decide.DatasetDecider;
import dev.labelops.operator.dataset.decide.DatasetOutcome;
import dev.labelops.operator.dataset.look.DatasetObservation;
import dev.labelops.operator.dataset.look.DatasetObservation.Remote;
import dev.labelops.operator.dataset.look.DatasetObserver;
import dev.labelops.operator.dataset.look.SourceReading;
import dev.labelops.operator.kube.EventRecorder;
import dev.labelops.operator.kube.StatusWriter;
import dev.labelops.operator.metrics.Metrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source changes between look and act: what is written is what was seen, or nothing. */
class WrittenAsSeenIT {
  private static DatasetStack stack;
  private static DatasetObserver observer;
  private static DatasetActor actor;

  @BeforeAll
  static void start(@TempDir Path data) {
    stack = DatasetStack.start(data);
    KubernetesClient kubernetes = stack.cluster().adminClient();
    Clock clock = Clock.systemUTC();
    Platform platform =
        new Platform(
            kubernetes,
            stack.settings(),
            "test",
            stack.clients(),
            StatusWriter.to(kubernetes),
            new EventRecorder(kubernetes, clock),
            clock,
            () -> true,
            new CallBudget(stack.settings().feed().callsPerMinute()),
            new Metrics(new SimpleMeterRegistry()));
    observer = new DatasetObserver(platform);
    actor = new DatasetActor(platform);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static LabelingDataset dataset(String template, String bucket) {
    return Datasets.of(
        template.replace("brand-logos", bucket).replace("cors: Merge", "cors: Ignore"));
  }

  private static SourceReading.Manifest manifest(DatasetObservation seen) {
    return seen.remote().flatMap(Remote::source).orElseThrow().manifest().orElseThrow();
  }

  @Test
  void aListingIsWrittenAsItWasSeen() {
    String bucket = stack.newBucket();
    stack.put(bucket, "images/a.jpg", "a");
    LabelingDataset dataset = dataset(Datasets.LISTING, bucket);
    try (DatasetObservation seen = observer.observe(dataset, Instant.now())) {
      assertThat(stack.store().list(bucket, "manifests/")).as("a look writes nothing").isEmpty();
      stack.put(bucket, "images/b.jpg", "b");
      DatasetAction action = DatasetDecider.decide(seen);
      assertThat(actor.perform(action, dataset)).isEqualTo(new DatasetOutcome.Done());
      assertThat(stack.text(bucket, manifest(seen).address().key()))
          .isEqualTo("{\"source-ref\":\"s3://" + bucket + "/images/a.jpg\"}\n");
    }
  }

  @Test
  void whatIsThereIsNotKeptToBeWritten() {
    String bucket = stack.newBucket();
    stack.put(bucket, "images/a.jpg", "a");
    LabelingDataset dataset = dataset(Datasets.LISTING, bucket);
    try (DatasetObservation first = observer.observe(dataset, Instant.now())) {
      assertThat(manifest(first).unwritten()).isPresent();
      actor.perform(DatasetDecider.decide(first), dataset);
      try (DatasetObservation second = observer.observe(dataset, Instant.now())) {
        assertThat(manifest(second).address()).isEqualTo(manifest(first).address());
        assertThat(manifest(second).unwritten()).isEmpty();
      }
    }
  }

  @Test
  void aSuppliedManifestThatChangesIsNotWritten() {
    String bucket = stack.newBucket();
    stack.put(bucket, "mine.manifest", "{\"source-ref\":\"s3://" + bucket + "/a.jpg\"}\n");
    LabelingDataset dataset = dataset(Datasets.SUPPLIED, bucket);
    try (DatasetObservation seen = observer.observe(dataset, Instant.now())) {
      stack.put(bucket, "mine.manifest", "{\"source-ref\":\"s3://" + bucket + "/b.jpg\"}\n");
      assertThat(actor.perform(DatasetDecider.decide(seen), dataset))
          .isInstanceOfSatisfying(
              DatasetOutcome.Failed.class,
              failed -> {
                assertThat(failed.failure().errorClass()).isEqualTo(ErrorClass.CONFLICT);
                assertThat(failed.failure().getMessage()).contains("the manifest changed");
              });
      assertThat(stack.store().list(bucket, "manifests/")).isEmpty();
    }
  }

  @Test
  void anObservationThatIsClosedHoldsNoManifestAnyMore() {
    String bucket = stack.newBucket();
    stack.put(bucket, "images/a.jpg", "a");
    LabelingDataset dataset = dataset(Datasets.LISTING, bucket);
    DatasetObservation seen = observer.observe(dataset, Instant.now());
    seen.close();
    DatasetAction action = DatasetDecider.decide(seen);
    assertThatThrownBy(() -> actor.perform(action, dataset))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("temporary file");
    assertThat(stack.store().list(bucket, "manifests/")).isEmpty();
  }
}
