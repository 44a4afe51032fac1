package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.labeling.types.boundingbox.BoundingBox;
import dev.labelops.engine.labeling.work.TaskRefusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which images are labeled, and in which pixels. */
class ImageJobTest {
  private static final String MANIFEST = "{\"source-ref\":\"s3://b/images/1.jpg\"}\n";

  private final CoreFixture fixture = new CoreFixture(Learner.NONE);

  @Test
  void aPictureThatViewersTurnIsLabeledInItsStoredPixels() {
    long job = job("turned", ImageFiles.turned(400, 200, 6), request -> {});
    TaskRow task = fixture.take(job, "ann").orElseThrow();

    assertThatThrownBy(() -> answer(task, 200, 400, "good 10 300 90 80"))
        .isInstanceOfSatisfying(
            TaskRefusal.class, e -> assertThat(e.kind()).isEqualTo(TaskRefusal.Kind.InvalidAnswer))
        .hasMessage(
            "answerContent.boundingBox.inputImageProperties says 200 x 400 pixels, but the stored"
                + " image has 400 x 200: it was shown rotated. Show it as it is stored (CSS"
                + " image-orientation: none) and draw again");
    answer(task, 400, 200, "good 300 100 80 90");
    fixture.settle(job);

    JsonNode label = result("turned").path("kind");
    assertThat(label.at("/image_size/0").toString())
        .isEqualTo("{\"width\":400,\"height\":200,\"depth\":3}");
    assertThat(label.path("annotations").toString())
        .isEqualTo("[{\"class_id\":0,\"left\":300,\"top\":100,\"width\":80,\"height\":90}]");
  }

  @Test
  void boxesOutsideOrWithoutAreaAreRefusedAndTheTaskStays() {
    long job = job("zero", ImageFiles.of("jpeg", 400, 200), request -> {});
    TaskRow task = fixture.take(job, "ann").orElseThrow();

    assertThatThrownBy(() -> answer(task, 400, 200, "good 450 20 30 30"))
        .hasMessageContaining("boundingBoxes[0]: the box from 450.0, 20.0 to 480.0, 50.0 is not")
        .hasMessageContaining("inside the image of 400 x 200 pixels");
    assertThatThrownBy(() -> answer(task, 400, 200, "good 1 1 5 5", "bad 0.1 0.1 0.001 0.001"))
        .hasMessageContaining("boundingBoxes[1]: width and height must be greater than 0");
    assertThat(fixture.read(job).counters().human()).isZero();

    answer(task, 400, 200);
    fixture.settle(job);
    assertThat(result("zero").at("/kind/annotations").isArray()).as("an empty label").isTrue();
  }

  static Stream<Arguments> labeled() {
    return Stream.of(
        Arguments.of("JPEG", ImageFiles.of("jpeg", 30, 20), 3),
        Arguments.of("PNG", ImageFiles.of("png", 30, 20), 3),
        Arguments.of("JPEG that Java cannot decode", ImageFiles.cmykJpeg(30, 20), 4),
        Arguments.of("100 megapixels", ImageFiles.pngThatSays(10_000, 10_000), 3));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("labeled")
  void documentedFormatsAreLabeled(String what, byte[] file, int depth) {
    long job = job("labeled", file, request -> {});

    TaskRow task = fixture.take(job, "ann").orElseThrow();
    answer(task);
    fixture.settle(job);

    assertThat(result("labeled").at("/kind/image_size/0/depth").asInt()).isEqualTo(depth);
  }

  static Stream<Arguments> notLabeled() {
    byte[] jpeg = ImageFiles.of("jpeg", 64, 64);
    byte[] damaged = ImageFiles.of("png", 8, 8);
    damaged[17]++;
    byte[] cmyk = ImageFiles.cmykJpeg(8, 8);
    byte[] cut = Arrays.copyOf(cmyk, cmyk.length - 5);
    return Stream.of(
        Arguments.of("TIFF", ImageFiles.of("tiff", 8, 8), "The file is a TIFF image; only JPEG"),
        Arguments.of("GIF", ImageFiles.of("gif", 8, 8), "The file is a GIF image; only JPEG"),
        Arguments.of("BMP", ImageFiles.of("bmp", 8, 8), "The file is a BMP image; only JPEG"),
        Arguments.of("WebP", text("RIFF\0\0\0\0WEBPVP8 "), "The file is a WebP image; only"),
        Arguments.of("HEIC", text("\0\0\0\u0018ftypheic"), "The file is a HEIF, AVIF or MP4 file;"),
        Arguments.of("HTML", text("\n<!doctype html>"), "The file is HTML, SVG or XML text; only"),
        Arguments.of("words", text("not an image"), "The file is not an image; only JPEG and PNG"),
        Arguments.of("nothing", new byte[0], "The file is empty."),
        Arguments.of("CgBI", ImageFiles.cgbi(), "The file is a PNG in Apple's CgBI form"),
        Arguments.of("cut JPEG", Arrays.copyOf(jpeg, 100), "it is truncated."),
        Arguments.of("cut PNG", Arrays.copyOf(ImageFiles.of("png", 8, 8), 20), "it is truncated."),
        Arguments.of("JPEG without data", cut, "it is truncated."),
        Arguments.of("PNG of no known coding", ImageFiles.pngCodedAs(7), "header is damaged."),
        Arguments.of("damaged PNG", damaged, "The PNG file's header is damaged."),
        Arguments.of("no width", ImageFiles.pngThatSays(0, 5), "has no valid width or height"),
        Arguments.of("beyond int", ImageFiles.pngThatSays(-1, 5), "has no valid width or height"),
        Arguments.of(
            "120 megapixels",
            ImageFiles.pngThatSays(12_000, 10_000),
            "The image has more than 100,000,000 pixels, the maximum."),
        Arguments.of(
            "decompression bomb",
            ImageFiles.pngThatSays(Integer.MAX_VALUE, Integer.MAX_VALUE),
            "The image has more than 100,000,000 pixels, the maximum."),
        Arguments.of(
            "over 40 MB",
            Arrays.copyOf(jpeg, 40 * 1024 * 1024 + 1),
            "The file is larger than the maximum of 40 MB."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notLabeled")
  void whatIsNoDocumentedFormatFailsWithItsReason(String what, byte[] file, String reason) {
    long job = job("refused", file, request -> {});

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(fixture.read(job).counters().failed()).isEqualTo(1);
    JsonNode line = result("refused");
    assertThat(line.has("kind")).isFalse();
    assertThat(line.at("/kind-metadata/failure-reason").asText()).contains(reason);
    assertThat(line.at("/kind-metadata/job-name").asText()).isEqualTo("labeling-job/refused");
  }

  @Test
  void automatedLabelingTakesSmallerPicturesOnly() {
    Consumer<ObjectNode> automated =
        request ->
            request
                .withObject("/LabelingJobAlgorithmsConfig")
                .put("LabelingJobAlgorithmSpecificationArn", "arn:x");
    long most = job("most", ImageFiles.pngThatSays(3840, 2160), automated);
    assertThat(fixture.take(most, "ann")).isPresent();

    long more = job("more", ImageFiles.pngThatSays(3841, 2160), automated);

    assertThat(fixture.read(more).counters().failed()).isEqualTo(1);
  }

  @Test
  void otherReasonsAreReportedToo() {
    fixture.objects.content.put("images/2.png", ImageFiles.of("png", 8, 8));
    long job =
        fixture.job(
            "reasons",
            new BoundingBox(),
            "{\"source-ref\":\"s3://b/images/none.jpg\"}\n"
                + "{\"source-ref\":\"s3://b/images/2.png\"}\n"
                + "{\"source-ref\":\"s3://b\"}\n",
            request ->
                request
                    .withObject("/HumanTaskConfig")
                    .put("TaskAvailabilityLifetimeInSeconds", 60));
    fixture.clock.pass(Duration.ofSeconds(1));
    fixture.settle(job);
    fixture.queue.decline(fixture.take(job, "ann").orElseThrow().id(), CoreFixture.worker("ann"));
    fixture.settle(job);

    assertThat(fixture.objects.text("out/reasons/manifests/output/output.manifest").lines())
        .extracting(line -> Json.read(line).at("/kind-metadata/failure-reason").asText())
        .containsExactly(
            "The object does not exist.",
            "Declined by as many workers as the object needs.",
            "source-ref has an invalid object key.");
  }

  private long job(String name, byte[] file, Consumer<ObjectNode> wishes) {
    fixture.objects.content.put("images/1.jpg", file);
    long job = fixture.job(name, new BoundingBox(), MANIFEST, wishes);
    fixture.clock.pass(Duration.ofSeconds(1));
    fixture.settle(job);
    return job;
  }

  private JsonNode result(String name) {
    return Json.read(
        fixture.objects.text("out/" + name + "/manifests/output/output.manifest").strip());
  }

  private void answer(TaskRow task, int width, int height, String... boxes) {
    ObjectNode content = content(boxes);
    content
        .withObject("/boundingBox/inputImageProperties")
        .put("width", width)
        .put("height", height);
    fixture.queue.answer(task.id(), CoreFixture.worker("ann"), content, 1.5);
  }

  /** From a client that does not say in which size it was drawn. */
  private void answer(TaskRow task) {
    fixture.queue.answer(task.id(), CoreFixture.worker("ann"), content(), 1.5);
  }

  private static ObjectNode content(String... boxes) {
    ObjectNode content = Json.MAPPER.createObjectNode();
    var list = content.putObject("boundingBox").putArray("boundingBoxes");
    for (String box : boxes) {
      List<String> parts = List.of(box.split(" "));
      list.addObject()
          .put("label", parts.get(0))
          .put("left", Double.parseDouble(parts.get(1)))
          .put("top", Double.parseDouble(parts.get(2)))
          .put("width", Double.parseDouble(parts.get(3)))
          .put("height", Double.parseDouble(parts.get(4)));
    }
    return content;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
