package dev.labelops.engine.portal.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** Spans and masks by mouse and by keyboard, from the portal to the output manifest. */
class SpanAndMaskJourneysIT {
  /** Emoji of several code points, Arabic and Hebrew in one line, and a line end of Windows. */
  private static final String BY_MOUSE =
      "👩‍👩‍👧 Ana flew to القاهرة 😀 with דנה כהן.\r\nBo 👨🏽‍💻 stayed in Rome.";

  /** The second letter of the name has a combining mark. */
  private static final String BY_KEYBOARD = "😀👨‍👩‍👧 Ze\u0308a met שרה לוי";

  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static Chromium chromium;

  @BeforeAll
  static void start() {
    chromium = Chromium.open();
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    fixture.invite("ann@example.com");
    fixture.addToTeam("ann@example.com");
    Person.signedIn(engine.address(), "ann@example.com", "Temporary-1", "Permanent-1");
  }

  @AfterAll
  static void stop() {
    if (engine != null) {
      engine.close();
      chromium.close();
    }
  }

  private static Visit ann(String job) {
    Visit ann = chromium.desktop(engine.address());
    ann.open("").signIn("ann@example.com", "Permanent-1");
    ann.openJob(job);
    return ann;
  }

  private static List<JsonNode> lines(String job) {
    fixture.awaitStatus(job, LabelingJobStatus.COMPLETED);
    return fixture.readLines("output/" + job + "/manifests/output/output.manifest");
  }

  @Test
  void spansHaveTheOffsetsOfTheTextInTheManifest() {
    String manifest =
        List.of(BY_MOUSE, BY_KEYBOARD).stream()
            .map(text -> Person.JSON.createObjectNode().put("source", text) + "\n")
            .collect(Collectors.joining());
    fixture.start(
        "names",
        "NamedEntityRecognition",
        fixture.put("names.manifest", manifest),
        wish -> wish.entities("Person", "City").human(h -> h.taskTitle("names")));
    try (Visit ann = ann("names")) {
      for (int i = 0; i < 2; i++) {
        ann.awaitTask();
        String text = ann.find(".text").evaluate("field => field.textContent").toString();
        if (text.equals(BY_MOUSE)) {
          markByMouse(ann);
        } else {
          markByKeyboard(ann);
        }
        ann.screenshot("spans-" + (text.equals(BY_MOUSE) ? "mouse" : "keyboard"));
        ann.press("Control+Enter");
        if (i == 0) {
          assertThat(ann.find(".text")).not().containsText(text.split("\\s+")[1]);
        }
      }
      ann.awaitNothingToLabel();
      assertThat(ann.errors()).isEmpty();
    }

    List<JsonNode> lines = lines("names");
    assertThat(entities(lines.get(0)))
        .containsExactly(
            entity(BY_MOUSE, "Person", "Ana"),
            entity(BY_MOUSE, "City", "القاهرة"),
            entity(BY_MOUSE, "Person", "דנה כהן"),
            entity(BY_MOUSE, "Person", "👨🏽‍💻"),
            entity(BY_MOUSE, "City", "Rome"));
    assertThat(entities(lines.get(1)))
        .containsExactly(
            entity(BY_KEYBOARD, "Person", "👨‍👩‍👧"),
            entity(BY_KEYBOARD, "Person", "Ze\u0308a"),
            entity(BY_KEYBOARD, "City", "שרה לוי"));
    assertThat(entities(lines.get(1)).get(1)).as("as scripts count").isEqualTo("Person 11 15");
    assertThat(lines.get(0).at("/kind-metadata/type").asText()).isEqualTo("groundtruth/text-span");
  }

  private static void markByMouse(Visit ann) {
    ann.press("1");
    assertThat(ann.find("button[aria-pressed=true]")).containsText("Person");
    drag(ann, "Ana", false, 1);
    drag(ann, "דנה כהן", true, 2);
    drag(ann, "👨🏽‍💻", false, 3);
    ann.press("Escape");
    assertThat(ann.frame().locator("button[aria-pressed=true]")).hasCount(0);
    // Selected first, labeled then.
    select(ann, "القاهرة", true);
    ann.find("button:has-text('City')").click();
    assertThat(ann.find("#found")).hasText("4 labeled");
    double[] rome = rect(ann, "Rome");
    ann.page.mouse().dblclick(rome[0] + rome[2] / 2, rome[1]);
    assertThat(ann.find("[role=status]")).containsText("\"Rome\" selected");
    ann.press("2");
    assertThat(ann.find("#found")).hasText("5 labeled");
  }

  private static void markByKeyboard(Visit ann) {
    ann.find(".text").focus();
    ann.press("Control+Home", "ArrowRight", "Shift+ArrowRight", "1");
    assertThat(ann.find("#found")).hasText("1 labeled");
    ann.press("ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "1");
    assertThat(ann.find("#found")).hasText("2 labeled");
    ann.press("Control+End", "Control+Shift+ArrowLeft", "Control+Shift+ArrowLeft", "2");
    assertThat(ann.find("#found")).hasText("3 labeled");
  }

  private static void drag(Visit ann, String part, boolean rightToLeft, int labeled) {
    select(ann, part, rightToLeft);
    assertThat(ann.find("#found")).hasText(labeled + " labeled");
  }

  private static void select(Visit ann, String part, boolean rightToLeft) {
    double[] rect = rect(ann, part);
    double left = rect[0] + 1;
    double right = rect[0] + rect[2] - 1;
    ann.page.mouse().move(rightToLeft ? right : left, rect[1]);
    ann.page.mouse().down();
    ann.page.mouse().move((left + right) / 2, rect[1]);
    ann.page.mouse().move(rightToLeft ? left : right, rect[1]);
    ann.page.mouse().up();
  }

  /** Left edge, middle line and width of a part of the text on the screen. */
  private static double[] rect(Visit ann, String part) {
    Locator field = ann.find(".text");
    BoundingBox box = field.boundingBox();
    Object rect =
        field.evaluate(
            """
            (field, part) => {
              const range = document.createRange();
              const start = field.firstChild.data.indexOf(part);
              range.setStart(field.firstChild, start);
              range.setEnd(field.firstChild, start + part.length);
              const {left, top, width, height} = range.getBoundingClientRect();
              const frame = field.getBoundingClientRect();
              return [left - frame.left, top - frame.top + height / 2, width];
            }\
            """,
            part);
    double[] numbers =
        ((List<?>) rect).stream().mapToDouble(number -> ((Number) number).doubleValue()).toArray();
    return new double[] {box.x + numbers[0], box.y + numbers[1], numbers[2]};
  }

  private static List<String> entities(JsonNode line) {
    return StreamSupport.stream(line.at("/kind/annotations/entities").spliterator(), false)
        .map(
            entity ->
                "%s %d %d"
                    .formatted(
                        entity.path("label").asText(),
                        entity.path("startOffset").asInt(),
                        entity.path("endOffset").asInt()))
        .toList();
  }

  private static String entity(String text, String label, String part) {
    int start = text.indexOf(part);
    return "%s %d %d".formatted(label, start, start + part.length());
  }

  @Test
  void aMaskHasExactlyThePixelsAndColoursThatWerePainted() throws IOException {
    String manifest =
        "{\"source-ref\":\"%s\"}\n{\"source-ref\":\"%s\"}\n"
            .formatted(
                fixture.putImage("mouse.png", 320, 240),
                fixture.putImage("keyboard.png", 200, 150));
    fixture.start(
        "areas",
        "SemanticSegmentation",
        fixture.put("areas.manifest", manifest),
        wish -> {
          wish.with(r -> r.labelAttributeName("areas-ref"))
              .with(r -> r.labelCategoryConfigS3Uri(wish.labels("road", "car")))
              .human(h -> h.taskTitle("areas"));
          Templates.masks(fixture, wish);
        });
    try (Visit ann = ann("areas")) {
      for (int i = 0; i < 2; i++) {
        ann.awaitImage();
        Object width = ann.find(".stage img").evaluate("image => image.width");
        boolean mouse = ((Number) width).intValue() == 320;
        if (mouse) {
          paintByMouse(ann);
        } else {
          paintByKeyboard(ann);
        }
        ann.screenshot(mouse ? "mask-mouse" : "mask-keyboard");
        ann.press("Control+Enter");
        if (i == 0) {
          assertThat(ann.find(".stage img")).not().hasJSProperty("width", mouse ? 320 : 200);
        }
      }
      ann.awaitNothingToLabel();
      assertThat(ann.errors()).isEmpty();
    }

    List<JsonNode> lines = lines("areas");
    assertThat(lines.get(0).at("/areas-ref-metadata/internal-color-map/2/class-name").asText())
        .isEqualTo("car");
    BufferedImage byMouse = mask(lines.get(0));
    Map<String, Integer> colours = colours(byMouse);
    assertThat(colours).containsOnlyKeys("#1f77b4", "#ff7f0e", "#ffffff");
    assertThat(colours.get("#1f77b4")).as("from 50, 50 to 150, 120").isEqualTo(100 * 70);
    assertThat(rgb(byMouse, 50, 50)).isEqualTo("#1f77b4");
    assertThat(rgb(byMouse, 149, 119)).isEqualTo("#1f77b4");
    assertThat(rgb(byMouse, 49, 50)).isEqualTo("#ffffff");
    assertThat(rgb(byMouse, 150, 119)).isEqualTo("#ffffff");
    assertThat(rgb(byMouse, 230, 200)).as("under the brush").isEqualTo("#ff7f0e");
    Map<String, Integer> byKeyboard = colours(mask(lines.get(1)));
    assertThat(byKeyboard).containsOnlyKeys("#ff7f0e", "#ffffff");
    assertThat(byKeyboard.get("#ff7f0e"))
        .as("rows of 21 to 2 pixels: the crosshair is in the middle of a pixel")
        .isEqualTo(230);
  }

  private static void paintByMouse(Visit ann) {
    ann.press("1", "p");
    assertThat(ann.find("[role=status]")).hasText("polygon");
    for (int[] corner : new int[][] {{50, 50}, {150, 50}, {150, 120}, {50, 120}}) {
      double[] at = ann.at(corner[0], corner[1]);
      ann.page.mouse().click(at[0], at[1]);
    }
    ann.find("button:has-text('Finish')").click();
    assertThat(ann.find("[role=status]")).hasText("road painted");
    ann.find(".stage").focus();
    ann.press("2", "b");
    assertThat(ann.find("[role=status]")).hasText("brush");
    ann.drag(200, 200, 260, 200);
    assertThat(ann.find("[role=status]")).hasText("car painted");
  }

  private static void paintByKeyboard(Visit ann) {
    ann.find(".stage").focus();
    ann.press("2", "p", "Enter", "Shift+ArrowRight", "Enter", "Shift+ArrowDown", "Enter", "Enter");
    assertThat(ann.find("[role=status]")).hasText("car painted");
  }

  private static BufferedImage mask(JsonNode line) throws IOException {
    String uri = line.path("areas-ref").asText();
    String key = uri.substring(fixture.uri("").length());
    return ImageIO.read(
        fixture.s3.getObjectAsBytes(b -> b.bucket(fixture.bucket).key(key)).asInputStream());
  }

  private static Map<String, Integer> colours(BufferedImage image) {
    Map<String, Integer> colours = new TreeMap<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.merge(rgb(image, x, y), 1, Integer::sum);
      }
    }
    return colours;
  }

  private static String rgb(BufferedImage image, int x, int y) {
    return "#%06x".formatted(image.getRGB(x, y) & 0xffffff);
  }
}
