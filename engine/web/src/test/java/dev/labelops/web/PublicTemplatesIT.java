package dev.labelops.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.web.Harness.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public template of aws-samples/amazon-sagemaker-ground-truth-task-uis: rendered with a
 * fixed input, filled in by mouse and by keyboard, submitted. The network beyond the harness is
 * closed, so what a template loads from elsewhere is missing; {@link #CANNOT} lists those that do
 * not work without it.
 */
class PublicTemplatesIT {
  /**
   * Why a template gives no answer here. Empty or shorter is better; a template that begins to work
   * fails the test.
   */
  private static final Map<String, String> CANNOT =
      Map.of(
          "images/bounding-box-hierarchical",
          "its submit handler calls uuid() of a script from cdnjs.cloudflare.com",
          "other/content-evaluation",
          "its Submit is enabled by jQuery from code.jquery.com",
          "images/multi-image-classification-draggable",
          "it is dragged with a script from cdnjs.cloudflare.com");

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

  static Stream<String> templates() throws IOException, URISyntaxException {
    Path root =
        Path.of(PublicTemplatesIT.class.getResource("/templates/LICENSE").toURI()).getParent();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".html"))
          .map(
              file ->
                  root.relativize(file)
                      .toString()
                      .replace('\\', '/')
                      .replaceAll("(\\.liquid)?\\.html$", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("templates")
  void isFilledInByMouseAndByKeyboard(String name) {
    for (boolean mouse : new boolean[] {true, false}) {
      try (Task task = harness.task(render(name))) {
        JsonNode answer = fill(task, mouse, CANNOT.containsKey(name) ? 3_000 : 60_000);
        if (CANNOT.containsKey(name)) {
          assertThat(answer).as("Remove it from the list: it works").isNull();
          continue;
        }
        assertThat(answer)
            .as("%s by %s: %s %s", name, mouse ? "mouse" : "keyboard", said(task), task.console)
            .isNotNull();
        assertThat(answer.isObject()).isTrue();
        check(name, answer);
      }
    }
  }

  private static String said(Task task) {
    return String.valueOf(task.eval("(" + SAID + ")(document)"));
  }

  private static final String SAID =
      "root => { const out = []; const walk = r => r.querySelectorAll('*').forEach(e => { if (e.matches('[role=alert]') && e.textContent.trim())"
          + " out.push(e.textContent.trim()); if (e.shadowRoot) walk(e.shadowRoot); if (e.matches(':invalid')) out.push(e.outerHTML.slice(0,150)); });"
          + " walk(root); return out.join(' | '); }";

  /** Each tool's answer has its documented members. */
  private static void check(String name, JsonNode answer) {
    String text = read(name);
    Matcher tool =
        Pattern.compile(
                "<crowd-(bounding-box|keypoint|polygon|polyline|line|entity-annotation|semantic-segmentation|instance-segmentation"
                    + "|classifier|classifier-multi-select|image-classifier|image-classifier-multi-select)\\s[^>]*?name=\"([^\"]+)\"")
            .matcher(text);
    while (tool.find()) {
      JsonNode value = answer.get(tool.group(2));
      assertThat(value).as("%s in %s", tool.group(2), answer).isNotNull();
      String member =
          switch (tool.group(1)) {
            case "bounding-box" -> "boundingBoxes";
            case "keypoint" -> "keypoints";
            case "polygon" -> "polygons";
            case "polyline" -> "polylines";
            case "line" -> "lines";
            case "entity-annotation" -> "entities";
            case "semantic-segmentation" -> "labelMappings";
            case "instance-segmentation" -> "instances";
            case "classifier", "image-classifier" -> "label";
            default -> "labels";
          };
      assertThat(value.has(member)).as("%s in %s", member, value).isTrue();
      if (value.get(member).isContainerNode() && !member.equals("labelMappings")) {
        assertThat(value.get(member)).as(member).isNotEmpty();
      }
    }
    if (text.contains("<crowd-text-ranking")) {
      assertThat(answer.at("/ordinalRankingDimensions/0/responseRankings")).hasSize(3);
    }
  }

  /** Fills in every control, uses every tool, submits; null if nothing was sent in time. */
  private static JsonNode fill(Task task, boolean mouse, double patienceMillis) {
    if (task.frame.locator(".stage").count() > 0) {
      task.waitForPicture();
    }
    addCustomLabels(task);
    controls(task, mouse);
    tools(task, mouse);
    if (mouse) {
      var button =
          task.frame
              .locator(
                  "button[part=submit], crowd-button[form-action=submit], #submitButton, crowd-form button[type=submit],"
                      + " crowd-form input[type=submit]")
              .first();
      if (button.count() > 0 && button.isEnabled() && button.getAttribute("disabled") == null) {
        button.click();
      }
    } else {
      task.focusFrame();
      task.press("Control+Enter");
    }
    try {
      task.page.waitForFunction(
          "messages.some(m => m.type === 'submit')",
          null,
          new com.microsoft.playwright.Page.WaitForFunctionOptions().setTimeout(patienceMillis));
    } catch (com.microsoft.playwright.TimeoutError e) {
      return null;
    }
    return task.answer();
  }

  /** Templates that begin without labels let the worker add them. */
  private static void addCustomLabels(Task task) {
    if (task.frame.locator("#customLabel").count() > 0
        && task.frame.locator("#addLabel").count() > 0) {
      task.find("#customLabel input").fill("Thing");
      task.find("#addLabel").click();
    }
  }

  private static void controls(Task task, boolean mouse) {
    for (var field :
        task.frame.locator("crowd-input input:visible, crowd-text-area textarea:visible").all()) {
      if (field.isEnabled() && field.inputValue().isEmpty()) {
        type(task, field, mouse, "words");
      }
    }
    for (var field :
        task.frame
            .locator("input:not([type]):visible, input[type=text]:visible, textarea:visible")
            .all()) {
      if (field.isEnabled() && field.inputValue().isEmpty()) {
        type(task, field, mouse, "What");
      }
    }
    for (var field : task.frame.locator("input[type=date]:visible").all()) {
      field.fill("2019-03-04");
    }
    for (var field : task.frame.locator("input[type=number]:visible").all()) {
      field.fill(field.getAttribute("min") == null ? "1" : field.getAttribute("min"));
    }
    for (var select : task.frame.locator("select:visible").all()) {
      int options = select.locator("option").count();
      String name = select.getAttribute("name");
      int at =
          name != null && name.matches(".* \\d+")
              ? Integer.parseInt(name.substring(name.lastIndexOf(' ') + 1))
              : options - 1;
      if (options > 0) {
        select.selectOption(
            new com.microsoft.playwright.options.SelectOption()
                .setIndex(Math.min(at, options - 1)));
      }
    }
    for (var slider : task.frame.locator("crowd-slider input[type=range]:visible").all()) {
      slider.focus();
      task.press("ArrowRight");
    }
    Map<String, Integer> seen = new TreeMap<>();
    for (var radio : task.frame.locator("input[type=radio]:visible").all()) {
      String name = String.valueOf(radio.getAttribute("name"));
      if (!name.equals("category") && seen.merge(name, 1, Integer::sum) == 1) {
        choose(task, radio, mouse);
      }
    }
    for (var box : task.frame.locator("crowd-checkbox input:visible").all()) {
      choose(task, box, mouse);
      break;
    }
  }

  private static void type(
      Task task, com.microsoft.playwright.Locator field, boolean mouse, String text) {
    if (mouse) {
      field.click();
    } else {
      field.focus();
    }
    task.page.keyboard().type(text);
  }

  private static void choose(Task task, com.microsoft.playwright.Locator choice, boolean mouse) {
    if (mouse) {
      choice.click();
    } else {
      choice.focus();
      task.press("Space");
    }
  }

  private static void tools(Task task, boolean mouse) {
    for (var picker : task.frame.locator(".category-picker-wrapper").all()) {
      var first = picker.locator("input").first();
      if (mouse) {
        first.click();
      } else {
        first.focus();
        task.press("1");
        if (!first.isChecked()) {
          task.press("1");
        }
      }
    }
    if (task.frame.locator("crowd-entity-annotation .text").count() > 0) {
      if (mouse) {
        task.find("crowd-entity-annotation .text")
            .dblclick(new com.microsoft.playwright.Locator.DblclickOptions().setPosition(40, 40));
      } else {
        task.find("crowd-entity-annotation .text").focus();
        task.press("Control+Home", "Control+Shift+ArrowRight");
      }
      task.press("1");
    }
    if (task.frame.locator(".stage.armed").count() > 0) {
      draw(task, mouse);
    }
  }

  /**
   * One shape of any tool: a box or a line by drag, a point by click, a polygon by three, a mask by
   * a stroke.
   */
  private static void draw(Task task, boolean mouse) {
    boolean vertices = task.frame.locator("crowd-polygon, crowd-polyline").count() > 0;
    int labels = task.frame.locator("crowd-keypoint .labels button").count() - 1;
    if (mouse && vertices) {
      task.click(100, 100);
      task.click(300, 120);
      task.click(200, 400);
      task.press("Enter");
      task.focusFrame();
      if (task.frame.locator(".tools button.primary").count() > 0) {
        task.find(".tools button.primary").click();
      }
    } else if (mouse && labels > 0) {
      for (int i = 0; i < labels; i++) {
        task.frame.locator("crowd-keypoint .labels button").nth(i).click();
        task.press("Escape");
        task.frame.locator("crowd-keypoint .labels button").nth(i).click();
        task.click(100 + 100 * i, 200);
      }
    } else if (mouse) {
      task.drag(100, 100, 300, 300);
    } else if (labels > 0) {
      for (int i = 0; i < labels; i++) {
        task.find(".stage").focus();
        task.press("Escape", "Digit" + (i + 1), "ArrowRight", "Enter", "Escape");
      }
    } else {
      task.find(".stage").focus();
      task.press("1", "Enter", "ArrowRight", "ArrowDown", "Enter");
      if (vertices) {
        task.press("ArrowLeft", "Enter", "Enter");
      }
    }
  }

  static String read(String name) {
    for (String end : new String[] {".liquid.html", ".html"}) {
      try (var file = PublicTemplatesIT.class.getResourceAsStream("/templates/" + name + end)) {
        if (file != null) {
          return new String(file.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalArgumentException(name);
  }

  /**
   * Liquid of these templates with a fixed input; the engine's own renderer comes with the frame.
   */
  static String render(String name) {
    String text = read(name);
    text =
        Pattern.compile("\\{% for (\\w+) in [^%]*%}(.*?)\\{% endfor %}", Pattern.DOTALL)
            .matcher(text)
            .replaceAll(
                loop ->
                    Matcher.quoteReplacement(
                        loop.group(2).replaceAll("\\{\\{\\s*forloop\\.index\\s*}}", "1")
                            + loop.group(2).replaceAll("\\{\\{\\s*forloop\\.index\\s*}}", "2")));
    String picture = harness.picture();
    return Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL)
        .matcher(text)
        .replaceAll(
            output -> Matcher.quoteReplacement(value(name, output.group(1).trim(), picture)));
  }

  private static String value(String name, String expression, String picture) {
    if (expression.contains("grant_read_access")) {
      return picture;
    }
    if (expression.contains("task.input.labels")) {
      return "[&quot;Cat&quot;,&quot;Dog&quot;]";
    }
    if (expression.contains("to_json")) {
      return "[\"First\",\"Second\",\"Third\"]";
    }
    if (expression.endsWith("highlightParts")) {
      return "[\"lazy dog\"]";
    }
    if (expression.contains("pngString")) {
      return java.util.Base64.getEncoder().encodeToString(Harness.picture(8, 8));
    }
    if (name.equals("other/time-series-using-d3js")) {
      return "[]";
    }
    return "Ana flew to Oslo on Monday";
  }
}
