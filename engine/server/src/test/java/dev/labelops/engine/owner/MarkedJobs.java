package dev.labelops.engine.owner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** Finished jobs with spans and masks, about one of whose two objects two workers differ. */
final class MarkedJobs {
  /** Of the object about which workers differ. */
  static final String TEXT = "😀 Ana flew to Oslo, and Bo stayed in Rome.";

  static final String ALIKE = "Cleo lives in Bergen.";
  static final int WIDTH = 320;
  static final int HEIGHT = 240;

  private MarkedJobs() {}

  /** Object 1 is the one with {@link #TEXT}: only the second worker marks Bo, and all of Rome. */
  static void spans(LabelingFixture fixture, String job, List<Person> two) {
    String manifest =
        fixture.put(
            job + ".manifest",
            Person.JSON.createObjectNode().put("source", ALIKE)
                + "\n"
                + Person.JSON.createObjectNode().put("source", TEXT)
                + "\n");
    fixture.start(
        job,
        "NamedEntityRecognition",
        manifest,
        wish -> wish.entities("Person", "City").human(h -> h.numberOfHumanWorkersPerDataObject(2)));
    fixture.awaitTask(two.getFirst(), job);
    fixture.answerAll(two.get(0), job, input -> marked(input, false));
    fixture.answerAll(two.get(1), job, input -> marked(input, true));
    fixture.awaitStatus(job, LabelingJobStatus.COMPLETED);
  }

  private static JsonNode marked(JsonNode input, boolean second) {
    ObjectNode answer = Person.JSON.createObjectNode();
    ObjectNode tool = answer.putObject("crowd-entity-annotation");
    tool.putArray("entities");
    String text = input.path("taskObject").asText();
    if (text.equals(ALIKE)) {
      mark(tool, text, "Person", "Cleo");
      mark(tool, text, "City", "Bergen");
    } else {
      mark(tool, text, "Person", "Ana");
      mark(tool, text, "City", "Oslo");
      mark(tool, text, "City", second ? "Rome" : "Ro");
      if (second) {
        mark(tool, text, "Person", "Bo");
      }
    }
    return answer;
  }

  private static void mark(ObjectNode tool, String text, String label, String part) {
    int start = text.indexOf(part);
    tool.withArray("entities")
        .addObject()
        .put("label", label)
        .put("startOffset", start)
        .put("endOffset", start + part.length());
  }

  /** Object 1 is the one about which they differ: the second worker paints no car. */
  static void masks(LabelingFixture fixture, String job, List<Person> two) {
    StringBuilder manifest = new StringBuilder();
    for (String name : List.of("alike", "differs")) {
      String uri = fixture.putImage(job + "-" + name + ".png", WIDTH, HEIGHT);
      manifest.append("{\"source-ref\":\"%s\"}\n".formatted(uri));
    }
    fixture.start(
        job,
        "SemanticSegmentation",
        fixture.put(job + ".manifest", manifest.toString()),
        wish ->
            wish.human(h -> h.numberOfHumanWorkersPerDataObject(2))
                .with(r -> r.labelAttributeName("areas-ref"))
                .with(r -> r.labelCategoryConfigS3Uri(wish.labels("road", "car"))));
    fixture.awaitTask(two.getFirst(), job);
    fixture.answerAll(two.get(0), job, input -> painted(true));
    fixture.answerAll(
        two.get(1), job, input -> painted(input.path("taskObject").asText().contains("alike")));
    fixture.awaitStatus(job, LabelingJobStatus.COMPLETED);
  }

  /** A road of 320 x 80 pixels, and perhaps a car of 80 x 40 above it. */
  private static JsonNode painted(boolean car) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(0x1f77b4));
    graphics.fillRect(0, 160, WIDTH, 80);
    if (car) {
      graphics.setColor(new Color(0xff7f0e));
      graphics.fillRect(120, 120, 80, 40);
    }
    graphics.dispose();
    ObjectNode answer = Person.JSON.createObjectNode();
    ObjectNode mask = answer.putObject("crowd-semantic-segmentation");
    ObjectNode colours = mask.putObject("labelMappings");
    colours.putObject("road").put("color", "#1f77b4");
    colours.putObject("car").put("color", "#ff7f0e");
    mask.putObject("labeledImage").put("pngImageData", png(image));
    mask.putObject("inputImageProperties").put("height", HEIGHT).put("width", WIDTH);
    return answer;
  }

  private static String png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
