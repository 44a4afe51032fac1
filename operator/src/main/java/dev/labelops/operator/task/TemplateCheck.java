package dev.labelops.operator.task;

import dev.labelops.groundtruth.LabelingTaskType.ObjectPlace;
import dev.labelops.groundtruth.ServiceLimits;
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
  private TemplateCheck() {}

  /**
   * @param template Liquid and HTML
   * @return one sentence per problem, each with what to do; empty when nothing is wrong that can be
   *     seen
   */
  public static List<String> problems(String template, BuiltInTask task) {
    List<String> problems = new ArrayList<>();
    Document page = Jsoup.parse(template);
    if (template.length() > ServiceLimits.MAX_TEMPLATE_CHARACTERS) {
      problems.add(
          "the template has %,d characters and Ground Truth allows %,d: make it shorter, for example by moving images out of it"
              .formatted(template.length(), ServiceLimits.MAX_TEMPLATE_CHARACTERS));
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
    object(template, task.type().ui().object().orElseThrow(), elements, problems);
    return problems;
  }

  private static void object(
      String template, ObjectPlace place, List<Element> elements, List<String> problems) {
    switch (place) {
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
