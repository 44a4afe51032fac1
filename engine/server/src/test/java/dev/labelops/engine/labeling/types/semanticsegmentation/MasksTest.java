package dev.labelops.engine.labeling.types.semanticsegmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.CpuTime;
import dev.labelops.engine.labeling.shared.image.ImageSize;
import dev.labelops.engine.labeling.task.Consolidated;
import dev.labelops.engine.labeling.task.InvalidAnswer;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.task.WorkerAnswer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasksTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> LABELS = List.of("road", "car", "sky");
  private static final Provenance PROVENANCE =
      new Provenance(
          "labeling-job/seg-1", true, "2026-03-04T09:30:00.000000", "s3://acme-gt/out/0");
  private static final int ROAD = 0x1f77b4;
  private static final int CAR = 0xff7f0e;
  private static final int WHITE = 0xffffff;

  /** One row of pixels for each worker: r(oad), c(ar), s(ky) or none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one worker: as painted | rrc. | rrc. | 0",
        "agreement | rrc. / rrc. | rrc. | 1.0",
        "a majority | rrc. / rrcc / rccc | rrcc | 0.83",
        "equal votes: a label before none | r... / .... | r... | 0.5",
        "equal votes: the first label of the file | cc.. / rr.. | rr.. | 0.5",
        "three opinions | r... / c... / s... | r... | 0.33",
        "nothing there | .... / .... | .... | 1.0",
      })
  void votesForEachPixel(String why, String painted, String expected, double confidence)
      throws Exception {
    List<WorkerAnswer> answers = new ArrayList<>();
    for (String row : painted.split("/")) {
      answers.add(answer("worker" + answers.size(), picture(row.strip())));
    }

    Consolidated label = Masks.consolidate(answers, LABELS, new ImageSize(4, 1, 3), PROVENANCE);

    assertThat(pixels(label)).as(why).isEqualTo(expected);
    JsonNode map = label.metadata().path("internal-color-map");
    assertThat(map)
        .allSatisfy(
            entry -> assertThat(entry.path("confidence").asDouble()).as(why).isEqualTo(confidence));
  }

  /** The line of REF 6.2, with the colours of the element. */
  @Test
  void writesWhatGroundTruthWrites() throws Exception {
    SemanticSegmentation type = new SemanticSegmentation();
    ObjectNode size = new ImageSize(4, 1, 3).toJson();
    TaskObject object =
        new TaskObject(
            JSON.readTree("{\"source-ref\":\"s3://acme-gt/in/a4.png\"}"),
            LabelCategories.of(LABELS),
            size);
    List<WorkerAnswer> answers = List.of(answer("ann", picture("rc..")));
    type.check(answers.getFirst().answer(), object);

    Consolidated label = type.consolidate(answers, object, PROVENANCE);

    assertThat(label.label().textValue())
        .isEqualTo("s3://acme-gt/out/0_2026-03-04T09:30:00.000000.png");
    assertThat(type.metadata(label.metadata(), PROVENANCE))
        .isEqualTo(
            json(
                "{'internal-color-map':{"
                    + "'0':{'class-name':'BACKGROUND','hex-color':'#ffffff','confidence':0},"
                    + "'1':{'class-name':'road','hex-color':'#1f77b4','confidence':0},"
                    + "'2':{'class-name':'car','hex-color':'#ff7f0e','confidence':0},"
                    + "'3':{'class-name':'sky','hex-color':'#2ca02c','confidence':0}},"
                    + "'type':'groundtruth/semantic-segmentation','human-annotated':'yes',"
                    + "'creation-date':'2026-03-04T09:30:00.000000',"
                    + "'job-name':'labeling-job/seg-1'}"));
    assertThat(label.files()).singleElement().extracting("contentType").isEqualTo("image/png");
    BufferedImage png = image(label);
    assertThat(png.getRaster().getSample(0, 0, 0)).as("the pixel is the class").isEqualTo(1);
    assertThat(png.getRGB(0, 0) & WHITE).isEqualTo(ROAD);
    assertThat(png.getRGB(1, 0) & WHITE).isEqualTo(CAR);
    assertThat(png.getRGB(3, 0) & WHITE).isEqualTo(WHITE);
  }

  @Test
  void coloursOfOneLabelMayDifferBetweenWorkers() throws Exception {
    WorkerAnswer usual = answer("ann", picture("rc.."));
    ObjectNode otherwise = answer("bob", picture("cr..")).answer().deepCopy();
    // What is the colour of car for the others is that of road here.
    otherwise.set("labelMappings", json("{'road':{'color':'#FF7F0E'},'car':{'color':'#1F77B4'}}"));
    ObjectNode third = otherwise.deepCopy();
    third.set("labelMappings", json("{'sky':{'color':'#ff7f0e'},'car':{'color':'#1f77b4'}}"));
    List<WorkerAnswer> both = List.of(usual, new WorkerAnswer("bob", otherwise, .8));
    ImageSize size = new ImageSize(4, 1, 3);

    assertThat(pixels(Masks.consolidate(both, LABELS, size, PROVENANCE))).isEqualTo("rc..");
    Consolidated alone =
        Masks.consolidate(
            List.of(both.get(1), new WorkerAnswer("cid", third, .8)), LABELS, size, PROVENANCE);
    assertThat(alone.metadata().at("/internal-color-map/3/hex-color").asText())
        .as("its colour is another label's")
        .isEqualTo("#000003");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/labelMappings | [] | labelMappings must be an object",
        "/labelMappings/tree | {'color':'#112233'} | labelMappings.tree is not one of the job's labels",
        "/labelMappings/road | {'color':'blue'} | labelMappings.road.color must be a colour",
        "/labelMappings/road | {'color':'#ffffff'} | which is no label's",
        "/labelMappings/road | {'color':'#ff7f0e'} | the same color for two labels",
        "/labelMappings/road | {'color':'#1f77b5'}"
            + "| has the colour #1f77b4 at 0, 0, which is no label's",
        "/inputImageProperties | {'width':1,'height':4} | it was shown rotated",
        "/labeledImage | {} | labeledImage.pngImageData must be a PNG image in Base64",
        "/labeledImage/pngImageData | '*' | labeledImage.pngImageData is not Base64",
        "/labeledImage/pngImageData | 'iVBORw0KGgo=' | cannot be decoded: it is cut off",
        "/labeledImage/pngImageData | 'R0lGODlhAQABAIAAAAAAAP' | it is no PNG image",
      })
  void refusesOtherShapes(String path, String value, String message) throws Exception {
    ObjectNode answer = answer("ann", picture("rc..")).answer().deepCopy();
    int name = path.lastIndexOf('/');
    ((ObjectNode) answer.at(path.substring(0, name))).set(path.substring(name + 1), json(value));

    assertThatThrownBy(() -> Mask.check(answer, LABELS, new ImageSize(4, 1, 3)))
        .isInstanceOf(InvalidAnswer.class)
        .hasMessageContaining(message);
  }

  @Test
  void softEdgesAreRefused() throws Exception {
    BufferedImage image = new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(new Color(ROAD));
    pen.fillOval(5, 5, 30, 30);
    pen.dispose();
    BufferedImage opaque = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    opaque.createGraphics().drawImage(image, 0, 0, Color.WHITE, null);
    JsonNode answer = answer("ann", png(opaque)).answer();

    assertThatThrownBy(() -> Mask.check(answer, LABELS, new ImageSize(40, 40, 3)))
        .hasMessageContaining("without soft edges");
  }

  @Test
  void anotherSizeIsRefusedBeforeMemoryIsTaken() throws Exception {
    byte[] bomb = png(new BufferedImage(4, 1, BufferedImage.TYPE_INT_RGB));
    ByteBuffer.wrap(bomb).putInt(16, Integer.MAX_VALUE).putInt(20, Integer.MAX_VALUE);
    ObjectNode answer = (ObjectNode) answer("eve", bomb).answer();
    answer.remove("inputImageProperties");

    assertThatThrownBy(() -> Mask.check(answer, LABELS, new ImageSize(4, 1, 3)))
        .hasMessageContaining("has 2147483647 x 2147483647 pixels, but the stored image has 4 x 1");
  }

  @Test
  void aLargeMaskIsCheckedAndWrittenWithinBounds() throws Exception {
    int side = 4_000;
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
    Graphics2D pen = image.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, side, side);
    for (int i = 0; i < 300; i++) {
      pen.setColor(new Color(i % 2 == 0 ? ROAD : CAR));
      pen.fillOval(i * 37 % side, i * 91 % side, 60 + i % 200, 40 + i % 300);
    }
    pen.dispose();
    WorkerAnswer answer = answer("ann", png(image));
    ImageSize size = new ImageSize(side, side, 3);
    AtomicLong bytes = new AtomicLong();

    Duration took =
        CpuTime.of(
            () -> {
              Mask.check(answer.answer(), LABELS, size);
              count(Masks.consolidate(List.of(answer), LABELS, size, PROVENANCE), bytes);
            });

    assertThat(answer.answer().toString().length()).isLessThan(4 * 1024 * 1024);
    assertThat(bytes.get()).isBetween(1L, 4L * 1024 * 1024);
    // 16 megapixels; the job's lock is held meanwhile.
    assertThat(took).isLessThan(Duration.ofSeconds(10));
  }

  private static void count(Consolidated label, AtomicLong bytes) {
    try {
      label
          .files()
          .getFirst()
          .content()
          .writeTo(
              new OutputStream() {
                @Override
                public void write(int b) {
                  bytes.incrementAndGet();
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theFileIsTheSameEachTimeItIsWritten() throws Exception {
    Consolidated label =
        Masks.consolidate(
            List.of(answer("ann", picture("rc..")), answer("bob", picture("rrs."))),
            LABELS,
            new ImageSize(4, 1, 3),
            PROVENANCE);

    assertThat(bytes(label)).isEqualTo(bytes(label));
  }

  @Test
  void aMaskHasNoMoreLabelsThanAByteHasValues() throws Exception {
    ObjectNode file = JSON.createObjectNode();
    IntStream.range(0, 256)
        .forEach(i -> file.withArray("labels").addObject().put("label", "l" + i));

    assertThatThrownBy(() -> new SemanticSegmentation().labels(file))
        .hasMessageContaining("at most 255 labels, the file has 256");
  }

  private static WorkerAnswer answer(String worker, byte[] png) throws IOException {
    ObjectNode answer =
        (ObjectNode)
            json(
                "{'labelMappings':{'road':{'color':'#1f77b4'},'car':{'color':'#ff7f0e'},"
                    + "'sky':{'color':'#2ca02c'}}}");
    ByteBuffer header = ByteBuffer.wrap(png);
    answer
        .putObject("inputImageProperties")
        .put("height", header.getInt(20))
        .put("width", header.getInt(16));
    answer.putObject("labeledImage").put("pngImageData", Base64.getEncoder().encodeToString(png));
    return new WorkerAnswer(worker, answer, .8);
  }

  private static byte[] picture(String row) throws IOException {
    BufferedImage image = new BufferedImage(row.length(), 1, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < row.length(); x++) {
      image.setRGB(x, 0, List.of(WHITE, ROAD, CAR, 0x2ca02c).get(".rcs".indexOf(row.charAt(x))));
    }
    return png(image);
  }

  private static byte[] png(BufferedImage image) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static String pixels(Consolidated label) throws IOException {
    BufferedImage image = image(label);
    StringBuilder row = new StringBuilder();
    for (int x = 0; x < image.getWidth(); x++) {
      row.append(".rcs".charAt(image.getRaster().getSample(x, 0, 0)));
    }
    return row.toString();
  }

  private static BufferedImage image(Consolidated label) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(bytes(label)));
  }

  private static byte[] bytes(Consolidated label) throws IOException {
    var bytes = new ByteArrayOutputStream();
    label.files().getFirst().content().writeTo(bytes);
    return bytes.toByteArray();
  }

  private static JsonNode json(String text) throws IOException {
    return JSON.readTree(text.replace('\'', '"'));
  }
}
