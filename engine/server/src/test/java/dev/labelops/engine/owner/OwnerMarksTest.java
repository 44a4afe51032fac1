package dev.labelops.engine.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spans and masks in the owner API: how workers differ, what is found, and the files of answers.
 */
class OwnerMarksTest {
  private static final String SPANS = "jobs/eu-west-1/spans";
  private static final String MASKS = "jobs/eu-west-1/masks";

  /** Pixels of the car, of which one of two workers says that it is none. */
  private static final double CAR = 80 * 40;

  private static final double ROAD = 320 * 80;

  @TempDir static Path folder;
  private static Engine engine;
  private static OwnerProgram owner;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    LabelingFixture fixture = LabelingFixture.open(engine, "eu-west-1");
    List<Person> two = fixture.workers(2);
    MarkedJobs.spans(fixture, "spans", two);
    MarkedJobs.masks(fixture, "masks", two);
    owner = new OwnerProgram(engine.address());
  }

  @AfterAll
  static void stop() {
    owner.close();
    engine.close();
  }

  private static List<Integer> ids(String path) {
    return owner
        .get(path)
        .path("objects")
        .valueStream()
        .map(object -> object.path("objectId").intValue())
        .toList();
  }

  @Test
  void disagreementOfSpansIsThatOfTheirPlaces() {
    JsonNode found = owner.get(SPANS + "/objects?sort=disagreement&answers=true").path("objects");
    assertThat(found).hasSize(2);
    assertThat(found.get(0).path("objectId").intValue()).isEqualTo(1);
    // Ana and Oslo are the same, of Rome one has half, and one has no Bo.
    assertThat(found.get(0).path("disagreement").doubleValue())
        .isCloseTo(1 - 2.5 / 4, within(1e-9));
    assertThat(found.get(1).path("disagreement").doubleValue()).isZero();
    assertThat(found.get(0).path("confidence").isNumber()).isTrue();
    assertThat(ids(SPANS + "/objects?minDisagreement=0.1")).containsExactly(1);
    JsonNode workers = owner.get(SPANS + "/workers").path("workers");
    assertThat(workers.get(0).at("/agreement/objects").intValue()).isEqualTo(2);
    assertThat(workers.get(0).at("/agreement/share").doubleValue())
        .isCloseTo((1 + 2.5 / 4) / 2, within(1e-9));
  }

  @Test
  void disagreementOfMasksIsThatOfTheirPixels() {
    JsonNode found = owner.get(MASKS + "/objects?sort=disagreement&answers=true").path("objects");
    assertThat(found).hasSize(2);
    assertThat(found.get(0).path("objectId").intValue()).isEqualTo(1);
    // The confidence in the output has two digits.
    assertThat(found.get(0).path("disagreement").doubleValue())
        .isCloseTo(CAR / (CAR + ROAD), within(.02));
    assertThat(found.get(1).path("disagreement").doubleValue()).isZero();
    assertThat(ids(MASKS + "/objects?minDisagreement=0.05")).containsExactly(1);
    assertThat(owner.get(MASKS + "/workers").at("/workers/0/agreement").isNull()).isTrue();
  }

  @Test
  void categoriesOfSpansAndMasksAreFound() {
    assertThat(ids(SPANS + "/objects?label=Person")).containsExactly(0, 1);
    assertThat(ids(SPANS + "/objects?label=Bo")).isEmpty();
    assertThat(ids(MASKS + "/objects?label=road")).containsExactly(0, 1);
    assertThat(ids(MASKS + "/objects?label=BACKGROUND")).isEmpty();
    assertThat(ids(MASKS + "/objects?sort=confidence")).containsExactly(1, 0);
  }

  @Test
  void listsLeaveImagesOutAndEachAnswerHasAFile() throws IOException {
    JsonNode listed = owner.get(MASKS + "/objects?answers=true").path("objects").get(1);
    JsonNode tool = listed.path("answers").get(1).at("/answer/crowd-semantic-segmentation");
    assertThat(tool.has("labelMappings")).isTrue();
    assertThat(tool.has("labeledImage")).isFalse();
    String object = MASKS + "/objects/1";
    JsonNode detail = owner.get(object);
    assertThat(
            detail.at("/answers/1/answer/crowd-semantic-segmentation/labeledImage").isMissingNode())
        .isFalse();
    String worker = detail.path("answers").get(1).path("workerId").asText();
    HttpResponse<byte[]> file = owner.bytes(object + "/answers/" + worker + "/file");
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("content-type")).contains("image/png");
    assertThat(file.headers().firstValue("x-content-type-options")).contains("nosniff");
    BufferedImage mask = ImageIO.read(new ByteArrayInputStream(file.body()));
    assertThat(mask.getRGB(10, 200) & 0xffffff).isEqualTo(0x1f77b4);
    assertThat(mask.getRGB(150, 130) & 0xffffff)
        .as("this worker painted no car")
        .isEqualTo(0xffffff);
    try (var label = URI.create(detail.path("labelUrl").asText()).toURL().openStream()) {
      BufferedImage labeled = ImageIO.read(label);
      assertThat(labeled.getRGB(150, 130) & 0xffffff).isEqualTo(0xff7f0e);
    }
    assertThat(owner.get(SPANS + "/objects/1").path("labelUrl").isNull()).isTrue();
  }

  @Test
  void anAnswerWithoutAFileOrWithoutAWorkerIsRefused() {
    String object = SPANS + "/objects/1";
    String worker = owner.get(object).at("/answers/0/workerId").asText();
    HttpResponse<String> none = owner.send("GET", object + "/answers/" + worker + "/file", "");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(LabelingFixture.json(none.body()).path("code").asText()).isEqualTo("FileNotFound");
    HttpResponse<String> nobody = owner.send("GET", object + "/answers/nobody/file", "");
    assertThat(nobody.statusCode()).isEqualTo(404);
    assertThat(LabelingFixture.json(nobody.body()).path("code").asText())
        .isEqualTo("AnswerNotFound");
  }
}
