package dev.labelops.operator.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.groundtruth.ServiceLimits;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.TaskType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateCheckTest {
  /** As the workshop's notebook uploads it, with Liquid tags and single quotes. */
  private static final String GOOD =
      """
      {%- assign colour = 'red' -%}
      <script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
      <crowd-form>
        <crowd-bounding-box
          name='boundingBox'
          src="{{ task.input.taskObject | grant_read_access }}"
          header="Please draw a box around each {{ colour }} Company Logo."
          labels="{{ task.input.labels | to_json | escape }}">
          <full-instructions header="How"><ol><li>x</li></ol></full-instructions>
          <short-instructions><img src="data:image/png;base64,AA=="></short-instructions>
        </crowd-bounding-box>
      </crowd-form>
      """;

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of(
            "the workshop's most common mistake",
            GOOD.replace("'boundingBox'", "\"annotatedResult\""),
            TaskType.BoundingBox,
            List.of("'annotatedResult'", "set name=\"boundingBox\"")),
        Arguments.of(
            "no name at all",
            GOOD.replace("name='boundingBox'", ""),
            TaskType.BoundingBox,
            List.of("is named ''", "set name=\"boundingBox\"")),
        Arguments.of(
            "a template of another type",
            GOOD,
            TaskType.ImageMultiClass,
            List.of("no <crowd-image-classifier>", "it has <crowd-bounding-box> instead")),
        Arguments.of(
            "no form",
            GOOD.replace("crowd-form", "div"),
            TaskType.BoundingBox,
            List.of("no <crowd-form>")),
        Arguments.of(
            "element beside the form",
            GOOD.replace("<crowd-form>", "<crowd-form></crowd-form>"),
            TaskType.BoundingBox,
            List.of("outside <crowd-form>")),
        Arguments.of(
            "browsers cannot open s3 addresses",
            GOOD.replace(" | grant_read_access", ""),
            TaskType.BoundingBox,
            List.of("does not grant workers access", "grant_read_access")),
        Arguments.of(
            "no labels",
            GOOD.replace("labels=\"{{ task.input.labels | to_json | escape }}\"", ""),
            TaskType.BoundingBox,
            List.of("has no labels")),
        Arguments.of(
            "no crowd script",
            GOOD.replaceAll("<script.*", ""),
            TaskType.BoundingBox,
            List.of("does not load the crowd elements")),
        Arguments.of(
            "too long",
            GOOD + " ".repeat(ServiceLimits.MAX_TEMPLATE_CHARACTERS),
            TaskType.BoundingBox,
            List.of("128,000")),
        Arguments.of(
            "text that is never shown",
            """
            <script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
            <crowd-form><crowd-classifier name="crowd-classifier" categories="['a']">
            <classification-target>fixed</classification-target></crowd-classifier></crowd-form>
            """,
            TaskType.TextMultiClass,
            List.of("does not show the text", "task.input.taskObject")),
        Arguments.of(
            "not a template at all",
            "hello",
            TaskType.TextMultiClass,
            List.of("no <crowd-classifier>")));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void saysWhatIsWrongAndWhatToDo(
      String reason, String template, TaskType type, List<String> said) {
    List<String> problems = TemplateCheck.problems(template, BuiltInTask.of(type));
    assertThat(problems).as(reason).isNotEmpty();
    assertThat(problems).as(reason).anySatisfy(problem -> assertThat(problem).contains(said));
  }

  @Test
  void theWorkshopsTemplateIsFine() {
    assertThat(TemplateCheck.problems(GOOD, BuiltInTask.of(TaskType.BoundingBox))).isEmpty();
  }

  @Test
  void allProblemsAreSaidAtOnce() {
    assertThat(
            TemplateCheck.problems(
                "<crowd-bounding-box name=\"x\" src=\"{{ task.input.taskObject }}\">",
                BuiltInTask.of(TaskType.BoundingBox)))
        .hasSize(5);
  }
}
