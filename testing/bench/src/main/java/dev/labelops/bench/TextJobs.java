package dev.labelops.bench;

import dev.labelops.demo.stack.Bucket;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** A team, a small data set of texts, and any number of labeling jobs over it. */
final class TextJobs {
  static final List<String> LABELS = List.of("calm", "angry");

  /** No job may end while it is measured, so this is more than it is ever asked to label. */
  static final int TEXTS = 12;

  private static final String API_VERSION = "labelops.dev/v1alpha1";
  private static final String BUCKET = "bench-texts";
  private static final int APPLYING_THREADS = 8;
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private static final String AROUND =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: readers}
      stringData: {emails: "%s"}
      ---
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingWorkforce
      metadata: {name: people}
      spec:
        identity:
          managedCognito: {organization: Example Brands, contactEmail: ml@example.com}
        teams:
        - name: readers
          membersFrom: {secretRef: {name: readers, key: emails}}
      ---
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingDataset
      metadata: {name: texts}
      spec:
        bucket: {name: %s}
        mediaType: Text
        source: {manifest: {uri: "s3://%s/in/texts.manifest"}}
      """;

  private static final String JOB =
      """
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingJob
      metadata: {name: %s}
      spec:
        workforceRef: {name: people, team: readers}
        datasetRef: {name: texts}
        executionRoleArn: arn:aws:iam::000000000000:role/GroundTruthExecution
        task:
          type: TextMultiClass
          labels: [{name: calm}, {name: angry}]
          instructions: {short: "Choose one."}
          workersPerObject: 1
        output: {uri: "s3://%s/out/"}
      """;

  private final BenchStack stack;
  private final String namespace;

  private TextJobs(BenchStack stack, String namespace) {
    this.stack = stack;
    this.namespace = namespace;
  }

  /**
   * Uploads the texts and applies everything but the jobs.
   *
   * @param emails of the team
   */
  static TextJobs prepare(BenchStack stack, List<String> emails) {
    try {
      Path folder = Files.createTempDirectory("labelops-bench");
      Path manifest = folder.resolve("texts.manifest");
      Files.write(
          manifest,
          IntStream.range(0, TEXTS)
              .mapToObj("{\"source\":\"Parcel %d came late.\"}"::formatted)
              .toList());
      try (Bucket bucket = new Bucket(stack.engineAddress(), BUCKET)) {
        bucket.upload(List.of(manifest), "in/");
      }
      Files.delete(manifest);
      Files.delete(folder);
    } catch (IOException e) {
      throw new BenchException("cannot write the texts: " + e.getMessage(), e);
    }
    TextJobs jobs = new TextJobs(stack, stack.cluster().createNamespace("bench"));
    String yaml = AROUND.formatted(String.join("\\n", emails), BUCKET, BUCKET);
    stack
        .kubernetes()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(jobs.namespace)
        .serverSideApply();
    return jobs;
  }

  /** Waits until jobs could start. */
  void awaitReady() {
    awaitReady("LabelingWorkforce", "people");
    awaitReady("LabelingDataset", "texts");
  }

  private void awaitReady(String kind, String name) {
    Resource<GenericKubernetesResource> resource = of(kind).withName(name);
    Wait.until(
        kind + " is Ready",
        READY_WITHIN,
        Duration.ofMillis(200),
        () -> Serialization.asYaml(resource.get()),
        () -> ready(resource.get()));
  }

  private static boolean ready(GenericKubernetesResource object) {
    List<?> conditions = object.get("status", "conditions");
    return conditions != null
        && conditions.stream()
            .map(String::valueOf)
            .anyMatch(c -> c.contains("type=Ready") && c.contains("status=True"));
  }

  /** Names of so many jobs. */
  static List<String> names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj((prefix + "-%04d")::formatted).toList();
  }

  /** Creates the objects as quickly as the API server takes them. */
  void apply(List<String> names) {
    try (ExecutorService threads = Executors.newFixedThreadPool(APPLYING_THREADS)) {
      List<Future<?>> all =
          names.stream().<Future<?>>map(name -> threads.submit(() -> create(name))).toList();
      for (Future<?> one : all) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    } catch (ExecutionException e) {
      throw new BenchException("a job was not taken: " + e.getCause().getMessage(), e);
    }
  }

  private void create(String name) {
    jobs()
        .inNamespace(namespace)
        .resource(
            Serialization.unmarshal(JOB.formatted(name, BUCKET), GenericKubernetesResource.class))
        .create();
  }

  /** Watches the jobs' status. */
  JobWatch watch() {
    return new JobWatch(jobs().inNamespace(namespace));
  }

  private MixedOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>> jobs() {
    return stack.kubernetes().genericKubernetesResources(API_VERSION, "LabelingJob");
  }

  private NonNamespaceOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>>
      of(String kind) {
    return stack.kubernetes().genericKubernetesResources(API_VERSION, kind).inNamespace(namespace);
  }
}
