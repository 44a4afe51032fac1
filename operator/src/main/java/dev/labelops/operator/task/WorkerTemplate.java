package dev.labelops.operator.task;

import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.LabelingTaskType.Kind;
import dev.labelops.groundtruth.LabelingTaskType.ObjectPlace;
import dev.labelops.groundtruth.LabelingTaskType.Ui;
import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Task;
import java.util.Optional;
import org.jsoup.nodes.Entities;

/**
 * Generates the Liquid template that workers see (UiTemplateS3Uri, ground-truth-reference 3.3),
 * with the {@link WorkerInstructions}. The labels come from the label category file through {@code
 * task.input.labels}.
 */
public final class WorkerTemplate {
  private static final String VIDEO =
      """

            <video controls width="100%">
              <source src="{{ task.input.taskObject | grant_read_access }}" type="video/mp4">
              <source src="{{ task.input.taskObject | grant_read_access }}" type="video/webm">
              <source src="{{ task.input.taskObject | grant_read_access }}" type="video/ogg">
            </video>
          """;

  private static final String COMMENT =
      "\n    <worker-comment header=\"Comment\" link-text=\"Add a comment\""
          + " placeholder=\"What is wrong with the labels?\"></worker-comment>";

  private WorkerTemplate() {}

  /**
   * The template for a task of a type that takes one.
   *
   * @param earlierAttribute the attribute with the labels that are adjusted or verified
   */
  public static String render(Task task, Optional<String> earlierAttribute) {
    BuiltInTask defaults = BuiltInTask.of(task.type());
    LabelingTaskType type = defaults.type();
    Ui ui = type.ui();
    ObjectPlace place = ui.object().orElseThrow();
    String object =
        switch (place) {
          case Src -> "src=\"{{ task.input.taskObject | grant_read_access }}\"";
          case ClassificationTarget -> "";
        };
    String target =
        switch (place) {
          case Src -> "";
          case ClassificationTarget ->
              "    <classification-target>" + shown(type.medium()) + "</classification-target>\n";
        };
    WorkerInstructions instructions = WorkerInstructions.of(task);
    return """
    <script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
    <crowd-form>
      <%1$s name="%2$s" %3$s
          header="%4$s"
          %5$s="{{ task.input.labels | to_json | escape }}"%6$s>
    %7$s    <full-instructions header="Instructions">%8$s</full-instructions>
        <short-instructions>%9$s</short-instructions>%10$s
      </%1$s>
    </crowd-form>
    """
        .formatted(
            ui.element().orElseThrow(),
            // Where no document names it, the convention of the built-in types: the element's own
            // name.
            ui.answerName().or(ui::element).orElseThrow(),
            object,
            attribute(Optional.ofNullable(task.title()).orElse(defaults.title())),
            ui.labelsAttribute().orElseThrow(),
            earlierAttribute
                .map(name -> "\n      " + EarlierLabelsLiquid.attribute(type, name))
                .orElse(""),
            target,
            instructions.fullText(),
            instructions.shortText(),
            type.kind() == Kind.Verification ? COMMENT : "");
  }

  private static String shown(Medium medium) {
    return medium == Medium.Video ? VIDEO : "{{ task.input.taskObject }}";
  }

  private static String attribute(String text) {
    return WorkerInstructions.inert(
        Entities.escape(text).replace("\"", "&quot;").replace("'", "&#39;"));
  }
}
