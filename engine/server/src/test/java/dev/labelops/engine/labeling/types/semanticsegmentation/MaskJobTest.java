package dev.labelops.engine.labeling.types.semanticsegmentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.JobRequest;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** Masks from the manifest to the files that the output manifest names. */
class MaskJobTest {
  private static final int WHITE = 0xffffff;
  private static final int ROAD = 0x1f77b4;
  private static final int CAR = 0xff7f0e;

  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static List<Person> people;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    people = fixture.workers(3);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static void start(String name, int workers, String... images) {
    start(name, workers, wish -> {}, images);
  }

  private static void start(
      String name, int workers, Consumer<JobRequest> wishes, String... images) {
    StringBuilder manifest = new StringBuilder();
    for (String image : images) {
      manifest.append("{\"source-ref\":\"").append(image).append("\"}\n");
    }
    fixture.start(
        name,
        "SemanticSegmentation",
        fixture.put(name + ".manifest", manifest.toString()),
        wish ->
            wishes.accept(
                wish.human(h -> h.numberOfHumanWorkersPerDataObject(workers))
                    .with(r -> r.labelAttributeName("areas-ref"))
                    .with(r -> r.labelCategoryConfigS3Uri(wish.labels("road", "car")))));
  }

  /** The upper half is road for all, the lower half car for two of three. */
  @Test
  void threePeoplePaintAndTheMajorityIsTheFile() throws IOException {
    start("areas", 3, fixture.putImage("street.png", 64, 48));
    JsonNode task = fixture.awaitTask(people.getFirst(), "areas");
    assertThat(
            people.getFirst().answer(task.path("taskId").asText(), mask(image(48, 64, CAR))).text())
        .contains("inputImageProperties says 48 x 64 pixels")
        .contains("it was shown rotated");
    AtomicInteger given = new AtomicInteger();

    var ended =
        fixture.finish(
            "areas",
            people,
            input -> mask(image(64, 48, given.getAndIncrement() == 1 ? WHITE : CAR)));

    assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
    assertThat(ended.labelCounters().humanLabeled()).isEqualTo(1);
    JsonNode line = fixture.readLines("output/areas/manifests/output/output.manifest").getFirst();
    JsonNode metadata = line.path("areas-ref-metadata");
    assertThat(metadata.path("type").asText()).isEqualTo("groundtruth/semantic-segmentation");
    assertThat(metadata.path("internal-color-map").toString())
        .isEqualTo(
            "{\"0\":{\"class-name\":\"BACKGROUND\",\"hex-color\":\"#ffffff\",\"confidence\":0.83},"
                + "\"1\":{\"class-name\":\"road\",\"hex-color\":\"#1f77b4\",\"confidence\":0.83},"
                + "\"2\":{\"class-name\":\"car\",\"hex-color\":\"#ff7f0e\",\"confidence\":0.83}}");
    String folder = "output/areas/annotations/consolidated-annotation/output/";
    String file = fixture.tree(folder).getFirst();
    assertThat(file).isEqualTo("0_" + metadata.path("creation-date").asText() + ".png");
    assertThat(line.path("areas-ref").asText()).isEqualTo(fixture.uri(folder + file));
    var stored = fixture.s3.getObjectAsBytes(b -> b.bucket(fixture.bucket).key(folder + file));
    assertThat(stored.response().contentType()).isEqualTo("image/png");
    BufferedImage mask = ImageIO.read(stored.asInputStream());
    BufferedImage wanted = image(64, 48, CAR);
    for (int y = 0; y < 48; y++) {
      for (int x = 0; x < 64; x++) {
        assertThat(mask.getRGB(x, y)).as("%d, %d", x, y).isEqualTo(wanted.getRGB(x, y));
      }
    }
  }

  @Test
  void automatedLabelingIsLeftToPeopleWithAReason() {
    start(
        "people-only",
        1,
        JobRequest::automated,
        fixture.putImage("one.png", 8, 8),
        fixture.putImage("two.png", 8, 8));

    var ended =
        fixture.finish("people-only", people.subList(0, 1), input -> mask(image(8, 8, CAR)));

    assertThat(ended.labelCounters().humanLabeled()).isEqualTo(2);
    JsonNode report =
        LabelingFixture.json(
            fixture.read("output/people-only/activelearning/1/0/round_report.json"));
    assertThat(report.path("reason").asText())
        .isEqualTo(
            "0 of 2: this engine has no model for SemanticSegmentation, so people label every"
                + " object");
    assertThat(report.path("autoLabeled").asInt()).isZero();
  }

  /** More than one MiB, which is all that other answers may have. */
  @Test
  void masksMayBeLargeWithinALimit() throws IOException {
    start("large", 1, fixture.putImage("large.png", 2400, 1800));
    JsonNode task = fixture.awaitTask(people.getFirst(), "large");
    String id = task.path("taskId").asText();
    Random random = new Random(3);
    BufferedImage noisy = new BufferedImage(2400, 1800, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 1800; y++) {
      for (int x = 0; x < 2400; x++) {
        noisy.setRGB(x, y, List.of(WHITE, ROAD, CAR).get(random.nextInt(3)));
      }
    }
    JsonNode answer = mask(noisy);
    assertThat(answer.toString().length()).isBetween(1024 * 1024, 4 * 1024 * 1024);
    JsonNode larger = answer.deepCopy();
    ((ObjectNode) larger.at("/crowd-semantic-segmentation/labeledImage"))
        .put("pngImageData", "A".repeat(4 * 1024 * 1024));

    Person.Reply tooLarge = people.getFirst().answer(id, larger);
    assertThat(tooLarge.status()).isEqualTo(413);
    assertThat(tooLarge.text()).contains("larger than 4 MiB");
    assertThat(people.getFirst().answer(id, answer).status()).isEqualTo(204);

    fixture.awaitStatus("large", LabelingJobStatus.COMPLETED);
    assertThat(fixture.tree("output/large/annotations/consolidated-annotation/output/")).hasSize(1);
  }

  /** Road above, {@code below} in the lower half. */
  private static BufferedImage image(int width, int height, int below) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, y < height / 2 ? ROAD : below);
      }
    }
    return image;
  }

  private static JsonNode mask(BufferedImage image) {
    try {
      var bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      ObjectNode answer = Person.JSON.createObjectNode();
      ObjectNode mask = answer.putObject("crowd-semantic-segmentation");
      ObjectNode colours = mask.putObject("labelMappings");
      colours.putObject("road").put("color", "#1f77b4");
      colours.putObject("car").put("color", "#ff7f0e");
      mask.putObject("labeledImage")
          .put("pngImageData", Base64.getEncoder().encodeToString(bytes.toByteArray()));
      mask.putObject("inputImageProperties")
          .put("height", image.getHeight())
          .put("width", image.getWidth());
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
