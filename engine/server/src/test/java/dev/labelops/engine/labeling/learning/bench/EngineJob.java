package dev.labelops.engine.labeling.learning.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import dev.labelops.engine.learning.LearnProgram;
import dev.labelops.groundtruth.OutputPaths;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.learning.boxes.Box;
import dev.labelops.learning.boxes.LabeledBox;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemaker.model.DescribeLabelingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/**
 * A job on images with boxes as users have it: through the engine's API, a process for each
 * learning run, started as the engine starts it. A person answers with the truth.
 */
final class EngineJob {
  private static final String JOB = "bench";
  private static final Duration DEADLINE = Duration.ofHours(3);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final LabeledFolder data;
  private final LabelingFixture fixture;
  private final Map<String, Integer> ids = new HashMap<>();

  private EngineJob(LabeledFolder data, LabelingFixture fixture) {
    this.data = data;
    this.fixture = fixture;
  }

  /**
   * Runs the job to its end.
   *
   * @param folder of the engine's data
   */
  static void measure(LabeledFolder data, Path folder) throws IOException {
    LearnProgram program = new LearnProgram(MeasuredLearn.class.getName());
    try (Engine engine = Engine.start(EngineSettings.local(folder), program)) {
      EngineJob job = new EngineJob(data, LabelingFixture.open(engine, "eu-west-1"));
      DescribeLabelingJobResponse ended = job.run();
      Map<Integer, String> reasons = job.reports("reason");
      List<Long> peaks = MeasuredLearn.peaks(folder);
      Map<String, Object> values = new TreeMap<>();
      values.put("objects", data.size());
      values.put("human", ended.labelCounters().humanLabeled());
      values.put("machine", ended.labelCounters().machineLabeled());
      values.put("peakResidentMiB", peaks.stream().max(Long::compare).orElse(0L));
      values.put("peakResidentMiBOfRuns", peaks);
      values.put("secondsOfRounds", job.reports("seconds").values());
      values.put("reasons", reasons.values());
      Figures.print("memory of learning runs", data.name(), values);
    }
  }

  private DescribeLabelingJobResponse run() {
    Person person = fixture.worker("ann");
    StringBuilder manifest = new StringBuilder();
    for (int id = 0; id < data.size(); id++) {
      String key = key(id);
      fixture.s3.putObject(
          b -> b.bucket(fixture.bucket).key(key), RequestBody.fromFile(data.folder().resolve(key)));
      manifest.append("{\"source-ref\":\"").append(fixture.uri(key)).append("\"}\n");
      ids.put(fixture.uri(key), id);
    }
    fixture.start(
        JOB,
        "BoundingBox",
        fixture.put("bench.manifest", manifest.toString()),
        wish ->
            wish.automated()
                .with(
                    request ->
                        request.labelCategoryConfigS3Uri(
                            wish.labels(data.labels().names().toArray(String[]::new)))));
    TreeSet<Integer> said = new TreeSet<>();
    return await("the end of the job")
        .atMost(DEADLINE)
        .pollInterval(POLL)
        .until(
            () -> {
              fixture.answerAll(person, JOB, this::answer);
              reports("reason")
                  .forEach(
                      (round, reason) -> {
                        if (said.add(round)) {
                          Figures.progress("round " + round + ": " + reason);
                        }
                      });
              return fixture.describe(JOB);
            },
            described ->
                described.labelingJobStatus() != LabelingJobStatus.INITIALIZING
                    && described.labelingJobStatus() != LabelingJobStatus.IN_PROGRESS);
  }

  /** A value of each round's report, by its round. */
  private Map<Integer, String> reports(String name) {
    Map<Integer, String> values = new TreeMap<>();
    for (String file : fixture.tree("output/" + JOB + "/")) {
      OutputPaths.roundReportRound(file)
          .ifPresent(
              round ->
                  values.put(
                      round,
                      LabelingFixture.json(fixture.read("output/" + JOB + "/" + file))
                          .path(name)
                          .asText()));
    }
    return values;
  }

  private String key(int id) {
    return S3Location.parse(data.lines().get(id).path("source-ref").asText()).key();
  }

  private static BufferedImage image(Path file) {
    try {
      return ImageIO.read(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode answer(JsonNode input) {
    int id = ids.get(input.path("taskObject").asText());
    ObjectNode answer = Person.JSON.createObjectNode();
    ObjectNode content = answer.putObject("boundingBox");
    ArrayNode boxes = content.putArray("boundingBoxes");
    for (LabeledBox labeled : data.trueBoxes(id)) {
      Box box = labeled.box();
      boxes
          .addObject()
          .put("label", labeled.label())
          .put("left", Math.round(box.left()))
          .put("top", Math.round(box.top()))
          .put("width", Math.round(box.width()))
          .put("height", Math.round(box.height()));
    }
    BufferedImage image = image(data.folder().resolve(key(id)));
    content
        .putObject("inputImageProperties")
        .put("width", image.getWidth())
        .put("height", image.getHeight());
    return answer;
  }
}
