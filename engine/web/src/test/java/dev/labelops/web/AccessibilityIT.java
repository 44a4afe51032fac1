package dev.labelops.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.labelops.web.Harness.Task;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * axe with the rules of WCAG 2.2 AA on every tool and on the controls: desktop and phone, light and
 * dark. Leaves a picture of each in {@code target/screens}.
 */
class AccessibilityIT {
  private static final List<String> RULES =
      List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");

  private static Harness harness;

  @BeforeAll
  static void open() {
    harness = Harness.open();
  }

  @AfterAll
  static void close() {
    if (harness != null) {
      harness.close();
    }
  }

  private static Map<String, String> screens() {
    String instructions =
        "<full-instructions header='How to'>Tight shapes around all of them.</full-instructions><short-instructions><p>Mark every animal, also those"
            + " that are partly hidden.</p></short-instructions>";
    String labels = "labels=\"['Cat', 'Dog', 'Bird', 'Horse']\"";
    Map<String, String> screens = new LinkedHashMap<>();
    String boxes =
        "[{label: 'Cat', left: 100, top: 170, width: 170, height: 190}, {label: 'Bird', left: 495, top: 262, width: 140, height: 140}]";
    screens.put(
        "bounding-box",
        "<crowd-bounding-box name='b' src='SRC' header='Draw a box around every animal' %s initial-value=\"%s\">%s</crowd-bounding-box>"
            .formatted(labels, boxes, instructions));
    screens.put(
        "polygon",
        "<crowd-polygon name='b' src='SRC' header='Outline every animal' %s initial-value=\"[{label: 'Dog', vertices: [{x: 100, y: 180}, {x: 260, y: 170}, {x: 270, y: 340}, {x: 120, y: 360}]}]\">%s</crowd-polygon>"
            .formatted(labels, instructions));
    screens.put(
        "keypoint",
        "<crowd-keypoint name='b' src='SRC' header='Mark the centres' %s initial-value=\"[{label: 'Cat', x: 170, y: 260}, {label: 'Bird', x: 560, y: 330}]\">%s</crowd-keypoint>"
            .formatted(labels, instructions));
    screens.put(
        "semantic-segmentation",
        "<crowd-semantic-segmentation name='b' src='SRC' header='Paint every animal' %s>%s</crowd-semantic-segmentation>"
            .formatted(labels, instructions));
    screens.put(
        "instance-segmentation",
        "<crowd-instance-segmentation name='b' src='SRC' header='Paint each animal' %s>%s</crowd-instance-segmentation>"
            .formatted(labels, instructions));
    screens.put(
        "image-classifier",
        "<crowd-image-classifier name='b' src='SRC' header='Which animal is it?' categories=\"['Cat', 'Dog', 'Neither of them']\">%s<worker-comment header='Why?' link-text='Comment'></worker-comment></crowd-image-classifier>"
            .formatted(instructions));
    screens.put(
        "classifier-multi-select",
        "<crowd-classifier-multi-select name='b' header='What is it about?' categories=\"['Music', 'Sports', 'News']\" exclusion-category=\"{text: 'None of the above'}\"><classification-target>The match ended after a long night of rain.</classification-target>%s</crowd-classifier-multi-select>"
            .formatted(instructions));
    screens.put(
        "entity-annotation",
        "<crowd-entity-annotation name='b' header='Mark persons and places' labels=\"[{label: 'person', shortDisplayName: 'per', fullDisplayName: 'Person'}, {label: 'place', shortDisplayName: 'plc', fullDisplayName: 'Place'}]\" initial-value=\"[{label: 'person', startOffset: 0, endOffset: 3}, {label: 'place', startOffset: 12, endOffset: 16}]\" text='Ana flew to Oslo, and Ben stayed in Rome because of the rain.'>%s</crowd-entity-annotation>"
            .formatted(instructions));
    screens.put(
        "text-ranking",
        "<crowd-text-ranking name='b' header='Rank the answers' text='Why is the sky blue?' responses='[\"Because of scattering.\",\"It is the sea.\"]' ordinal-ranking-dimensions='[{\"name\":\"Clarity\",\"allowTie\":true}]'>%s</crowd-text-ranking>"
            .formatted(instructions));
    screens.put(
        "question-answer-generation",
        "<crowd-question-answer-generation name='b' header='Write questions' text='The sky is blue because of scattering.' question-tags='[\"What\",\"Why\"]'>%s</crowd-question-answer-generation>"
            .formatted(instructions));
    screens.put(
        "controls",
        "<div style='padding:16px'><crowd-instructions link-text='View instructions' link-type='button'><short-summary>Short</short-summary><positive-example>Good</positive-example></crowd-instructions>"
            + "<crowd-input name='a' label='Tag' required></crowd-input><crowd-text-area name='t' label='Comment' char-counter max-length='80'></crowd-text-area>"
            + "<crowd-checkbox name='c' value='x'>Blurry</crowd-checkbox><crowd-toggle-button name='g'>Night</crowd-toggle-button>"
            + "<h3>Subject</h3><crowd-radio-group><crowd-radio-button name='r' value='a'>Technology</crowd-radio-button><crowd-radio-button name='r' value='b'>Politics</crowd-radio-button></crowd-radio-group>"
            + "<h3>How natural?</h3><crowd-slider name='s' min='1' max='3'><crowd-slider-label position='1'>Not at all</crowd-slider-label><crowd-slider-label position='3'>Fully</crowd-slider-label></crowd-slider>"
            + "<crowd-alert type='error' dismissible>Something is missing.</crowd-alert><crowd-alert type='success'>Saved.</crowd-alert><crowd-card heading='A card'>Text <crowd-badge label='3'></crowd-badge></crowd-card>"
            + "<crowd-tabs><crowd-tab header='One'>First</crowd-tab><crowd-tab header='Two'>Second</crowd-tab></crowd-tabs>"
            + "<crowd-button>Plain</crowd-button> <crowd-button variant='primary'>Primary</crowd-button> <crowd-icon-button icon='star' title='Star'></crowd-icon-button><crowd-fab icon='report-problem' title='Issue'></crowd-fab></div>");
    return screens;
  }

  static Stream<Arguments> cases() {
    return screens().entrySet().stream()
        .flatMap(
            screen ->
                Stream.of("desktop-light", "phone-dark")
                    .map(view -> Arguments.of(screen.getKey(), view, screen.getValue())));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void isCleanByWcag22AA(String name, String view, String content) {
    boolean dark = view.endsWith("dark");
    boolean phone = view.startsWith("phone");
    String page =
        "<!doctype html><html lang='en'><head><title>Task</title>%s<script src='https://assets.crowd.aws/crowd-html-elements.js'></script>"
                .formatted(
                    dark
                        ? "<meta name='color-scheme' content='dark'><style>body{background:#171b20;color:#eceff2}</style>"
                        : "")
            + "<style>body{margin:0;font-family:sans-serif}</style></head><body><crowd-form>"
            + content.replace("SRC", harness.picture())
            + "</crowd-form></body></html>";
    try (Task task =
        harness.task(
            page,
            phone ? 390 : 1280,
            phone ? 844 : 800,
            dark ? ColorScheme.DARK : ColorScheme.LIGHT,
            phone)) {
      if (task.frame.locator(".stage").count() > 0) {
        task.waitForPicture();
      }
      paint(task, name);
      task.page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(Path.of("target/screens", name + "-" + view + ".png")));
      AxeResults results = new AxeBuilder(task.page).withTags(RULES).analyze();
      assertThat(results.getViolations())
          .as(
              "%s",
              results.getViolations().stream()
                  .map(
                      rule ->
                          rule.getId()
                              + ": "
                              + rule.getNodes().stream().map(node -> node.getHtml()).toList())
                  .toList())
          .isEmpty();
      // Nothing is wider than the screen, and the answer can be sent without scrolling.
      assertThat(task.eval("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
      var submit = task.find("button[part=submit]").boundingBox();
      assertThat(submit.y + submit.height).isLessThanOrEqualTo(phone ? 844 : 800);
    }
  }

  private static void paint(Task task, String name) {
    if (name.endsWith("segmentation")) {
      task.drag(120, 220, 240, 320);
      task.press("2");
      task.drag(500, 280, 620, 390);
    }
    if (name.equals("bounding-box") || name.equals("polygon")) {
      task.find(".stage").focus();
      task.press("Tab");
    }
  }
}
