package dev.labelops.operator.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * What workers read, as HTML that is safe in their signed-in browser: the user's texts, or the
 * defaults.
 *
 * <p>Instructions may be plain text, whose line breaks are kept, or simple HTML: paragraphs, lists,
 * tables, emphasis, links, and images by http, https or as data. Scripts, styles, frames and event
 * handlers are dropped. Liquid in any text is shown, not run.
 *
 * @param shortText shown beside the task
 * @param fullText shown after a click
 */
public record WorkerInstructions(String shortText, String fullText) {
  private static final Safelist SIMPLE_HTML =
      Safelist.relaxed().addTags("hr").addProtocols("img", "src", "data");
  private static final Document.OutputSettings AS_WRITTEN =
      new Document.OutputSettings().prettyPrint(false);
  private static final Pattern LIQUID_OPENING = Pattern.compile("\\{(?=[{%])");
  private static final Pattern PARAGRAPHS = Pattern.compile("\\R\\s*\\R");
  private static final Pattern LINES = Pattern.compile("\\R");

  /** Those of a task; the defaults where it leaves out one or both. */
  public static WorkerInstructions of(Task task) {
    String shortText =
        given(task, Instructions::shortText).orElse(BuiltInTask.of(task.type()).instructions());
    return new WorkerInstructions(shortText, given(task, Instructions::fullText).orElse(shortText));
  }

  /** As a member of a label category file. */
  void write(ObjectNode file) {
    file.putObject("instructions")
        .put("shortInstruction", shortText)
        .put("fullInstruction", fullText);
  }

  private static Optional<String> given(Task task, Function<Instructions, String> which) {
    return Optional.ofNullable(task.instructions())
        .map(which)
        .filter(text -> !text.isBlank())
        .map(WorkerInstructions::simpleHtml);
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

  /** Text that Liquid leaves as it is. */
  static String inert(String html) {
    return LIQUID_OPENING.matcher(html).replaceAll("&#123;");
  }
}
