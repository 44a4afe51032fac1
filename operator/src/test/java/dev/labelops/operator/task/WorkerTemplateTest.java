package dev.labelops.operator.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.groundtruth.LabelingTaskType.ObjectPlace;
import dev.labelops.groundtruth.LabelingTaskType.Ui;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Instructions;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Label;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Task;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.TaskType;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WorkerTemplateTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static Task task(TaskType type, String title, Instructions instructions) {
    return new Task(
        type,
        List.of(new Label("A"), new Label("B")),
        null,
        title,
        null,
        null,
        instructions,
        null,
        null,
        null,
        null,
        null);
  }

  private static Element render(TaskType type, String title, Instructions instructions) {
    return Jsoup.parse(WorkerTemplate.render(task(type, title, instructions)));
  }

  @ParameterizedTest
  @EnumSource(TaskType.class)
  void whatWeMakePassesOurOwnCheck(TaskType type) {
    assertThat(
            TemplateCheck.problems(
                WorkerTemplate.render(task(type, null, null)), BuiltInTask.of(type)))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TaskType.class)
  void anyLabelReachesTheElementWholeWhenALiquidEngineRendersIt(TaskType type) {
    ArrayNode labels =
        JSON.createArrayNode().add("say \"hi\"").add("it's <b>").add("{{x}} & \\ Größe");
    ObjectNode input = JSON.createObjectNode().put("taskObject", "s3://b/<x>&\"y\".jpg");
    input.set("labels", labels);
    String page =
        new dev.labelops.engine.labeling.template.WorkerTemplate(
                WorkerTemplate.render(task(type, "{{ task }}", null)))
            .render(input, uri -> "https://granted/" + uri.length());
    Ui ui = BuiltInTask.of(type).type().ui();
    Element element = Jsoup.parse(page).selectFirst(ui.element().orElseThrow());
    assertThat(element.attr(ui.labelsAttribute().orElseThrow())).isEqualTo(labels.toString());
    assertThat(element.attr("header")).isEqualTo("{{ task }}");
    if (ui.object().orElseThrow() == ObjectPlace.Src) {
      assertThat(element.attr("src")).startsWith("https://granted/");
    } else {
      assertThat(element.selectFirst("classification-target").text())
          .isEqualTo("s3://b/<x>&\"y\".jpg");
    }
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
    assertThat(WorkerTemplate.render(task(TaskType.ImageMultiClass, title, null)))
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
    assertThat(WorkerTemplate.simpleHtml(written)).as(reason).isEqualTo(shown);
  }

  @Test
  void lineBreaksOfPlainTextAreKept() {
    assertThat(WorkerTemplate.simpleHtml("One.\nTwo.\n\nThree.\n"))
        .isEqualTo("<p>One.<br>Two.</p><p>Three.</p>");
  }

  @Test
  void fullInstructionsDefaultToTheShortOnes() {
    Element page = render(TaskType.BoundingBox, null, new Instructions("<p>Only this</p>", null));
    assertThat(page.selectFirst("full-instructions").html()).isEqualTo("<p>Only this</p>");
    assertThat(page.selectFirst("short-instructions").html()).isEqualTo("<p>Only this</p>");
  }
}
