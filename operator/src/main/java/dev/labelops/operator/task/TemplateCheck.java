package dev.labelops.operator.task;

import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.Medium;
import dev.labelops.groundtruth.ServiceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Checks a template that the user supplied, before money is spent on a job that could not be
 * labeled with it (ground-truth-reference 3.3, 10).
 */
public final class TemplateCheck {
  private TemplateCheck() {}

  /**
   * @param template Liquid and HTML
   * @return one sentence per problem, each with the fix; empty when no problem is found
   */
  public static List<String> problems(String template, BuiltInTask task) {
    List<String> problems = new ArrayList<>();
    Document page = Jsoup.parse(template);
    if (template.length() > ServiceLimits.MAX_TEMPLATE_CHARACTERS) {
      problems.add(
          "the template has %,d characters and Ground Truth allows %,d: make it shorter, for example by moving images out of it"
              .formatted(template.length(), ServiceLimits.MAX_TEMPLATE_CHARACTERS));
    }
    if (task.type().ui().element().isEmpty()) {
      // A custom page submits in its own way.
      return problems;
    }
    if (page.select("script[src*=crowd-html-elements]").isEmpty()) {
      problems.add(
          "the template does not load the crowd elements: begin it with <script src=\"https://assets.crowd.aws/crowd-html-elements.js\"></script>");
    }
    if (page.select("crowd-form").isEmpty()) {
      problems.add("the template has no <crowd-form>: put everything that is submitted inside one");
    }
    String type = task.type().name();
    String element = task.type().ui().element().orElseThrow();
    List<Element> elements = page.select(element);
    if (elements.isEmpty() && !task.type().confirmed("ui.element")) {
      return problems;
    }
    if (elements.isEmpty()) {
      problems.add(
          "the template has no <%s>, which %s needs%s"
              .formatted(element, type, insteadFound(page)));
      return problems;
    }
    task.type()
        .ui()
        .answerName()
        .filter(name -> elements.stream().noneMatch(e -> e.attr("name").equals(name)))
        .ifPresent(
            name ->
                problems.add(
                    "<%s> is named '%s', but the consolidation of %s expects answers under the name '%s': set name=\"%4$s\""
                        .formatted(element, elements.getFirst().attr("name"), type, name)));
    if (elements.stream().noneMatch(e -> e.closest("crowd-form") != null)
        && !page.select("crowd-form").isEmpty()) {
      problems.add(
          "<%s> is outside <crowd-form>, so nothing would be submitted: move it inside"
              .formatted(element));
    }
    String labels = task.type().ui().labelsAttribute().orElseThrow();
    if (elements.stream().noneMatch(e -> e.hasAttr(labels))) {
      problems.add(
          "<%s> has no %s: set %2$s=\"{{ task.input.labels | to_json | escape }}\""
              .formatted(element, labels));
    }
    object(template, task.type(), elements, problems);
    earlierLabels(task.type(), elements, problems);
    return problems;
  }

  private static void object(
      String template, LabelingTaskType type, List<Element> elements, List<String> problems) {
    switch (type.ui().object().orElseThrow()) {
      case Src -> {
        if (elements.stream().noneMatch(e -> e.attr("src").contains("grant_read_access"))) {
          problems.add(
              "<%s> does not grant workers access to the image: set src=\"{{ task.input.taskObject | grant_read_access }}\""
                  .formatted(elements.getFirst().tagName()));
        }
      }
      case ClassificationTarget -> {
        if (!template.contains("task.input")) {
          problems.add(
              "the template does not show the %s: put {{ task.input.taskObject%s }} inside <classification-target>"
                  .formatted(
                      type.medium().name().toLowerCase(Locale.ROOT),
                      type.medium() == Medium.Text ? "" : " | grant_read_access"));
        } else if (type.medium() != Medium.Text && !template.contains("grant_read_access")) {
          problems.add(
              "the template does not grant workers access to the video: put {{ task.input.taskObject | grant_read_access }} into src of <source>");
        }
      }
    }
  }

  private static void earlierLabels(
      LabelingTaskType type, List<Element> elements, List<String> problems) {
    type.ui()
        .earlierLabelAttribute()
        .filter(attribute -> elements.stream().noneMatch(e -> e.hasAttr(attribute)))
        .ifPresent(
            attribute ->
                problems.add(
                    "<%s> has no %s, so workers would not see the earlier labels: set it from task.input.manifestLine"
                        .formatted(elements.getFirst().tagName(), attribute)));
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
