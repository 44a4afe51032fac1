package dev.labelops.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.TimeoutError;
import dev.labelops.web.Harness.Task;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Classifiers, controls, text and masks, and the form that sends them: the answer is the documented
 * one.
 */
class ElementsIT {
  private static final String SCRIPT =
      "<script src=\"https://assets.crowd.aws/crowd-html-elements.js\"></script>\n";

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

  @AfterEach
  void reset() {
    harness.connectWith("{}");
  }

  private static JsonNode json(String text) {
    try {
      return Harness.JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Task form(String content) {
    return harness.task(SCRIPT + "<crowd-form>" + content + "</crowd-form>");
  }

  @Test
  void aClassifierByMouseAndByDigit() {
    String template =
        "<crowd-classifier name='sentiment' categories=\"['Positive', 'Negative']\" header='Which?'>"
            + "<classification-target>Fine day</classification-target><short-instructions>Read.</short-instructions></crowd-classifier>";
    try (Task task = form(template)) {
      task.find("button[part=submit]").click();
      assertThat(task.find(".problem").textContent()).isEqualTo("Choose a category.");
      assertThat(task.submitted()).isFalse();
      task.find("text=Negative").click();
      assertThat(task.submit()).isEqualTo(json("{'sentiment': {'label': 'Negative'}}"));
    }
    try (Task task = form(template)) {
      task.focusFrame();
      task.press("1", "Control+Enter");
      assertThat(task.answer()).isEqualTo(json("{'sentiment': {'label': 'Positive'}}"));
    }
  }

  @Test
  void singleKeysCanBeSwitchedOff() {
    harness.connectWith("{settings: {singleKeys: false}}");
    try (Task task =
        form("<crowd-classifier name='c' categories=\"['A', 'B']\"></crowd-classifier>")) {
      task.focusFrame();
      task.press("1", "Control+Enter");
      assertThat(task.find(".problem").textContent()).isEqualTo("Choose a category.");
    }
  }

  @Test
  void multiSelectsWithAnExclusionCategory() {
    String attributes =
        "name='c' categories=\"['A', 'B', 'C']\" exclusion-category=\"{ text: 'None of the above' }\"";
    try (Task task =
        form(
            "<crowd-classifier-multi-select " + attributes + "></crowd-classifier-multi-select>")) {
      task.focusFrame();
      task.press("4", "3", "1", "Control+Enter");
      assertThat(task.answer()).isEqualTo(json("{'c': {'labels': ['A', 'C']}}"));
    }
    try (Task task =
        form(
            "<crowd-image-classifier-multi-select src='%s' %s></crowd-image-classifier-multi-select>"
                .formatted(harness.picture(), attributes))) {
      task.waitForPicture();
      task.find(".category:nth-of-type(2)").click();
      task.find("text=None of the above").click();
      assertThat(task.submit()).isEqualTo(json("{'c': {'labels': ['None of the above']}}"));
    }
  }

  @Test
  void anImageClassifierWithOverlayAndComment() {
    String template =
        ("<crowd-image-classifier name='v' src='%s' categories=\"['Good', 'Bad']\" overlay=\"{ 'boundingBox': { labels: ['bird'],"
                + " value: [{label: 'bird', left: 10, top: 20, width: 30, height: 40}] } }\">"
                + "<worker-comment header='Why?' link-text='Comment' placeholder='In words'></worker-comment></crowd-image-classifier>")
            .formatted(harness.picture());
    try (Task task = form(template)) {
      task.waitForPicture();
      assertThat(task.frame.locator(".stage rect").count()).isEqualTo(2);
      task.find("text=Bad").click();
      task.find("summary:has-text('Comment')").click();
      task.find("#comment").fill("Too wide");
      assertThat(task.submit())
          .isEqualTo(json("{'v': {'label': 'Bad', 'workerComment': 'Too wide'}}"));
    }
  }

  @Test
  void controlsAnswerAsDocumented() {
    String template =
        """
        <crowd-input name="tag1" label="Tag" required></crowd-input><crowd-text-area name="textInput1" label="Text"></crowd-text-area>
        <crowd-checkbox name="image_attributes" value="blurry">Blurry</crowd-checkbox>
        <crowd-checkbox name="image_attributes" value="dim" checked>Dim</crowd-checkbox>
        <crowd-checkbox name="alone">Alone</crowd-checkbox>
        <crowd-radio-group><crowd-radio-button name="btn1" value="yes">Yes</crowd-radio-button>
        <crowd-radio-button name="btn2" value="no">No</crowd-radio-button></crowd-radio-group>
        <crowd-toggle-button name="theToggler">On</crowd-toggle-button>
        <crowd-slider name="howMuch" min="1" max="5" required></crowd-slider>
        <input name="hidden1" type="hidden" value="[1]"><select name="s" aria-label="S"><option>a<option>b</select>
        <label><input type="radio" name="r" value="x">X</label><label><input type="radio" name="r" value="y">Y</label>
        """;
    String expected =
        """
        {'tag1': 'blue', 'textInput1': 'two\\nlines', 'image_attributes': {'blurry': true, 'dim': true}, 'alone': {'on': false},
         'btn1': {'yes': false}, 'btn2': {'no': true}, 'theToggler': {'on': true}, 'howMuch': '2', 'hidden1': '[1]', 's': 'b',
         'r': {'x': false, 'y': true}}
        """;
    try (Task task = form(template)) {
      task.find("button[part=submit]").click();
      assertThat(task.submitted()).isFalse();
      task.find("crowd-input input").click();
      task.page.keyboard().type("blue");
      task.find("crowd-text-area textarea").fill("two\nlines");
      task.find("text=Blurry").click();
      task.find("crowd-radio-button:has-text('No')").click();
      task.find("crowd-toggle-button").click();
      task.find("input[type=range]").focus();
      task.press("ArrowRight");
      task.find("select").selectOption("b");
      task.find("input[value=y]").click();
      assertThat(task.submit()).isEqualTo(json(expected));
    }
    try (Task task = form(template)) {
      task.find("crowd-input input").focus();
      task.page.keyboard().type("blue");
      task.press("Tab");
      task.page.keyboard().type("two");
      task.press("Enter");
      task.page.keyboard().type("lines");
      // Blurry; past dim and alone; into the radio group.
      task.press(
          "Tab",
          "Space",
          "Tab",
          "Tab",
          "Tab",
          "ArrowDown",
          "Tab",
          "Space",
          "Tab",
          "ArrowRight",
          "Tab",
          "b",
          "Tab",
          "Space",
          "ArrowDown");
      task.press("Control+Enter");
      assertThat(task.answer()).isEqualTo(json(expected));
    }
  }

  @Test
  void theSubmitEventComesFirstAndCanBeCancelled() {
    String template =
        SCRIPT
            + """
            <crowd-form onsubmit="return window.allowed"><crowd-input name="a" required></crowd-input>
            <div id="errorBox"></div><crowd-button form-action="submit">Send</crowd-button></crowd-form>
            <script>window.allowed = false; window.order = [];
            document.querySelector('crowd-form').addEventListener('submit', e => { order.push(document.querySelector('crowd-input').value);
              errorBox.innerHTML = '<crowd-alert type="error" dismissible>No</crowd-alert>'; });</script>
            """;
    try (Task task = harness.task(template)) {
      assertThat(task.frame.locator("button[part=submit]").count()).isZero();
      task.find("crowd-button").click();
      assertThat(task.submitted()).isFalse();
      assertThat(task.find("crowd-alert").textContent()).isEqualTo("No");
      task.find("crowd-alert button").click();
      assertThat(task.frame.locator("crowd-alert").count()).isZero();
      task.eval(
          "window.allowed = true; document.querySelector('crowd-input').value = 'x'; document.querySelector('crowd-form').submit()");
      assertThat(task.answer()).isEqualTo(json("{'a': 'x'}"));
      assertThat(task.eval("order.join()")).isEqualTo(",x");
    }
  }

  @Test
  void aDraftComesBack() throws IOException {
    String template =
        "<crowd-input name='a'></crowd-input><input name='b' aria-label='b'><crowd-bounding-box name='c' src='%s' labels=\"['A']\"></crowd-bounding-box>"
            .formatted(harness.picture());
    String draft;
    try (Task task = form(template)) {
      task.waitForPicture();
      task.find("crowd-input input").fill("one");
      task.find("input[name=b]").fill("two");
      task.drag(10, 10, 100, 100);
      task.page.waitForFunction(
          "messages.some(m => m.type === 'draft' && m.draft[2].state.length === 1)");
      draft = task.json("messages.filter(m => m.type === 'draft').at(-1).draft").toString();
    }
    harness.connectWith("{draft: " + draft + "}");
    try (Task task = form(template)) {
      task.waitForPicture();
      JsonNode answer = task.submit();
      assertThat(answer.get("a").textValue()).isEqualTo("one");
      assertThat(answer.get("b").textValue()).isEqualTo("two");
      assertThat(answer.at("/c/boundingBoxes")).hasSize(1);
    }
  }

  @Test
  void aFrozenTaskChangesNothingAndSendsNothing() {
    try (Task task = form("<crowd-input name='a'></crowd-input>")) {
      task.page.evaluate("port.postMessage({type: 'freeze', frozen: true})");
      task.find("crowd-form[frozen]").waitFor();
      task.focusFrame();
      task.press("Control+Enter");
      task.page.evaluate("port.postMessage({type: 'freeze', frozen: false})");
      task.page.waitForFunction("true");
      task.frame.locator("crowd-form:not([frozen])").waitFor();
      assertThat(task.submitted()).isFalse();
      assertThat(task.submit()).isEqualTo(json("{'a': ''}"));
    }
  }

  @Test
  void textSpansWithEmojiAndRightToLeftText() {
    String text = "😀 Ana flew to Oslo. שלום עולם";
    String template =
        SCRIPT
            + "<crowd-entity-annotation name='ner' labels=\"[{'label': 'person', 'shortDisplayName': 'per', 'fullDisplayName': 'Person'}, {label: 'place'}]\""
            + " text='"
            + text
            + "'></crowd-entity-annotation>";
    try (Task task = harness.task(template)) {
      task.find(".text").focus();
      task.press(
          "Control+Home",
          "ArrowRight",
          "ArrowRight",
          "Shift+ArrowRight",
          "Shift+ArrowRight",
          "Shift+ArrowRight",
          "1");
      task.page.waitForFunction("true");
      task.press("Control+End", "Control+Shift+ArrowLeft", "2");
      task.press("Control+Enter");
      int end = text.length();
      assertThat(task.answer())
          .isEqualTo(
              json(
                  "{'ner': {'entities': [{'endOffset': 6, 'label': 'person', 'startOffset': 3},{'endOffset': %d, 'label': 'place', 'startOffset': %d}]}}"
                      .formatted(end, text.lastIndexOf(' ') + 1)));
    }
    try (Task task = harness.task(template)) {
      var box = task.find(".text").boundingBox();
      task.find("button:has-text('Person')").click();
      var word =
          task.eval(
              "(() => { const f = document.querySelector('crowd-entity-annotation').shadowRoot.querySelector('.text'); const r = document.createRange();"
                  + " r.setStart(f.firstChild, 15); r.setEnd(f.firstChild, 19); const b = r.getBoundingClientRect(); return [b.left + b.width / 2, b.top + b.height / 2]; })()");
      var at = (java.util.List<?>) word;
      assertThat(box.width).isGreaterThan(100);
      task.page
          .mouse()
          .dblclick(((Number) at.get(0)).doubleValue(), ((Number) at.get(1)).doubleValue());
      task.find(".list .pick").waitFor();
      assertThat(task.submit())
          .isEqualTo(
              json(
                  "{'ner': {'entities': [{'endOffset': 19, 'label': 'person', 'startOffset': 15}]}}"));
    }
  }

  @Test
  void aMaskHasExactlyTheColoursOfItsLabels() throws IOException {
    String template =
        "<crowd-semantic-segmentation name='m' src='%s' labels=\"['Cat', 'Dog']\"></crowd-semantic-segmentation>"
            .formatted(harness.picture());
    String png;
    try (Task task = form(template)) {
      task.waitForPicture();
      task.drag(100, 100, 400, 300);
      task.focusFrame();
      task.press("2");
      task.drag(150, 100, 600, 400);
      JsonNode answer = task.submit().get("m");
      assertThat(answer.get("labelMappings"))
          .isEqualTo(json("{'Cat': {'color': '#1f77b4'}, 'Dog': {'color': '#ff7f0e'}}"));
      assertThat(answer.get("inputImageProperties"))
          .isEqualTo(json("{'height': 533, 'width': 800}"));
      png = answer.at("/labeledImage/pngImageData").textValue();
      assertThat(colours(png)).containsExactly("#1f77b4", "#ff7f0e", "#ffffff");
    }
    harness.object("mask.png", Base64.getDecoder().decode(png));
    String initial =
        "initial-value=\"{labelMappings: {Cat: {color: '#1f77b4'}, Dog: {color: '#ff7f0e'}}, src: '%s'}\""
            .formatted(harness.object("mask.png"));
    try (Task task = form(template.replace(" labels=", " " + initial + " labels="))) {
      task.waitForPicture();
      task.frame.locator("canvas.mask").waitFor();
      waitForMask(task);
      JsonNode answer = task.submit().get("m");
      assertThat(answer.get("initialValueModified").booleanValue()).isFalse();
      assertThat(pixels(answer.at("/labeledImage/pngImageData").textValue()))
          .isEqualTo(pixels(png));
    }
  }

  /** Waits until a mask is painted on the picture. */
  private static void waitForMask(Task task) {
    try {
      task.page
          .frames()
          .get(1)
          .waitForFunction(
              "() => { const mask = document.querySelector('[name=m]').shadowRoot.querySelector('canvas.mask');"
                  + " return mask.getContext('2d').getImageData(0, 0, mask.width, mask.height).data.some(value => value); }");
    } catch (TimeoutError e) {
      throw new AssertionError("The initial mask was not read: " + task.console, e);
    }
  }

  @Test
  void instancesByKeyboardOnly() throws IOException {
    try (Task task =
        form(
            "<crowd-instance-segmentation name='m' src='%s' labels=\"['Cat', 'Dog']\"></crowd-instance-segmentation>"
                .formatted(harness.picture()))) {
      task.waitForPicture();
      task.focusFrame();
      task.press(
          "1",
          "Enter",
          "Shift+ArrowRight",
          "Enter",
          "1",
          "Shift+ArrowDown",
          "Enter",
          "ArrowRight",
          "Enter",
          "2",
          "p");
      task.press(
          "Shift+ArrowLeft",
          "Enter",
          "Shift+ArrowLeft",
          "Enter",
          "Shift+ArrowDown",
          "Enter",
          "Enter",
          "Control+Enter");
      JsonNode answer = task.answer().get("m");
      assertThat(answer.get("instances"))
          .isEqualTo(
              json(
                  "[{'color': '#1f77b4', 'label': 'Cat'}, {'color': '#ff7f0e', 'label': 'Cat'}, {'color': '#2ca02c', 'label': 'Dog'}]"));
      assertThat(colours(answer.at("/labeledImage/pngImageData").textValue()))
          .containsExactly("#1f77b4", "#2ca02c", "#ff7f0e", "#ffffff");
    }
  }

  @Test
  void everyToolOfAMaskByKeyboardOnly() throws IOException {
    try (Task task =
        form(
            "<crowd-semantic-segmentation name='m' src='%s' labels=\"['Cat', 'Dog']\"></crowd-semantic-segmentation>"
                .formatted(harness.picture()))) {
      task.waitForPicture();
      task.focusFrame();
      task.press("1", "g", "Enter");
      // A triangle with 81 pixels at two sides (3,321 in all), then a hole of radius 5 at its edge.
      task.press(
          "2", "p", "Enter", "Shift+ArrowRight", "Enter", "Shift+ArrowDown", "Enter", "Enter");
      task.press("e", "[", "[", "[", "ArrowLeft", "ArrowUp", "Enter", "Enter");
      task.press("Control+Enter");
      int[] pixels = pixels(task.answer().at("/m/labeledImage/pngImageData").textValue());
      assertThat(count(pixels, 0xff7f0e)).isBetween(3250, 3300);
      assertThat(count(pixels, 0xffffff)).isBetween(70, 90);
      assertThat(count(pixels, 0x1f77b4) + count(pixels, 0xff7f0e) + count(pixels, 0xffffff))
          .isEqualTo(800 * 533);
    }
  }

  private static int count(int[] pixels, int colour) {
    return (int) Arrays.stream(pixels).filter(pixel -> (pixel & 0xffffff) == colour).count();
  }

  @Test
  void anInstanceIsRemovedWithItsPixelsAndTheNextOneGetsANumberOfItsOwn() throws IOException {
    try (Task task =
        form(
            "<crowd-instance-segmentation name='m' src='%s' labels=\"['Cat', 'Dog']\"></crowd-instance-segmentation>"
                .formatted(harness.picture()))) {
      task.waitForPicture();
      task.focusFrame();
      task.press("1", "Enter", "Shift+ArrowRight", "Enter");
      task.press("n", "Shift+ArrowDown", "Enter", "Shift+ArrowLeft", "Enter");
      assertThat(task.frame.locator(".list li").count()).isEqualTo(2);
      task.find("button[aria-label='Remove Cat 1']").focus();
      task.press("Enter");
      assertThat(task.frame.locator(".list li").count()).isEqualTo(1);
      task.press("Control+z");
      assertThat(task.frame.locator(".list li").count()).isEqualTo(2);
      task.press("Control+Shift+z");
      task.find(".stage").focus();
      task.press("2", "Shift+ArrowUp", "Enter", "Enter", "Control+Enter");
      JsonNode answer = task.answer().get("m");
      assertThat(answer.get("instances"))
          .isEqualTo(
              json("[{'color': '#ff7f0e', 'label': 'Cat'}, {'color': '#2ca02c', 'label': 'Dog'}]"));
      assertThat(colours(answer.at("/labeledImage/pngImageData").textValue()))
          .containsExactly("#2ca02c", "#ff7f0e", "#ffffff");
    }
  }

  private static int[] pixels(String base64) throws IOException {
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static Set<String> colours(String base64) throws IOException {
    Set<String> colours = new TreeSet<>();
    for (int pixel : pixels(base64)) {
      assertThat(pixel >>> 24).isEqualTo(255);
      colours.add("#%06x".formatted(pixel & 0xffffff));
    }
    return colours;
  }

  @Test
  void elementsThatScriptsReachInto() {
    try (Task task =
        form(
            "<crowd-classifier id='annotator' name='c' categories='[\"A\"]'><short-instructions>x</short-instructions></crowd-classifier>"
                + "<crowd-keypoint name='k' src='%s' labels=\"['Item A', 'Item B']\"></crowd-keypoint>"
                    .formatted(harness.picture()))) {
      for (String selector :
          new String[] {
            ".annotation-area .category-picker-wrapper",
            ".awsui-app-layout__navigation",
            ".awsui-modal-dialog"
          }) {
        assertThat(
                task.eval(
                    "document.querySelector('crowd-classifier').shadowRoot.querySelector('"
                        + selector
                        + "') !== null"))
            .isEqualTo(true);
      }
      assertThat(
              task.eval(
                  "document.querySelector('crowd-keypoint').shadowRoot.querySelector('canvas.upper-canvas').getBoundingClientRect().width > 50"))
          .isEqualTo(true);
      assertThat(task.eval("document.querySelector('crowd-keypoint').getAttribute('labels')"))
          .isEqualTo("[\"Item A\",\"Item B\"]");
      task.eval(
          "annotator.categories = ['X', 'Y']; annotator.addEventListener('change', e => { window.chosen = e.target.value; })");
      task.find("text=Y").click();
      assertThat(task.eval("window.chosen")).isEqualTo("Y");
    }
  }
}
