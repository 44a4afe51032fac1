package dev.labelops.operator.task;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Checks a template that the user brought before money is spent on a job that could not be labeled
 * with it (ground-truth-reference 3.3, 10).
 */
public final class TemplateCheck {
  /** RenderUiTemplate takes no longer template (UiTemplate.Content). */
  static final int LONGEST = 128_000;

  private TemplateCheck() {}

  /**
   * @param template Liquid and HTML
   * @return one sentence per problem, each with what to do; empty when nothing is wrong that can be
   *     seen
   */
  public static List<String> problems(String template, BuiltInTask task) {
    List<String> problems = new ArrayList<>();
    Document page = Jsoup.parse(template);
    if (template.length() > LONGEST) {
      problems.add(
          "the template has %,d characters and Ground Truth takes %,d: make it shorter, for example by moving images out of it"
              .formatted(template.length(), LONGEST));
    }
    if (page.select("script[src*=crowd-html-elements]").isEmpty()) {
      problems.add(
          "the template does not load the crowd elements: begin it with <script src=\"https://assets.crowd.aws/crowd-html-elements.js\"></script>");
    }
    if (page.select("crowd-form").isEmpty()) {
      problems.add("the template has no <crowd-form>: put everything that is submitted inside one");
    }
    List<Element> elements = page.select(task.element());
    if (elements.isEmpty()) {
      problems.add(
          "the template has no <%s>, which %s needs%s"
              .formatted(task.element(), task.name(), insteadFound(page)));
      return problems;
    }
    if (elements.stream().noneMatch(e -> e.attr("name").equals(task.elementName()))) {
      problems.add(
          "<%s> is named '%s', but the consolidation of %s looks for answers under the name '%s': set name=\"%4$s\""
              .formatted(
                  task.element(),
                  elements.getFirst().attr("name"),
                  task.name(),
                  task.elementName()));
    }
    if (elements.stream().noneMatch(e -> e.closest("crowd-form") != null)
        && !page.select("crowd-form").isEmpty()) {
      problems.add(
          "<%s> is outside <crowd-form>, so nothing would be submitted: move it inside"
              .formatted(task.element()));
    }
    if (elements.stream().noneMatch(e -> e.hasAttr(task.labelsAttribute()))) {
      problems.add(
          "<%s> has no %s: set %2$s=\"{{ task.input.labels | to_json | escape }}\""
              .formatted(task.element(), task.labelsAttribute()));
    }
    object(template, task, elements, problems);
    return problems;
  }

  private static void object(
      String template, BuiltInTask task, List<Element> elements, List<String> problems) {
    switch (task.media()) {
      case IMAGE -> {
        if (elements.stream().noneMatch(e -> e.attr("src").contains("grant_read_access"))) {
          problems.add(
              "<%s> does not grant workers access to the image: set src=\"{{ task.input.taskObject | grant_read_access }}\""
                  .formatted(task.element()));
        }
      }
      case TEXT -> {
        if (!template.contains("task.input")) {
          problems.add(
              "the template does not show the text: put {{ task.input.taskObject }} inside <classification-target>");
        }
      }
    }
  }

  private static String insteadFound(Document page) {
    String found =
        page.getAllElements().stream()
            .map(Element::tagName)
            .filter(tag -> tag.startsWith("crowd-") && !tag.equals("crowd-form"))
            .distinct()
            .map(tag -> "<" + tag + ">")
            .collect(Collectors.joining(", "));
    return found.isEmpty() ? "" : "; it has " + found + " instead";
  }
}
