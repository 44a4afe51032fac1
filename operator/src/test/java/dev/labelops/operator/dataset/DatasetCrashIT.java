package dev.labelops.operator.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.s3.StoredObject;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.dataset.plan.CorsRules;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.CrashPoints.Side;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.harness.TestSettings;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.testcluster.SharedCluster;
import dev.labelops.testcluster.TestCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The operator dies before and after each of its AWS calls and status writes, from no bucket to a
 * manifest, and another takes over. Each time it ends as if nothing had happened.
 */
class DatasetCrashIT {
  private static TestCluster cluster;
  private static Engine engine;
  private static OperatorSettings settings;
  private static AwsClients clients;
  private static ObjectStore store;
  private static int bucketsMade;

  @BeforeAll
  static void start(@TempDir Path data) {
    cluster = SharedCluster.get();
    cluster.applyCrds(Path.of("..", "crds"));
    engine = Engine.start(EngineSettings.local(data));
    settings = TestSettings.of(engine.address(), "eu-west-1");
    clients = new AwsClients(settings, List.of());
    store = ObjectStore.in(clients, clients.scope(null));
  }

  @AfterAll
  static void stop() {
    clients.close();
    engine.close();
  }

  @TestFactory
  Stream<DynamicTest> endsInTheUndisturbedState() throws InterruptedException {
    List<String> undisturbed = run(CrashPoints.none());
    assertThat(undisturbed)
        .contains("S3:CreateBucket", "S3:PutBucketCors", "S3:PutObject", CrashPoints.STATUS_WRITE);
    return IntStream.range(0, undisturbed.size())
        .boxed()
        .flatMap(
            point ->
                Stream.of(Side.values())
                    .map(
                        side ->
                            dynamicTest(
                                "dies " + side + " " + point + " " + undisturbed.get(point),
                                () -> run(CrashPoints.at(point, side)))));
  }

  /** The whole life, resumed by a second operator where the first one died. */
  private static List<String> run(CrashPoints calls) throws InterruptedException {
    String bucket = "crash-bucket-" + bucketsMade++;
    DatasetStory story =
        new DatasetStory(cluster.adminClient(), cluster.createNamespace("crash"), settings);
    OperatorUnderTest operator = story.operator(calls);
    try {
      story.apply(
          """
          bucket: {name: %s, create: true}
          source: {s3Prefix: {prefix: images/}}
          """
              .formatted(bucket));
      operator = resumeUntil(story, operator, calls, "False EmptySource");
      clients
          .s3(clients.scope(null))
          .putObject(r -> r.bucket(bucket).key("images/a.jpg"), RequestBody.fromString("a"));
      story.refresh("filled");
      operator = resumeUntil(story, operator, calls, "True Available");
    } finally {
      operator.close();
    }
    LabelingDataset dataset = story.get();
    assertThat(dataset.getStatus().objectCount()).isEqualTo(1);
    assertThat(dataset.getStatus().refreshToken()).isEqualTo("filled");
    assertThat(DatasetStory.says(dataset, ConditionType.BucketReady)).isEqualTo("True Available");
    assertThat(store.cors(bucket)).isEqualTo(CorsRules.merged(List.of(), Medium.Cors.Get));
    assertThat(store.list(bucket, "manifests/").map(StoredObject::key))
        .as("one manifest and nothing half-written")
        .containsExactly(
            dataset.getStatus().manifestUri().substring(("s3://" + bucket + "/").length()));
    return calls.calls();
  }

  private static OperatorUnderTest resumeUntil(
      DatasetStory story, OperatorUnderTest operator, CrashPoints calls, String ready)
      throws InterruptedException {
    story.await(
        ready + ", or the operator dead",
        dataset -> DatasetStory.says(dataset, ConditionType.Ready).equals(ready) || dead(calls));
    if (dead(calls) && operator.calls() == calls) {
      operator.close();
      OperatorUnderTest next = story.operator();
      story.await(ready);
      return next;
    }
    story.await(ready);
    return operator;
  }

  private static boolean dead(CrashPoints calls) {
    try {
      return calls.awaitCrash(0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
