package dev.labelops.demo.drive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.labelops.demo.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The sample of the workshop, adapted to the images, workers and account of a run. */
record Sample(List<ObjectNode> resources) {
  private static final YAMLMapper YAML = new YAMLMapper(new YAMLFactory());

  static Sample read(Path file) throws IOException {
    try (var documents = YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(file.toFile())) {
      return new Sample(documents.readAll());
    }
  }

  /**
   * @param emails the members of the team
   * @param workersPerObject how many of them label each image
   */
  void fit(ImageSet images, List<String> emails, int workersPerObject) {
    ArrayNode members = team().putArray("members");
    emails.forEach(email -> members.addObject().put("email", email));
    ObjectNode job = spec("LabelingJob");
    job.put("executionRoleArn", "arn:aws:iam::" + Stack.ACCOUNT + ":role/GroundTruthExecution");
    ObjectNode task = (ObjectNode) job.path("task");
    task.put("type", images.taskType()).put("workersPerObject", workersPerObject);
    ArrayNode labels = task.putArray("labels");
    images.labels().forEach(label -> labels.addObject().put("name", label));
  }

  String bucket() {
    return spec("LabelingDataset").path("bucket").path("name").asText();
  }

  String prefix() {
    return spec("LabelingDataset").path("source").path("s3Prefix").path("prefix").asText();
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
