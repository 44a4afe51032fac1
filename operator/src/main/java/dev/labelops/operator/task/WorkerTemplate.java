package dev.labelops.operator.task;

import dev.labelops.groundtruth.LabelingTaskType.ObjectPlace;
import dev.labelops.groundtruth.LabelingTaskType.Ui;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Instructions;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Task;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Entities;
import org.jsoup.safety.Safelist;

/**
 * Makes the Liquid template that workers see (UiTemplateS3Uri, ground-truth-reference 3.3).
 *
 * <p>Instructions may be plain text, whose line breaks are kept, or simple HTML: paragraphs, lists,
 * tables, emphasis, links, and images by http, https or as data. Scripts, styles, frames and event
 * handlers are dropped, because the page runs in the workers' signed-in browser. Liquid in any text
 * is shown, not run. The labels come from the label category file through {@code
 * task.input.labels}.
 */
public final class WorkerTemplate {
  private static final Safelist SIMPLE_HTML =
      Safelist.relaxed().addTags("hr").addProtocols("img", "src", "data");
  private static final Document.OutputSettings AS_WRITTEN =
      new Document.OutputSettings().prettyPrint(false);
  private static final Pattern LIQUID_OPENING = Pattern.compile("\\{(?=[{%])");
  private static final Pattern PARAGRAPHS = Pattern.compile("\\R\\s*\\R");
  private static final Pattern LINES = Pattern.compile("\\R");

  private WorkerTemplate() {}

  /** The template for a task of a built-in type. */
  public static String render(Task task) {
    BuiltInTask type = BuiltInTask.of(task.type());
    Ui ui = type.type().ui();
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
              "    <classification-target>{{ task.input.taskObject }}</classification-target>\n";
        };
    String shortText = instructions(task, Instructions::shortText).orElse(type.instructions());
    String fullText = instructions(task, Instructions::fullText).orElse(shortText);
    return """
    <script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
    <crowd-form>
      <%1$s name="%2$s" %3$s
          header="%4$s"
          %5$s="{{ task.input.labels | to_json | escape }}">
    %6$s    <full-instructions header="Instructions">%7$s</full-instructions>
        <short-instructions>%8$s</short-instructions>
      </%1$s>
    </crowd-form>
    """
        .formatted(
            ui.element().orElseThrow(),
            ui.answerName().orElseThrow(),
            object,
            attribute(Optional.ofNullable(task.title()).orElse(type.title())),
            ui.labelsAttribute().orElseThrow(),
            target,
            fullText,
            shortText);
  }

  private static Optional<String> instructions(Task task, Function<Instructions, String> which) {
    return Optional.ofNullable(task.instructions())
        .map(which)
        .filter(text -> !text.isBlank())
        .map(WorkerTemplate::simpleHtml);
  }

  /** Plain text becomes paragraphs, HTML is cleaned. */
  static String simpleHtml(String text) {
    String html =
        Jsoup.parseBodyFragment(text).body().childrenSize() > 0
            ? Jsoup.clean(text, "", SIMPLE_HTML, AS_WRITTEN)
            : PARAGRAPHS
                .splitAsStream(text.strip())
                .map(
                    paragraph ->
                        LINES
                            .splitAsStream(paragraph)
                            .map(line -> Entities.escape(Jsoup.parse(line).text()))
                            .collect(Collectors.joining("<br>", "<p>", "</p>")))
                .collect(Collectors.joining());
    return inert(html);
  }

  private static String attribute(String text) {
    return inert(Entities.escape(text).replace("\"", "&quot;").replace("'", "&#39;"));
  }

  private static String inert(String html) {
    return LIQUID_OPENING.matcher(html).replaceAll("&#123;");
  }
}
