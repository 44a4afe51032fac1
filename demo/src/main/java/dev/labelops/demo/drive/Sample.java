package dev.labelops.demo.drive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.labelops.demo.stack.Bucket;
import dev.labelops.demo.stack.Stack;
import dev.labelops.demo.truth.OutputManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The sample of the workshop, adapted to the objects, workers and account of a run. */
record Sample(List<ObjectNode> resources) {
  /** Key of the input manifest of texts. */
  static final String TEXTS = "texts.manifest";

  private static final int MOST_CONCURRENT = 1000;
  private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());

  static Sample read(Path file) throws IOException {
    try (var documents = YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(file.toFile())) {
      return new Sample(documents.readAll());
    }
  }

  /**
   * @param emails the members of the team
   * @param workersPerObject how many of them label each object
   */
  void fit(ObjectSet objects, List<String> emails, int workersPerObject) {
    ArrayNode members = team().putArray("members");
    emails.forEach(email -> members.addObject().put("email", email));
    ObjectNode job = spec("LabelingJob");
    job.put("executionRoleArn", "arn:aws:iam::" + Stack.ACCOUNT + ":role/GroundTruthExecution");
    ObjectNode task = (ObjectNode) job.path("task");
    task.put("type", objects.taskType()).put("workersPerObject", workersPerObject);
    task.put("maxConcurrentTasks", batch(objects.count()));
    ArrayNode labels = task.putArray("labels");
    objects.labels().forEach(label -> labels.addObject().put("name", label));
    if (!objects.taskType().equals("BoundingBox")) {
      task.put("title", "Please choose the class that fits best.");
      task.put("description", "Choose one class for each object");
      ((ObjectNode) task.path("instructions")).put("short", "Choose the class that fits best.");
    }
    if (!objects.texts().isEmpty()) {
      ObjectNode dataset = spec("LabelingDataset");
      dataset.put("mediaType", "Text");
      dataset
          .putObject("source")
          .putObject("manifest")
          .put("uri", "s3://" + bucket() + "/" + TEXTS);
    }
  }

  /**
   * A fifth of the objects, so that the model gets several rounds; what the sample has at least.
   */
  private int batch(int objects) {
    return Math.clamp(objects / 5, maxConcurrentTasks(), MOST_CONCURRENT);
  }

  /** The people alone. */
  Sample workforce() {
    return new Sample(
        resources.stream()
            .filter(resource -> resource.path("kind").asText().equals("LabelingWorkforce"))
            .toList());
  }

  String bucket() {
    return spec("LabelingDataset").path("bucket").path("name").asText();
  }

  String prefix() {
    return spec("LabelingDataset").path("source").path("s3Prefix").path("prefix").asText();
  }

  /** Where the objects are: a prefix, or the input manifest of texts. */
  String inputUri() {
    JsonNode source = spec("LabelingDataset").path("source");
    return source.has("manifest")
        ? source.path("manifest").path("uri").asText()
        : "s3://" + bucket() + "/" + prefix();
  }

  /**
   * Puts the objects there.
   *
   * @param folder for the input manifest of texts
   */
  void upload(ObjectSet objects, Bucket bucket, Path folder) throws IOException {
    if (objects.texts().isEmpty()) {
      bucket.upload(objects.files(), prefix());
      return;
    }
    Path manifest = folder.resolve(TEXTS);
    Files.write(manifest, objects.texts().stream().map(OutputManifest::text).toList());
    bucket.upload(manifest, TEXTS);
  }

  String labelAttributeName() {
    return spec("LabelingJob").path("task").path("labelAttributeName").asText();
  }

  boolean autoLabeling() {
    return spec("LabelingJob").path("autoLabeling").path("enabled").asBoolean();
  }

  int maxConcurrentTasks() {
    return spec("LabelingJob").path("task").path("maxConcurrentTasks").asInt();
  }

  void write(Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    for (JsonNode resource : resources) {
      text.append(YAML.writeValueAsString(resource));
    }
    Files.writeString(file, text);
  }

  private ObjectNode team() {
    return (ObjectNode) spec("LabelingWorkforce").path("teams").path(0);
  }

  private ObjectNode spec(String kind) {
    return resources.stream()
        .filter(resource -> resource.path("kind").asText().equals(kind))
        .map(resource -> (ObjectNode) resource.path("spec"))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the sample has no " + kind));
  }
}
