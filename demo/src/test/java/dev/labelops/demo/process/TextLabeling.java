package dev.labelops.demo.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.demo.stack.Bucket;
import dev.labelops.demo.stack.Stack;
import dev.labelops.demo.workers.Noise;
import dev.labelops.demo.workers.SimulatedWorkers;
import dev.labelops.demo.workers.WorkerSettings;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sagemaker.model.DescribeLabelingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobSummary;

/**
 * Short texts to be labeled in a namespace of their own: people from a Secret, a template from a
 * ConfigMap, a workforce and a data set; jobs are created by tests.
 */
final class TextLabeling {
  static final int TEXTS = 16;
  static final Duration SETUP = Duration.ofSeconds(60);
  static final Duration END = Duration.ofSeconds(90);

  private static final String BUCKET = "texts";
  private static final List<String> PEOPLE =
      List.of("simulated-1@example.com", "simulated-2@example.com");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String AROUND =
      """
      apiVersion: v1
      kind: Secret
      metadata: {name: readers}
      stringData: {emails: "%s"}
      ---
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: mood-template}
      data:
        page: |
          <script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
          <crowd-form>
            <crowd-classifier name="crowd-classifier"
                categories="{{ task.input.labels | to_json | escape }}" header="Which mood?">
              <classification-target>{{ task.input.taskObject }}</classification-target>
              <full-instructions header="Moods">Choose one.</full-instructions>
              <short-instructions>Choose one.</short-instructions>
            </crowd-classifier>
          </crowd-form>
      ---
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingWorkforce
      metadata: {name: people}
      spec:
        identity:
          managedCognito: {organization: Example Brands, contactEmail: ml@example.com}
        deletionPolicy: Delete
        teams:
        - name: readers
          membersFrom: {secretRef: {name: readers, key: emails}}
      ---
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingDataset
      metadata: {name: texts}
      spec:
        bucket: {name: texts}
        mediaType: Text
        source: {manifest: {uri: "s3://texts/in/texts.manifest"}}
      """
          .formatted(String.join("\\n", PEOPLE));

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
          template: {configMapRef: {name: mood-template, key: page}}
          workersPerObject: 1
          maxConcurrentTasks: 4
        output: {uri: "s3://texts/out/"}
      """;

  /** The annotation that freezes an object. */
  static final String PAUSE = "labelops.dev/reconcile";

  private final ProcessStack stack;
  private final String namespace;
  private final Path truth;

  private TextLabeling(ProcessStack stack, String namespace, Path truth) {
    this.stack = stack;
    this.namespace = namespace;
    this.truth = truth;
  }

  /** Uploads the texts and applies everything but a job. */
  static TextLabeling prepare(ProcessStack stack) throws IOException {
    List<String> input = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      String text = "Parcel " + i + " came late.";
      String mood = i % 2 == 0 ? "calm" : "angry";
      input.add("{\"source\":\"%s\"}".formatted(text));
      known.add(
          "{\"source\":\"%s\",\"truth\":%d,\"truth-metadata\":{\"class-name\":\"%s\"}}"
              .formatted(text, i % 2, mood));
    }
    Path manifest = Files.write(stack.folder().resolve("texts.manifest"), input);
    Path truth = Files.write(stack.folder().resolve("truth.manifest"), known);
    try (Bucket bucket = new Bucket(stack.engineAddress(), BUCKET)) {
      bucket.upload(List.of(manifest), "in/");
    }
    TextLabeling labeling =
        new TextLabeling(stack, stack.cluster().createNamespace("texts"), truth);
    labeling.apply(AROUND);
    return labeling;
  }

  private void apply(String yaml) {
    stack
        .kubernetes()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .serverSideApply();
  }

  void applyJob(String name) {
    apply(JOB.formatted(name));
  }

  /** Applies the desired job. */
  void apply(DesiredJob desired) {
    String annotations = desired.paused ? ", annotations: {%s: paused}".formatted(PAUSE) : "";
    apply(
        JOB.formatted(desired.name)
                .replace(
                    "{name: %s}".formatted(desired.name),
                    "{name: %s%s}".formatted(desired.name, annotations))
                .replace(
                    "type: TextMultiClass",
                    "type: TextMultiClass\n    title: Which mood, " + desired.title)
            + "  run: %d\n  stop: %s\n".formatted(desired.run, desired.stop));
  }

  /** People who answer quickly until closed. */
  SimulatedWorkers people() throws IOException {
    return people(Duration.ofMillis(150));
  }

  /**
   * People who answer until closed.
   *
   * @param pause of each before an answer
   */
  SimulatedWorkers people(Duration pause) throws IOException {
    return SimulatedWorkers.start(
        new WorkerSettings(
            stack.engineAddress(),
            Stack.ACCESS_KEY_ID,
            Stack.SECRET_ACCESS_KEY,
            PEOPLE,
            truth,
            "truth",
            List.of(Noise.NONE),
            1,
            pause),
        news -> {});
  }

  Resource<GenericKubernetesResource> object(String kind, String name) {
    return stack
        .kubernetes()
        .genericKubernetesResources("labelops.dev/v1alpha1", kind)
        .inNamespace(namespace)
        .withName(name);
  }

  /** Waits for workforce and data set. */
  void awaitReady() {
    awaitStatus("LabelingWorkforce", "people", "Ready", s -> isTrue(s, "Ready"), SETUP);
    awaitStatus("LabelingDataset", "texts", "Ready", s -> isTrue(s, "Ready"), SETUP);
  }

  /** Waits for the job's status to be as required, or fails with the last status. */
  JsonNode awaitJob(String name, String what, Predicate<JsonNode> wished, Duration within) {
    return awaitStatus("LabelingJob", name, what, wished, within);
  }

  JsonNode awaitComplete(String name) {
    return awaitJob(
        name, "Complete with results", s -> isTrue(s, "Complete") && isTrue(s, "ResultsRead"), END);
  }

  private JsonNode awaitStatus(
      String kind, String name, String what, Predicate<JsonNode> wished, Duration within) {
    AtomicReference<JsonNode> seen = new AtomicReference<>(JSON.createObjectNode());
    await(
        kind,
        name,
        what,
        resource -> {
          if (resource == null) {
            return false;
          }
          seen.set(status(resource));
          return wished.test(seen.get());
        },
        within,
        seen);
    return seen.get();
  }

  void awaitGone(String kind, String name) {
    AtomicReference<JsonNode> seen = new AtomicReference<>();
    await(
        kind,
        name,
        "gone",
        resource -> {
          seen.set(resource == null ? null : status(resource));
          return Objects.isNull(resource);
        },
        SETUP,
        seen);
  }

  private void await(
      String kind,
      String name,
      String what,
      Predicate<GenericKubernetesResource> wished,
      Duration within,
      AtomicReference<JsonNode> seen) {
    try {
      object(kind, name).waitUntilCondition(wished, within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (KubernetesClientTimeoutException e) {
      throw new AssertionError(
          "%s %s was not '%s' within %d s; its status at last: %s; logs are in target/logs"
              .formatted(kind, name, what, within.toSeconds(), seen.get()),
          e);
    }
  }

  private static JsonNode status(GenericKubernetesResource resource) {
    return JSON.valueToTree(resource).path("status");
  }

  /** What the API server holds now. */
  JsonNode jobStatus(String name) {
    return status(object("LabelingJob", name).get());
  }

  /** Every labeling job of the account whose name begins so. */
  List<LabelingJobSummary> paidJobs(String prefix) {
    return stack.sageMaker().listLabelingJobsPaginator().stream()
        .flatMap(page -> page.labelingJobSummaryList().stream())
        .filter(job -> job.labelingJobName().startsWith(prefix))
        .toList();
  }

  DescribeLabelingJobResponse describe(String remoteName) {
    return stack.sageMaker().describeLabelingJob(request -> request.labelingJobName(remoteName));
  }

  /** Lines of the output manifest that hold the job's label. */
  long labeledLines(JsonNode status) {
    String attribute = "\"" + status.path("labelAttributeName").asText() + "-metadata\"";
    try (Bucket bucket = new Bucket(stack.engineAddress(), BUCKET)) {
      return bucket.lines(status.path("outputManifestUri").asText()).stream()
          .filter(line -> line.contains(attribute))
          .distinct()
          .count();
    }
  }

  static boolean isTrue(JsonNode status, String type) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }
}
