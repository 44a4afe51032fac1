package dev.labelops.operator.dataset;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.harness.TestSettings;
import dev.labelops.testcluster.SharedCluster;
import dev.labelops.testcluster.TestCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** An engine for one test class, and what tests of data sets do with its S3. */
record DatasetStack(
    TestCluster cluster,
    Engine engine,
    OperatorSettings settings,
    AwsClients clients,
    S3Client s3,
    ObjectStore store,
    AtomicInteger bucketsMade)
    implements AutoCloseable {
  static final String REGION = "eu-west-1";

  /**
   * @param data folder of the engine
   */
  static DatasetStack start(Path data) {
    TestCluster cluster = SharedCluster.get();
    cluster.applyCrds(Path.of("..", "crds"));
    Engine engine = Engine.start(EngineSettings.local(data).withQuirks());
    OperatorSettings settings = TestSettings.of(engine.address(), REGION);
    AwsClients clients = new AwsClients(settings, List.of());
    return new DatasetStack(
        cluster,
        engine,
        settings,
        clients,
        clients.s3(clients.scope(null)),
        ObjectStore.in(clients, clients.scope(null)),
        new AtomicInteger());
  }

  @Override
  public void close() {
    clients.close();
    engine.close();
  }

  DatasetStory story(OperatorSettings settings) {
    return new DatasetStory(cluster.adminClient(), cluster.createNamespace("dataset"), settings);
  }

  String newBucket() {
    String name = bucketName();
    store.createBucket(name);
    return name;
  }

  String bucketName() {
    return "dataset-bucket-" + bucketsMade.getAndIncrement();
  }

  void put(String bucket, String key, String content) {
    s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(content));
  }

  String text(String bucket, String key) {
    return store
        .read(
            bucket,
            key,
            (about, content) -> new String(content.readAllBytes(), StandardCharsets.UTF_8))
        .orElseThrow();
  }

  String manifest(String bucket, LabelingDataset dataset) {
    return text(
        bucket, dataset.getStatus().manifestUri().substring(("s3://" + bucket + "/").length()));
  }

  static String listing(String bucket) {
    return """
    bucket: {name: %s}
    source: {s3Prefix: {prefix: images/}}
    """
        .formatted(bucket);
  }
}
