package dev.labelops.operator.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.LabelingTaskType.Kind;
import dev.labelops.groundtruth.LabelingTaskType.LabelForm;
import dev.labelops.groundtruth.LabelingTaskType.ObjectPlace;
import dev.labelops.groundtruth.LabelingTaskType.Ui;
import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Instructions;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Label;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Task;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.TaskType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WorkerTemplateTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static Task task(TaskType type, String title, Instructions instructions) {
    return new Task(
        type,
        List.of(Label.named("A"), Label.named("B")),
        null,
        title,
        null,
        null,
        instructions,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static Stream<TaskType> withTemplate() {
    return Stream.of(TaskType.values())
        .filter(type -> type.facts().isBuiltIn() && type.facts().ui().takesTemplate());
  }

  private static Optional<String> earlier(TaskType type) {
    return type.facts().of().map(base -> "earlier-ref");
  }

  private static Element render(TaskType type, String title, Instructions instructions) {
    return Jsoup.parse(WorkerTemplate.render(task(type, title, instructions), earlier(type)));
  }

  @ParameterizedTest
  @MethodSource("withTemplate")
  void whatWeMakePassesOurOwnCheck(TaskType type) {
    assertThat(
            TemplateCheck.problems(
                WorkerTemplate.render(task(type, null, null), earlier(type)), BuiltInTask.of(type)))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("withTemplate")
  void anyLabelReachesTheElementWholeWhenALiquidEngineRendersIt(TaskType type) {
    ArrayNode labels =
        JSON.createArrayNode().add("say \"hi\"").add("it's <b>").add("{{x}} & \\ Größe");
    ObjectNode input = JSON.createObjectNode().put("taskObject", "s3://b/<x>&\"y\".jpg");
    input.set("labels", labels);
    input.set("manifestLine", line(type.facts()));
    String page =
        new dev.labelops.engine.labeling.template.WorkerTemplate(
                WorkerTemplate.render(task(type, "{{ task }}", null), earlier(type)))
            .render(input, uri -> "https://granted/" + uri.length());
    Ui ui = BuiltInTask.of(type).type().ui();
    Element element = Jsoup.parse(page).selectFirst(ui.element().orElseThrow());
    assertThat(element.attr(ui.labelsAttribute().orElseThrow())).isEqualTo(labels.toString());
    assertThat(element.attr("header")).isEqualTo("{{ task }}");
    if (ui.object().orElseThrow() == ObjectPlace.Src) {
      assertThat(element.attr("src")).startsWith("https://granted/");
    } else if (type.facts().medium() == Medium.Video) {
      assertThat(element.select("classification-target video source").eachAttr("src"))
          .hasSize(3)
          .allMatch(src -> src.startsWith("https://granted/"));
    } else {
      assertThat(element.selectFirst("classification-target").text())
          .isEqualTo("s3://b/<x>&\"y\".jpg");
    }
  }

  /** A line of an output manifest with labels of the type that is adjusted or verified. */
  private static ObjectNode line(LabelingTaskType type) {
    ObjectNode line = JSON.createObjectNode().put("source-ref", "s3://b/<x>.jpg");
    ObjectNode metadata = line.putObject("earlier-ref-metadata");
    if (type.of()
        .map(LabelingTaskType::get)
        .filter(t -> t.output().label() == LabelForm.Mask)
        .isPresent()) {
      line.put("earlier-ref", "s3://b/mask.png");
      ObjectNode colors = metadata.putObject("internal-color-map");
      colors.putObject("0").put("class-name", "BACKGROUND").put("hex-color", "#ffffff");
      colors.putObject("1").put("class-name", "say \"road\"").put("hex-color", "#2acf59");
    } else {
      metadata.putObject("class-map").put("0", "say \"DHL\"").put("1", "Red & Bull");
      ArrayNode boxes = line.putObject("earlier-ref").putArray("annotations");
      boxes
          .addObject()
          .put("class_id", 1)
          .put("left", 31)
          .put("top", 40)
          .put("width", 120)
          .put("height", 66);
      boxes
          .addObject()
          .put("class_id", 0)
          .put("left", 1)
          .put("top", 2)
          .put("width", 3)
          .put("height", 4);
    }
    return line;
  }

  /** The forms are those of the element's page (DG:sms-ui-template-crowd-...). */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          AdjustmentBoundingBox | crowd-bounding-box | initial-value | [{"label": "Red & Bull", "left": 31, "top": 40, "width": 120, "height": 66}, {"label": "say \\"DHL\\"", "left": 1, "top": 2, "width": 3, "height": 4}]
          VerificationBoundingBox | crowd-image-classifier | overlay | {"boundingBox": {"labels": ["say \\"DHL\\"", "Red & Bull"], "value": [{"label": "Red & Bull", "left": 31, "top": 40, "width": 120, "height": 66}, {"label": "say \\"DHL\\"", "left": 1, "top": 2, "width": 3, "height": 4}]}}
          AdjustmentSemanticSegmentation | crowd-semantic-segmentation | initial-value | {"src": "https://granted/s3://b/mask.png", "labelMappings": {"BACKGROUND": {"color": "#ffffff"}, "say \\"road\\"": {"color": "#2acf59"}}}
          VerificationSemanticSegmentation | crowd-image-classifier | overlay | {"semanticSegmentation": {"labels": ["BACKGROUND", "say \\"road\\""], "src": "https://granted/s3://b/mask.png", "labelMappings": {"BACKGROUND": {"color": "#ffffff"}, "say \\"road\\"": {"color": "#2acf59"}}}}
          """)
  void earlierLabelsReachTheElementInItsForm(
      TaskType type, String element, String attribute, String json) throws IOException {
    ObjectNode input = JSON.createObjectNode().put("taskObject", "s3://b/x.jpg");
    input.putArray("labels").add("A").add("B");
    input.set("manifestLine", line(type.facts()));
    String page =
        new dev.labelops.engine.labeling.template.WorkerTemplate(
                WorkerTemplate.render(task(type, null, null), earlier(type)))
            .render(input, uri -> "https://granted/" + uri);
    Element shown = Jsoup.parse(page).selectFirst(element);
    assertThat(JSON.readTree(shown.attr(attribute))).isEqualTo(JSON.readTree(json));
    assertThat(shown.select("worker-comment"))
        .hasSize(type.facts().kind() == Kind.Verification ? 1 : 0);
  }

  @Test
  void theBoundingBoxTemplateIsTheReferencesSkeleton() {
    Element box =
        render(TaskType.BoundingBox, "Find marks", null).selectFirst("crowd-bounding-box");
    assertThat(box.attr("name")).isEqualTo("boundingBox");
    assertThat(box.attr("src")).isEqualTo("{{ task.input.taskObject | grant_read_access }}");
    assertThat(box.attr("labels")).isEqualTo("{{ task.input.labels | to_json | escape }}");
    assertThat(box.attr("header")).isEqualTo("Find marks");
    assertThat(box.select("full-instructions[header]")).hasSize(1);
    assertThat(box.select("short-instructions")).hasSize(1);
  }

  @Test
  void textIsShownInsideTheClassificationTarget() {
    Element text = render(TaskType.TextMultiClass, null, null).selectFirst("crowd-classifier");
    assertThat(text.hasAttr("src")).isFalse();
    assertThat(text.attr("categories")).isEqualTo("{{ task.input.labels | to_json | escape }}");
    assertThat(text.selectFirst("classification-target").text())
        .isEqualTo("{{ task.input.taskObject }}");
  }

  @Test
  void aTitleCannotBreakOutOfItsAttribute() {
    String title = "\"><script>x</script> & 'it' {{ task }} {% raw %}";
    Element page = render(TaskType.ImageMultiClass, title, null);
    assertThat(page.select("script")).hasSize(1);
    assertThat(page.selectFirst("crowd-image-classifier").attr("header")).isEqualTo(title);
    assertThat(WorkerTemplate.render(task(TaskType.ImageMultiClass, title, null), Optional.empty()))
        .doesNotContain("{{ task }}")
        .doesNotContain("{% raw");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain text is a paragraph | Draw boxes | <p>Draw boxes</p>",
        "an angle bracket is text | a < b & c | <p>a &lt; b &amp; c</p>",
        "simple HTML stays | <p>Draw <b>tight</b></p> | <p>Draw <b>tight</b></p>",
        "scripts go | <p>x</p><script>alert(1)</script> | <p>x</p>",
        "handlers go | <p onclick=\"x()\">x</p> | <p>x</p>",
        "script addresses go | <a href=\"javascript:x()\">x</a> | <a>x</a>",
        "an image as data stays | <img src=\"data:image/png;base64,AA==\"> | <img src=\"data:image/png;base64,AA==\">",
        "frames and forms go | <form><iframe src=\"https://e.com\"></iframe>ok</form> | ok",
        "closing tags of ours go | <p>x</p></short-instructions></crowd-form> | <p>x</p>",
        "Liquid is shown, not run | {{ task.input }} {% if %} | <p>&#123;{ task.input }} &#123;% if %}</p>",
        "Liquid in an attribute is shown | <a href=\"https://e.com/{{x}}\">x</a> | <a href=\"https://e.com/&#123;{x}}\">x</a>"
      })
  void instructions(String reason, String written, String shown) {
    assertThat(WorkerInstructions.simpleHtml(written)).as(reason).isEqualTo(shown);
  }

  @Test
  void lineBreaksOfPlainTextAreKept() {
    assertThat(WorkerInstructions.simpleHtml("One.\nTwo.\n\nThree.\n"))
        .isEqualTo("<p>One.<br>Two.</p><p>Three.</p>");
  }

  @Test
  void fullInstructionsDefaultToTheShortOnes() {
    Element page = render(TaskType.BoundingBox, null, new Instructions("<p>Only this</p>", null));
    assertThat(page.selectFirst("full-instructions").html()).isEqualTo("<p>Only this</p>");
    assertThat(page.selectFirst("short-instructions").html()).isEqualTo("<p>Only this</p>");
  }
}
