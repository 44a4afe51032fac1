package dev.labelops.engine.labeling.types.boundingbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.engine.CpuTime;
import dev.labelops.engine.labeling.shared.image.ImageSize;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.InvalidAnswer;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> LABELS = List.of("DHL", "RedBull");
  private static final ImageSize IMAGE = new ImageSize(640, 480, 3);

  /** A worker's boxes: label left top width height, separated by commas; workers by slashes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one worker: as drawn, no confidence" + "| DHL 10 20 100 50" + "| DHL 10 20 100 50 @0",
        "two close boxes: averaged"
            + "| DHL 10 20 100 50 / DHL 14 20 100 51"
            + "| DHL 12 20 100 50.5 @0.95",
        "a box that one of three drew: dropped"
            + "| DHL 10 20 100 50 / DHL 10 20 100 50 / RedBull 300 300 50 50"
            + "| DHL 10 20 100 50 @0.67",
        "a box that one of two drew: kept, half as sure"
            + "| DHL 10 20 100 50, RedBull 300 300 50 50 / DHL 10 20 100 50"
            + "| DHL 10 20 100 50 @1, RedBull 300 300 50 50 @0.5",
        "same place, other label: not the same thing"
            + "| DHL 10 20 100 50 / RedBull 10 20 100 50 / DHL 10 20 100 50"
            + "| DHL 10 20 100 50 @0.67",
        "two boxes of one worker never merge"
            + "| DHL 10 20 100 50, DHL 12 20 100 50"
            + "| DHL 10 20 100 50 @0, DHL 12 20 100 50 @0",
        "outside of the image, as an older engine took it: left out"
            + "| DHL 600 -10 100 50, DHL 10 20 100 50"
            + "| DHL 10 20 100 50 @0",
        "nothing left of it after rounding: left out" + "| DHL 10 20 0.004 50" + "| -",
        "rounded, and still inside" + "| DHL 539.999 0 100.004 0.012" + "| DHL 540 0 100 0.01 @0",
        "nothing there" + "| - / -" + "| -",
      })
  void consolidates(String why, String drawn, String expected) {
    Consolidated label = Boxes.consolidate(answers(drawn), LABELS, Optional.of(IMAGE));

    assertThat(shown(label)).as(why).isEqualTo(expected);
    assertThat(label.label().at("/image_size/0").toString())
        .isEqualTo("{\"width\":640,\"height\":480,\"depth\":3}");
  }

  @Test
  void namesOnlyTheClassesThatAreThere() {
    Consolidated label = Boxes.consolidate(answers("RedBull 1 1 5 5"), LABELS, Optional.of(IMAGE));

    assertThat(label.metadata().path("class-map").toString()).isEqualTo("{\"1\":\"RedBull\"}");
  }

  @Test
  void unanimousWorkersGetWhatTheyDrew() {
    Random random = new Random(11);
    for (int run = 0; run < 300; run++) {
      String box =
          "%s %d %d %d %d"
              .formatted(
                  LABELS.get(random.nextInt(2)),
                  random.nextInt(300),
                  random.nextInt(200),
                  1 + random.nextInt(300),
                  1 + random.nextInt(200));
      int workers = 2 + random.nextInt(7);
      String drawn = String.join(" / ", Collections.nCopies(workers, box));

      Consolidated label = Boxes.consolidate(answers(drawn), LABELS, Optional.of(IMAGE));

      assertThat(shown(label)).isEqualTo(box + " @1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}| boundingBoxes must be a list",
        "{\"boundingBoxes\":[{}]}| boundingBoxes[0].left must be a number",
        "{\"boundingBoxes\":[{\"left\":1,\"top\":1,\"width\":0,\"height\":2,\"label\":\"DHL\"}]}"
            + "| boundingBoxes[0]: width and height must be greater than 0",
        "{\"boundingBoxes\":[{\"left\":1,\"top\":1,\"width\":2,\"height\":2,\"label\":\"UPS\"}]}"
            + "| boundingBoxes[0].label 'UPS' is not one of the job's labels [DHL, RedBull]",
      })
  void refusesOtherShapes(String answer, String message) throws Exception {
    JsonNode json = JSON.readTree(answer);

    assertThatThrownBy(() -> Boxes.check(json, LABELS, Optional.of(IMAGE)))
        .isInstanceOf(InvalidAnswer.class)
        .hasMessageContaining(message.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "450 20 30 30 | false | just inside",
        "620 20 30 30 | true | over the right edge",
        "10 460 30 30 | true | over the lower edge",
        "-1 20 30 30 | true | over the left edge",
        "10 -1 30 30 | true | over the upper edge",
        "700 500 30 30 | true | nowhere near",
        "0 0 640 480 | false | the whole image",
        "0.1 0.1 0.001 0.001 | true | nothing left after rounding",
        "0.1 0.1 0.01 0.01 | false | the smallest",
        "1e300 1 1e300 1 | true | huge",
        "539.9 0.1 100.1 1 | false | to the edge, with the noise of floating point",
      })
  void aBoxIsInsideTheImageAndHasAnArea(String box, boolean refused, String why) {
    JsonNode answer = answers("DHL " + box).getFirst().answer();

    Optional<String> refusal = refusal(answer);

    assertThat(refusal.isPresent()).as("%s: %s", why, refusal).isEqualTo(refused);
    Consolidated label = Boxes.consolidate(answers("DHL " + box), LABELS, Optional.of(IMAGE));
    assertThat(label.label().path("annotations").size())
        .as("results obey the same rule")
        .isEqualTo(refused ? 0 : 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"width\":640,\"height\":480}| -",
        "{\"width\":640.0,\"height\":480}| -",
        "{\"width\":480,\"height\":640}"
            + "| inputImageProperties says 480 x 640 pixels, but the stored image has 640 x 480:"
            + " it was shown rotated.",
        "{\"width\":320,\"height\":240}| Draw on the image in its original size",
        "{\"width\":640}| must be an object with width and height",
        "{\"width\":\"640\",\"height\":\"480\"}| must be an object with width and height",
        "null| must be an object with width and height",
      })
  void anAnswerIsAboutThePictureAsItIsStored(String properties, String expected) throws Exception {
    JsonNode answer =
        JSON.readTree("{\"boundingBoxes\":[],\"inputImageProperties\":" + properties + "}");

    assertThat(refusal(answer).orElse("-")).contains(expected);
  }

  private static Optional<String> refusal(JsonNode answer) {
    try {
      Boxes.check(answer, LABELS, Optional.of(IMAGE));
      return Optional.empty();
    } catch (InvalidAnswer e) {
      return Optional.of(e.getMessage());
    }
  }

  /** The job's lock is held meanwhile, and nobody else can work. */
  @Test
  void thousandsOfBoxesAreConsolidatedInTime() {
    String drawn =
        IntStream.range(0, 12_000)
            .mapToObj(i -> "DHL %d %d %d 5".formatted(i % 600, i * 7 % 400, 1 + i % 30))
            .collect(Collectors.joining(","));

    List<WorkerAnswer> answers = answers(drawn);

    assertThat(CpuTime.of(() -> Boxes.consolidate(answers, LABELS, Optional.of(IMAGE))))
        .isLessThan(Duration.ofSeconds(10));
  }

  private static List<WorkerAnswer> answers(String drawn) {
    List<WorkerAnswer> answers = new ArrayList<>();
    for (String worker : drawn.split("/")) {
      var answer = JSON.createObjectNode();
      var boxes = answer.putArray("boundingBoxes");
      for (String box : worker.strip().equals("-") ? new String[0] : worker.split(",")) {
        String[] parts = box.strip().split(" ");
        boxes
            .addObject()
            .put("label", parts[0])
            .put("left", Double.parseDouble(parts[1]))
            .put("top", Double.parseDouble(parts[2]))
            .put("width", Double.parseDouble(parts[3]))
            .put("height", Double.parseDouble(parts[4]));
      }
      answers.add(new WorkerAnswer("worker" + answers.size(), answer, 0.8));
    }
    return answers;
  }

  private static String shown(Consolidated label) {
    List<String> boxes = new ArrayList<>();
    JsonNode annotations = label.label().path("annotations");
    for (int i = 0; i < annotations.size(); i++) {
      JsonNode box = annotations.get(i);
      String confidence =
          label
              .metadata()
              .path("objects")
              .get(i)
              .path("confidence")
              .asText()
              .replaceAll("\\.0$", "");
      boxes.add(
          "%s %s %s %s %s @%s"
              .formatted(
                  LABELS.get(box.path("class_id").asInt()),
                  box.path("left").asText(),
                  box.path("top").asText(),
                  box.path("width").asText(),
                  box.path("height").asText(),
                  confidence));
    }
    return boxes.isEmpty() ? "-" : String.join(", ", boxes);
  }
}
