package dev.labelops.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import dev.labelops.web.Harness.Task;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How people see the image: fingers, crosshair, hiding, brightness, and what their system asks for.
 */
class ViewIT {
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

  private static Task boxes(String attributes) {
    Task task = harness.task(ShapesIT.template(harness, "bounding-box", attributes));
    task.waitForPicture();
    return task;
  }

  /** Fingers as the browser sees them: x and y of each on the page. */
  private static void touch(CDPSession cdp, String type, double[]... fingers) {
    JsonArray points = new JsonArray();
    for (int i = 0; i < fingers.length; i++) {
      JsonObject point = new JsonObject();
      point.addProperty("x", fingers[i][0]);
      point.addProperty("y", fingers[i][1]);
      point.addProperty("id", i);
      points.add(point);
    }
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    event.add("touchPoints", points);
    cdp.send("Input.dispatchTouchEvent", event);
  }

  private static double zoom(Task task) {
    var box = task.find(".stage img").boundingBox();
    return box.width / 800;
  }

  @Test
  void twoFingersZoomAndPanWithoutDrawingAndOneFingerDrawsAfterwards() {
    try (Task task = harness.phone(ShapesIT.template(harness, "bounding-box", ""))) {
      task.waitForPicture();
      CDPSession cdp = task.page.context().newCDPSession(task.page);
      double before = zoom(task);
      double[] left = task.at(300, 260);
      double[] right = task.at(500, 260);
      // Not at the same moment, as fingers do: the first one has begun a box already.
      touch(cdp, "touchStart", left);
      touch(cdp, "touchMove", new double[] {left[0] + 8, left[1] + 8});
      touch(cdp, "touchMove", left);
      touch(cdp, "touchStart", left, right);
      for (int step = 1; step <= 10; step++) {
        touch(
            cdp,
            "touchMove",
            new double[] {left[0] - 4 * step, left[1] + 3 * step},
            new double[] {right[0] + 4 * step, right[1] + 3 * step});
      }
      double after = zoom(task);
      double spread = right[0] - left[0];
      assertThat(after / before).isCloseTo((spread + 80) / spread, within(0.05));
      // What was below the fingers still is.
      double[] leftAfter = task.at(300, 260);
      assertThat(leftAfter[0]).isCloseTo(left[0] - 40, within(2.0));
      assertThat(leftAfter[1]).isCloseTo(left[1] + 30, within(2.0));
      touch(cdp, "touchEnd", new double[] {right[0] + 40, right[1] + 30});
      touch(cdp, "touchEnd");
      assertThat(task.frame.locator(".list li").count()).isZero();

      double[] from = task.at(330, 240);
      double[] to = task.at(420, 330);
      touch(cdp, "touchStart", from);
      touch(cdp, "touchMove", new double[] {(from[0] + to[0]) / 2, (from[1] + to[1]) / 2});
      touch(cdp, "touchMove", to);
      touch(cdp, "touchEnd");
      var box = task.submit().at("/annotatedResult/boundingBoxes/0");
      assertThat(box.path("left").asInt()).isCloseTo(330, within(2));
      assertThat(box.path("top").asInt()).isCloseTo(240, within(2));
      assertThat(box.path("width").asInt()).isCloseTo(90, within(3));
      assertThat(box.path("height").asInt()).isCloseTo(90, within(3));
    }
  }

  @Test
  void theCrosshairCrossesTheWholeImageWhileALabelIsArmed() {
    try (Task task = boxes("")) {
      double[] at = task.at(200, 300);
      task.page.mouse().move(at[0], at[1]);
      var lines = task.frame.locator(".cross");
      assertThat(lines.count()).isEqualTo(2);
      var stage = task.find(".stage").boundingBox();
      var across = lines.nth(0).boundingBox();
      var down = lines.nth(1).boundingBox();
      assertThat(across.width).isCloseTo(stage.width, within(1.0));
      assertThat(across.y).isCloseTo(at[1], within(1.0));
      assertThat(down.height).isCloseTo(stage.height, within(1.0));
      assertThat(down.x).isCloseTo(at[0], within(1.0));
      task.focusFrame();
      task.press("Escape");
      assertThat(lines.count()).isZero();
    }
  }

  @Test
  void hidingLeavesOnlyTheSelectedShape() {
    try (Task task =
        boxes(
            "initial-value=\"[{label: 'Cat', left: 100, top: 150, width: 200, height: 200}, {label: 'Dog', left: 480, top: 200, width: 140, height: 200}]\"")) {
      task.click(200, 250);
      task.press("h");
      assertThat(task.frame.locator(".shape:visible").count()).isEqualTo(1);
      assertThat(task.frame.locator(".tag:visible").count()).isZero();
      assertThat(task.find("button[title=H]").getAttribute("aria-pressed")).isEqualTo("true");
      task.press("h");
      assertThat(task.frame.locator(".shape:visible").count()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bounding-box", "semantic-segmentation", "image-classifier"})
  void brightnessAndContrastChangeWhatIsSeenAndOneKeyResetsThem(String tool) {
    try (Task task = harness.task(ShapesIT.template(harness, tool, "categories=\"['A']\""))) {
      task.waitForPicture();
      task.find("button:text-is('Image…')").click();
      task.find("input[name=brightness]").focus();
      for (int i = 0; i < 5; i++) {
        task.press("ArrowRight");
      }
      task.press("Tab", "ArrowLeft");
      assertThat(filter(task)).isEqualTo("brightness(1.05) contrast(0.99)");
      task.press("Escape");
      assertThat(task.find(".looks").isVisible()).isFalse();
      task.find(".stage").focus();
      task.press("r");
      assertThat(filter(task)).isEqualTo("none");
    }
  }

  private static Object filter(Task task) {
    return task.find(".stage img").evaluate("image => getComputedStyle(image).filter");
  }

  @Test
  void namesAndOpacityOfBoxesAreChosenAndTheAnswerStaysAsItIs() {
    String box = "[{label: 'Cat', left: 100, top: 150, width: 200, height: 200}]";
    try (Task task = boxes("initial-value=\"" + box + "\"")) {
      task.find("button:text-is('Image…')").click();
      task.find(".looks input[type=checkbox]").uncheck();
      assertThat(task.frame.locator(".tag:visible").count()).isZero();
      task.find("input[name=opacity]").focus();
      task.press("Home");
      assertThat(task.find("svg.layer > g").getAttribute("opacity")).isEqualTo("0.1");
      task.find(".looks button").click();
      assertThat(task.frame.locator(".tag:visible").count()).isEqualTo(1);
      assertThat(task.submit().at("/annotatedResult/initialValueModified").booleanValue())
          .isFalse();
    }
  }

  @Test
  void theMaskIsHiddenByItsKey() {
    try (Task task = harness.task(ShapesIT.template(harness, "semantic-segmentation", ""))) {
      task.waitForPicture();
      task.drag(100, 150, 300, 200);
      task.press("h");
      assertThat(task.find("canvas.mask").isVisible()).isFalse();
      task.press("h");
      assertThat(task.find("canvas.mask").isVisible()).isTrue();
    }
  }

  private static String view(int width, double zoom) {
    return "{width: %d, height: 533, place: {zoom: %s, x: 600, y: 300}, look: {brightness: 150, contrast: 100, opacity: 100, names: true}}"
        .formatted(width, zoom);
  }

  @Test
  void aViewIsReportedAndTheNextImageOfThatSizeIsSeenTheSameWay() {
    try (Task task = boxes("")) {
      task.focusFrame();
      task.press("+", "+");
      task.page.waitForFunction("messages.some(m => m.type === 'view')");
      double zoom = zoom(task);
      var reported = task.json("messages.filter(m => m.type === 'view').at(-1).view");
      assertThat(reported.at("/place/zoom").asDouble()).isCloseTo(zoom, within(0.001));
      harness.connectWith("{settings: {view: " + reported + "}}");
      try (Task next = boxes("")) {
        assertThat(zoom(next)).isCloseTo(zoom, within(0.001));
        assertThat(next.at(400, 266)[0]).isCloseTo(task.at(400, 266)[0], within(1.0));
        assertThat(next.at(400, 266)[1]).isCloseTo(task.at(400, 266)[1], within(1.0));
      }
    } finally {
      harness.connectWith("{}");
    }
  }

  @Test
  void anImageOfAnotherSizeIsFittedAndAViewThatTheWorkerChoseStays() {
    try {
      harness.connectWith("{settings: {view: " + view(640, 3) + "}}");
      try (Task task = boxes("")) {
        assertThat(zoom(task)).isLessThan(2);
        assertThat(filter(task)).isEqualTo("brightness(1.5) contrast(1)");
        // The image before this one: sent when the worker has not moved this one yet.
        task.page.evaluate(
            "port.postMessage({type: 'settings', settings: {view: " + view(800, 3) + "}})");
        task.page.waitForCondition(() -> Math.abs(zoom(task) - 3) < 0.001);
        task.focusFrame();
        task.press("Shift+2");
        task.page.evaluate(
            "port.postMessage({type: 'settings', settings: {view: " + view(800, 2) + "}})");
        task.page.evaluate("port.postMessage({type: 'save'})");
        task.page.waitForFunction("messages.some(m => m.type === 'saved')");
        assertThat(zoom(task)).isCloseTo(1, within(0.001));
      }
    } finally {
      harness.connectWith("{}");
    }
  }

  @Test
  void instructionsThatAreKnownAreFoldedAndF1OpensThemWithTheShortcuts() {
    try (Task task = boxes("")) {
      assertThat(task.find("short-instructions").isVisible()).isTrue();
      var instructions = task.json("messages.find(m => m.type === 'ready').instructions");
      assertThat(instructions.path("full").booleanValue()).isTrue();
      harness.connectWith(
          "{settings: {readInstructions: '%s'}}".formatted(instructions.path("hash").textValue()));
      try (Task next = boxes("")) {
        assertThat(next.find("details").getAttribute("open")).isNull();
        next.focusFrame();
        next.press("F1");
        assertThat(next.find("full-instructions").isVisible()).isTrue();
        assertThat(next.find("dialog.full").innerText()).contains("Draw again");
      }
      harness.connectWith("{settings: {readInstructions: 'other'}}");
      try (Task next = boxes("")) {
        assertThat(next.find("details").getAttribute("open")).isNotNull();
      }
    } finally {
      harness.connectWith("{}");
    }
  }

  @Test
  void withForcedColoursTheArmedLabelAndTheShapesCanStillBeTold() {
    try (Task task = boxes("")) {
      task.page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
      task.drag(100, 150, 300, 380);
      task.page.screenshot(
          new Page.ScreenshotOptions().setPath(Path.of("target/screens/forced-colours.png")));
      var armed = task.find(".labels button[aria-pressed=true]");
      var other = task.find(".labels button[aria-pressed=false]");
      String outline = "button => getComputedStyle(button).outlineStyle";
      assertThat(armed.evaluate(outline)).isEqualTo("solid");
      assertThat(other.evaluate(outline)).isEqualTo("none");
      String paint = "node => getComputedStyle(node).backgroundColor";
      assertThat(armed.locator(".swatch").evaluate(paint)).isEqualTo("rgb(31, 119, 180)");
      assertThat(task.find(".shape .line").evaluate("node => getComputedStyle(node).stroke"))
          .isEqualTo("rgb(31, 119, 180)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bounding-box", "semantic-segmentation"})
  void withReducedMotionNothingMovesByItself(String tool) {
    try (Task task = harness.task(ShapesIT.template(harness, tool, ""))) {
      task.waitForPicture();
      task.page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
      Object moving =
          task.eval(
              """
              (() => {
                const all = root => [...root.querySelectorAll('*')].flatMap(e => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
                return all(document).filter(e => {
                  const style = getComputedStyle(e);
                  return style.animationName !== 'none' || style.transitionDuration.split(', ').some(d => d !== '0s');
                }).length + document.getAnimations().length;
              })()
              """);
      assertThat(moving).isEqualTo(0);
    }
  }

  /** 1280 x 800 at 200% is 640 x 400 CSS pixels. */
  @ParameterizedTest
  @ValueSource(strings = {"bounding-box", "polygon", "semantic-segmentation"})
  void at200PercentNothingIsCutOffAndSubmitIsVisible(String tool) {
    try (Task task =
        harness.task(ShapesIT.template(harness, tool, ""), 640, 400, ColorScheme.LIGHT, false)) {
      task.waitForPicture();
      task.page.screenshot(
          new Page.ScreenshotOptions().setPath(Path.of("target/screens/zoomed-" + tool + ".png")));
      assertThat(task.eval("document.documentElement.scrollWidth <= innerWidth")).isEqualTo(true);
      var submit = task.find("button[part=submit]").boundingBox();
      assertThat(submit.y + submit.height).isLessThanOrEqualTo(400);
      var stage = task.find(".stage").boundingBox();
      // A part of the image that is worth working on.
      assertThat(Math.min(400, stage.y + stage.height) - stage.y).isGreaterThan(120);
    }
  }
}
