package dev.labelops.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.web.Harness.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The five tools that draw shapes on a picture: by mouse, by keyboard, by touch; the answer is the
 * documented one.
 */
class ShapesIT {
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

  private static String template(String tool, String attributes) {
    return template(harness, tool, attributes);
  }

  static String template(Harness harness, String tool, String attributes) {
    return """
        <script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
        <crowd-form><crowd-%s name="annotatedResult" src="%s" header="Mark every animal" labels="['Cat', 'Dog', 'Bird']" %s>
        <full-instructions header="How to">Tight shapes.</full-instructions>
        <short-instructions>Mark all of them.</short-instructions></crowd-%s></crowd-form>
        """
        .formatted(tool, harness.picture(), attributes, tool);
  }

  private Task open(String tool, String attributes) {
    Task task = harness.task(template(tool, attributes));
    task.waitForPicture();
    return task;
  }

  /**
   * Exact as JSON; coordinates drawn with a mouse may differ by one pixel of the scaled picture.
   */
  private static void assertAnswer(JsonNode answer, String expected) {
    JsonNode want;
    try {
      want = Harness.JSON.readTree(expected.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalArgumentException(expected, e);
    }
    assertThat(near(answer, want)).as("%s%nis not%n%s", answer, want).isTrue();
  }

  private static boolean near(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.isInt() && Math.abs(a.intValue() - b.intValue()) <= 1;
    }
    if (a.isObject() && b.isObject()) {
      return a.size() == b.size()
          && b.properties().stream()
              .allMatch(e -> a.has(e.getKey()) && near(a.get(e.getKey()), e.getValue()));
    }
    if (a.isArray() && b.isArray() && a.size() == b.size()) {
      for (int i = 0; i < a.size(); i++) {
        if (!near(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    return a.equals(b);
  }

  @Test
  void boxesByDragByTwoClicksAndWithDigits() {
    try (Task task = open("bounding-box", "")) {
      task.drag(100, 150, 300, 380);
      task.focusFrame();
      task.press("Escape", "2");
      task.click(480, 200);
      task.click(620, 410);
      assertAnswer(
          task.submit(),
          """
          {'annotatedResult': {'boundingBoxes': [
            {'height': 230, 'label': 'Cat', 'left': 100, 'top': 150, 'width': 200},
            {'height': 210, 'label': 'Dog', 'left': 480, 'top': 200, 'width': 140}],
            'inputImageProperties': {'height': 533, 'width': 800}}}
          """);
    }
  }

  @Test
  void boxesByKeyboardOnlyToThePixel() {
    try (Task task = open("bounding-box", "")) {
      task.focusFrame();
      // The crosshair starts in the middle, 400, 267 (rounded); steps are 8 pixels of 800, with Alt
      // 1.
      task.press("3", "Alt+ArrowUp", "Enter");
      for (int i = 0; i < 5; i++) {
        task.press("ArrowRight", "ArrowDown");
      }
      task.press("Enter", "ArrowLeft", "Shift+ArrowUp", "Alt+ArrowRight");
      JsonNode box = value(task).at("/boundingBoxes/0");
      assertThat(box.get("width").intValue()).isEqualTo(41);
      assertThat(box.get("height").intValue()).isEqualTo(40);
      assertThat(box.get("label").textValue()).isEqualTo("Bird");
      int left = box.get("left").intValue();
      int top = box.get("top").intValue();
      task.press("Control+d", "Control+z", "Control+Shift+z", "Control+z");
      task.press("Control+Enter");
      JsonNode answer = task.answer();
      assertThat(answer.at("/annotatedResult/boundingBoxes")).hasSize(1);
      assertThat(answer.at("/annotatedResult/boundingBoxes/0").toString())
          .isEqualTo(
              "{\"height\":40,\"label\":\"Bird\",\"left\":%d,\"top\":%d,\"width\":41}"
                  .formatted(left, top));
    }
  }

  private static JsonNode value(Task task) {
    try {
      return Harness.JSON.readTree(
          (String)
              task.eval("JSON.stringify(document.querySelector('[name=annotatedResult]').value)"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aBoxIsMovedResizedAndRemovedWithTheMouse() {
    try (Task task = open("bounding-box", "")) {
      task.drag(100, 100, 200, 200);
      task.drag(150, 150, 250, 160);
      assertAnswer(
          value(task).get("boundingBoxes"),
          "[{'height':100,'label':'Cat','left':200,'top':110,'width':100}]");
      task.drag(300, 210, 400, 300);
      assertAnswer(
          value(task).get("boundingBoxes"),
          "[{'height':190,'label':'Cat','left':200,'top':110,'width':200}]");
      task.drag(500, 300, 600, 400);
      assertThat(value(task).get("boundingBoxes")).hasSize(2);
      task.find("button[aria-label='Remove Cat 1']").click();
      assertAnswer(
          value(task).get("boundingBoxes"),
          "[{'height':100,'label':'Cat','left':500,'top':300,'width':100}]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bounding-box|boundingBoxes|[{height: 401, label: 'Dog', left: 243, top: 17, width: 187,},]|true",
        "polygon|polygons|[{label: 'Dog', vertices: [{x: 1, y: 2}, {x: 30, y: 2}, {x: 9, y: 99}]}]|false",
        "polyline|polylines|{polylines: [{label: 'Dog', vertices: [{x: 1, y: 2}, {x: 30, y: 2}]}]}|true",
        "line|lines|{lines: [{label: 'Dog', vertices: [{x: 1, y: 2}, {x: 30, y: 2}]}]}|true",
        "keypoint|keypoints|[{label: 'Dog', x: 100, y: 99}]|false",
      })
  void theInitialValueComesBackAndSaysWhetherItWasChanged(
      String tool, String member, String value, boolean says) {
    try (Task task = open(tool, "initial-value=\"" + value + "\"")) {
      JsonNode answer = task.submit().get("annotatedResult");
      assertThat(answer.get(member)).hasSize(1);
      assertThat(answer.at("/" + member + "/0/label").textValue()).isEqualTo("Dog");
      assertThat(answer.has("initialValueModified")).isEqualTo(says);
      if (says) {
        assertThat(answer.get("initialValueModified").booleanValue()).isFalse();
        task.focusFrame();
        task.find(".stage").focus();
        task.press("Tab", "ArrowRight");
        assertThat(value(task).get("initialValueModified").booleanValue()).isTrue();
      }
    }
  }

  @Test
  void pointsLinesPolylinesAndPolygonsByMouse() {
    try (Task task = open("keypoint", "")) {
      task.click(155, 275);
      task.click(341, 447);
      assertAnswer(
          task.submit(),
          "{'annotatedResult':{'keypoints':[{'label':'Cat','x':155,'y':275},{'label':'Cat','x':341,'y':447}],"
              + "'inputImageProperties':{'height':533,'width':800}}}");
    }
    try (Task task = open("line", "label-colors=\"['#d62728','#0000FF']\"")) {
      task.drag(58, 295, 600, 398);
      assertAnswer(
          task.submit(),
          "{'annotatedResult':{'lines':[{'label':'Cat','vertices':[{'x':58,'y':295},{'x':600,'y':398}]}],"
              + "'inputImageProperties':{'height':533,'width':800}}}");
    }
    try (Task task = open("polyline", "")) {
      task.click(100, 100);
      task.click(300, 120);
      task.click(500, 400);
      task.press("Enter");
      assertAnswer(
          task.submit(),
          "{'annotatedResult':{'polylines':[{'label':'Cat','vertices':[{'x':100,'y':100},{'x':300,'y':120},{'x':500,'y':400}]}],"
              + "'inputImageProperties':{'height':533,'width':800}}}");
    }
    try (Task task = open("polygon", "")) {
      task.click(100, 100);
      task.click(300, 120);
      task.click(500, 400);
      task.click(100, 100);
      assertAnswer(
          task.submit(),
          "{'annotatedResult':{'polygons':[{'label':'Cat','vertices':[{'x':100,'y':100},{'x':300,'y':120},{'x':500,'y':400}]}],"
              + "'inputImageProperties':{'height':533,'width':800}}}");
    }
  }

  @ParameterizedTest
  @CsvSource({"keypoint,keypoints,1", "line,lines,1", "polyline,polylines,1", "polygon,polygons,1"})
  void everyShapeByKeyboardOnly(String tool, String member, int shapes) {
    try (Task task = open(tool, "")) {
      task.focusFrame();
      task.press("2", "Enter");
      if (!tool.equals("keypoint")) {
        task.press("ArrowRight", "Enter");
      }
      if (tool.startsWith("poly")) {
        task.press("ArrowDown", "Enter", "Enter");
      }
      task.press("Control+Enter");
      JsonNode answer = task.answer().get("annotatedResult");
      assertThat(answer.get(member)).hasSize(shapes);
      assertThat(answer.at("/" + member + "/0/label").textValue()).isEqualTo("Dog");
    }
  }

  @Test
  void tabWalksTheBoxesAndLeavesTheImageAfterTheLastOneOrAfterEsc() {
    String boxes =
        "[{label: 'Cat', left: 10, top: 10, width: 40, height: 40}, {label: 'Dog', left: 90, top: 90, width: 40, height: 40}]";
    try (Task task = open("bounding-box", "initial-value=\"" + boxes + "\"")) {
      task.find(".stage").focus();
      task.press("Tab");
      assertThat(task.find("[role=status]").textContent())
          .isEqualTo("Cat 1 of 2, 40 by 40 at 10, 10");
      task.press("Tab");
      assertThat(task.find("[role=status]").textContent())
          .isEqualTo("Dog 2 of 2, 40 by 40 at 90, 90");
      assertThat(task.eval(FOCUS)).isEqualTo("stage");
      task.press("Tab");
      assertThat(task.eval(FOCUS)).isEqualTo("Zoom out");
      task.press("Shift+Tab", "Shift+Tab");
      assertThat(task.find("[role=status]").textContent()).startsWith("Dog 2 of 2");
      task.press("Escape", "Tab");
      assertThat(task.eval(FOCUS)).isEqualTo("Zoom out");
    }
  }

  private static final String FOCUS =
      """
      (() => {
        const active = document.querySelector('crowd-bounding-box').shadowRoot.activeElement;
        return active.classList.contains('stage') ? 'stage' : active.getAttribute('aria-label');
      })()
      """;

  @Test
  void verticesOfAPolygonAreAddedMovedAndRemovedByKeyboard() {
    try (Task task = open("polygon", "")) {
      task.focusFrame();
      task.press("1", "Enter", "Shift+ArrowRight", "Enter", "Shift+ArrowDown", "Enter", "Enter");
      JsonNode before = value(task).at("/polygons/0/vertices");
      assertThat(before).hasSize(3);
      task.press("v", "i", "Alt+Shift+ArrowRight");
      JsonNode added = value(task).at("/polygons/0/vertices");
      assertThat(added).hasSize(4);
      assertThat(added.at("/2/x").asInt()).isEqualTo(before.at("/1/x").asInt() + 10);
      task.press("Shift+Delete");
      assertThat(value(task).at("/polygons/0/vertices")).isEqualTo(before);
      task.press("Delete");
      assertThat(value(task).get("polygons")).isEmpty();
    }
  }

  @Test
  void aDoubleClickAddsAVertexToAnEdgeAndRemovesOneThatIsThere() {
    try (Task task = open("polyline", "")) {
      task.click(100, 100);
      task.click(300, 100);
      task.click(300, 300);
      // A double click ends a shape without taking its last vertex.
      doubleClick(task, 500, 300);
      assertThat(value(task).at("/polylines/0/vertices")).hasSize(4);
      doubleClick(task, 200, 100);
      assertAnswer(
          value(task).at("/polylines/0/vertices"),
          "[{'x':100,'y':100},{'x':200,'y':100},{'x':300,'y':100},{'x':300,'y':300},{'x':500,'y':300}]");
      doubleClick(task, 300, 300);
      assertAnswer(
          value(task).at("/polylines/0/vertices"),
          "[{'x':100,'y':100},{'x':200,'y':100},{'x':300,'y':100},{'x':500,'y':300}]");
    }
  }

  private static void doubleClick(Task task, double x, double y) {
    double[] at = task.at(x, y);
    task.page.mouse().dblclick(at[0], at[1]);
  }

  @Test
  void aFingerDrawsOnAPhoneWhereSubmitIsVisible() {
    try (Task task = harness.phone(template("bounding-box", ""))) {
      task.waitForPicture();
      assertThat(task.find("button[part=submit]").boundingBox().y).isLessThan(844 - 40);
      double[] from = task.at(200, 150);
      double[] to = task.at(500, 400);
      var cdp = task.page.context().newCDPSession(task.page);
      touch(cdp, "touchStart", from);
      touch(cdp, "touchMove", new double[] {(from[0] + to[0]) / 2, (from[1] + to[1]) / 2});
      touch(cdp, "touchMove", to);
      touch(cdp, "touchEnd", null);
      JsonNode box = task.submit().at("/annotatedResult/boundingBoxes/0");
      assertThat(box.get("left").intValue()).isBetween(195, 205);
      assertThat(box.get("width").intValue()).isBetween(290, 310);
    }
  }

  private static void touch(com.microsoft.playwright.CDPSession cdp, String type, double[] at) {
    var points = new com.google.gson.JsonArray();
    if (at != null) {
      var point = new com.google.gson.JsonObject();
      point.addProperty("x", at[0]);
      point.addProperty("y", at[1]);
      points.add(point);
    }
    var message = new com.google.gson.JsonObject();
    message.addProperty("type", type);
    message.add("touchPoints", points);
    cdp.send("Input.dispatchTouchEvent", message);
  }

  /**
   * Not a benchmark: the bound is what a person notices, on a machine that does other things too.
   */
  @Test
  void oneOfAThousandBoxesIsDraggedWithoutDelay() {
    harness.object("large.png", Harness.picture(4000, 3000));
    String boxes =
        java.util.stream.IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    "{label:'Cat',left:%d,top:%d,width:60,height:50}"
                        .formatted(20 + i % 40 * 98, 20 + i / 40 * 118))
            .collect(java.util.stream.Collectors.joining(",", "[", "]"));
    try (Task task =
        harness.task(
            template("bounding-box", "initial-value=\"" + boxes + "\"")
                .replace("picture.png", "large.png"))) {
      task.waitForPicture();
      double[] from = task.at(50, 45);
      task.page.mouse().move(from[0], from[1]);
      task.page.mouse().down();
      task.page.mouse().move(from[0] + 5, from[1] + 5);
      var cdp = session(task);
      cdp.send("Performance.enable");
      double before = taskSeconds(cdp);
      int moves = 120;
      for (int i = 0; i < moves; i++) {
        task.page.mouse().move(from[0] + 6 + i * 3, from[1] + 5 + i * 2);
      }
      double milliseconds = (taskSeconds(cdp) - before) * 1000 / moves;
      task.page.mouse().up();
      System.out.printf("1,000 boxes: %.1f ms of the main thread for each move%n", milliseconds);
      assertThat(milliseconds).isLessThan(50);
      assertThat(value(task).get("boundingBoxes")).hasSize(1000);
      assertThat(value(task).get("initialValueModified").booleanValue()).isTrue();
    }
  }

  /** Chromium gives a sandboxed frame a process of its own, where it can. */
  private static com.microsoft.playwright.CDPSession session(Task task) {
    try {
      return task.page.context().newCDPSession(task.page.frames().get(1));
    } catch (com.microsoft.playwright.PlaywrightException e) {
      return task.page.context().newCDPSession(task.page);
    }
  }

  private static double taskSeconds(com.microsoft.playwright.CDPSession cdp) {
    for (var metric : cdp.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      if (metric.getAsJsonObject().get("name").getAsString().equals("TaskDuration")) {
        return metric.getAsJsonObject().get("value").getAsDouble();
      }
    }
    throw new IllegalStateException("No TaskDuration");
  }

  @Test
  void aPhotographWithExifRotationIsShownAsItIsStored() throws IOException {
    harness.object("turned.jpg", exifTurned(Harness.picture(400, 200)));
    try (Task task =
        harness.task(template("bounding-box", "").replace("picture.png", "turned.jpg"))) {
      task.waitForPicture();
      task.drag(10, 20, 390, 180);
      assertAnswer(
          task.submit(),
          "{'annotatedResult':{'boundingBoxes':[{'height':160,'label':'Cat','left':10,'top':20,'width':380}],"
              + "'inputImageProperties':{'height':200,'width':400}}}");
    }
  }

  /**
   * A JPEG whose EXIF orientation is 6: browsers turn it by 90 degrees unless they are told not to.
   */
  private static byte[] exifTurned(byte[] png) throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(ImageIO.read(new java.io.ByteArrayInputStream(png)), "jpg", jpeg);
    byte[] plain = jpeg.toByteArray();
    byte[] exif = {
      (byte) 0xff,
      (byte) 0xe1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0,
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8,
      0,
      1,
      1,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      6,
      0,
      0,
      0,
      0,
      0,
      0
    };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(plain, 0, 2);
    out.write(exif);
    out.write(plain, 2, plain.length - 2);
    return out.toByteArray();
  }
}
