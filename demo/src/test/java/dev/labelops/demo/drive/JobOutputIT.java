package dev.labelops.demo.drive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.demo.report.Answer;
import dev.labelops.demo.stack.Bucket;
import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.Box;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output tree of a job in a real engine's S3. */
class JobOutputIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROOT = "output/logos-1/";
  private static final String REPORT =
      """
      {"round":%d,"measure":"meanIoU","target":0.6,"trainingObjects":60,"validationObjects":60,
       "heads":[],"head":"roi","threshold":0.4,"quality":0.71,"lowerBound":0.64,"delta":0.025,
       "autoLabeled":%d,"openObjects":9,"reason":"12 of 60: 0.59, needs 0.60","seconds":3.2,
       "addedByALaterVersion":true}
      """;

  @TempDir Path folder;

  @Test
  void roundsLabelsAndAnswersAreRead() throws Exception {
    try (Engine engine = Engine.start(EngineSettings.local(folder.resolve("engine")));
        Bucket bucket = new Bucket(engine.address(), "logos")) {
      List<String> news = new ArrayList<>();
      RoundNews rounds = new RoundNews(bucket, "images");
      Observed job = job();

      news.addAll(
          rounds.look(
              new Observed(
                  "LabelingJob", "logos", JSON.createObjectNode(), JSON.createObjectNode())));
      news.addAll(rounds.look(job));
      assertThat(news).isEmpty();

      put(bucket, "activelearning/2/0/round_report.json", REPORT.formatted(2, 0));
      news.addAll(rounds.look(job));
      put(bucket, "activelearning/3/0/round_report.json", REPORT.formatted(3, 57));
      put(bucket, "activelearning/3/0/auto_annotator_output.txt", "4 {}\n17 {}\n");
      put(bucket, "activelearning/5/0/round_report.json", REPORT.formatted(5, 1));
      put(bucket, "activelearning/5/0/auto_annotator_output.txt", "5 {}\n");
      news.addAll(rounds.look(job));
      news.addAll(rounds.look(job));

      assertThat(news)
          .containsExactly(
              "round 2: no images labeled by machine: 12 of 60: 0.59, needs 0.60 (3.2 s)",
              "round 3: 57 images labeled by machine, mean IoU 0.71 (at least 0.64, target 0.60),"
                  + " learned from 60 human labels, 9 open (3.2 s)",
              "round 5: 1 images labeled by machine, mean IoU 0.71 (at least 0.64, target 0.60),"
                  + " learned from 60 human labels, 9 open (3.2 s)");

      put(
          bucket,
          "annotations/consolidated-annotation/consolidation-request/iteration-1/t.json",
          request(
              "{\"boundingBox\":{\"boundingBoxes\":[{\"label\":\"DHL\",\"left\":1,\"top\":2,"
                  + "\"width\":3,\"height\":4}],"
                  + "\"inputImageProperties\":{\"width\":40,\"height\":30}}}",
              "{\"boundingBox\":{}}"));
      JobOutput output = JobOutput.of(bucket, job).orElseThrow();

      assertThat(output.rounds()).containsExactly(2, 3, 5);
      assertThat(output.machineLabels())
          .containsOnly(Map.entry(4, 3), Map.entry(17, 3), Map.entry(5, 5));
      assertThat(output.report(1)).isEmpty();
      assertThat(output.answers("BoundingBox"))
          .containsExactly(
              Map.entry(
                  7,
                  List.of(
                      new Answer(
                          "w1", new Annotation.Boxes(40, 30, List.of(new Box("DHL", 1, 2, 3, 4)))),
                      new Answer("w2", new Annotation.Boxes(0, 0, List.of())))));
    }
  }

  /** One object with an answer of each worker, as the consolidation function is given it. */
  private static String request(String... answers) {
    ObjectNode object = JSON.createObjectNode().put("datasetObjectId", "7");
    ArrayNode annotations = object.putArray("annotations");
    for (int i = 0; i < answers.length; i++) {
      annotations
          .addObject()
          .put("workerId", "w" + (i + 1))
          .putObject("annotationData")
          .put("content", answers[i]);
    }
    return "[" + object + "]";
  }

  private void put(Bucket bucket, String path, String content) throws IOException {
    bucket.upload(Files.writeString(folder.resolve("content"), content), ROOT + path);
  }

  private static Observed job() {
    ObjectNode spec = JSON.createObjectNode();
    spec.putObject("output").put("uri", "s3://logos/output/");
    ObjectNode status = JSON.createObjectNode().put("jobName", "logos-1");
    return new Observed("LabelingJob", "logos", spec, status);
  }
}
