package dev.labelops.demo.report;

import dev.labelops.demo.truth.Box;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.ValueResolver;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the result as one HTML file that needs nothing beside it. */
public final class Report {
  private static final String HTML = "text/html";

  /**
   * @param jobName LabelingJobName
   * @param taskType for example BoundingBox
   * @param workers who labeled, in a few words
   * @param autoLabeling whether the job asked for automated labeling
   * @param labels the label categories in their order
   */
  public record Job(
      String jobName, String taskType, String workers, boolean autoLabeling, List<String> labels) {}

  /** A label category with its colour's number and how often it was given. */
  record LabelCount(String name, int color, long human, long machine) {}

  private Report() {}

  /** Data URI of an image in a folder; null when it is not there or no image. */
  public static String picture(Path folder, String fileName) {
    return InlineImages.dataUri(folder.resolve(fileName));
  }

  /** Writes the report, replacing an older one. */
  public static void write(Path file, Job job, Summary summary, List<Card> cards)
      throws IOException {
    Files.writeString(file, html(job, summary, cards));
  }

  static String html(Job job, Summary summary, List<Card> cards) {
    Engine engine =
        Engine.builder()
            .addDefaults()
            .addValueResolver(new ReflectionValueResolver())
            .addValueResolver(color(job.labels()))
            .addResultMapper(new HtmlEscaper(List.of(HTML)))
            .build();
    return engine
        .parse(template(), Variant.forContentType(HTML))
        .data("job", job)
        .data("summary", summary)
        .data("cards", cards)
        .data("labels", counts(job.labels(), cards))
        .data("notes", notes(job, summary))
        .data("human", percent(summary.humanLabeled(), summary.objects()))
        .data("machine", percent(summary.machineLabeled(), summary.objects()))
        .data("scored", cards.stream().anyMatch(card -> card.score() != null))
        .data("iouHuman", decimals(summary.meanIoUHuman()))
        .data("iouMachine", decimals(summary.meanIoUMachine()))
        .render();
  }

  /** {@code box.color}: the number of its label's colour. */
  private static ValueResolver color(List<String> labels) {
    return ValueResolver.builder()
        .applyToBaseClass(Box.class)
        .applyToName("color")
        .resolveSync(context -> color(labels, ((Box) context.getBase()).label()))
        .build();
  }

  private static int color(List<String> labels, String label) {
    return Math.floorMod(labels.indexOf(label), 8);
  }

  private static List<LabelCount> counts(List<String> labels, List<Card> cards) {
    return labels.stream()
        .map(
            label ->
                new LabelCount(
                    label,
                    color(labels, label),
                    count(cards, "human", label),
                    count(cards, "machine", label)))
        .toList();
  }

  private static long count(List<Card> cards, String verdict, String label) {
    return cards.stream()
        .filter(card -> card.verdict().equals(verdict))
        .mapToLong(
            card ->
                card.boxes().stream().filter(box -> box.label().equals(label)).count()
                    + (label.equals(card.category()) ? 1 : 0))
        .sum();
  }

  private static List<String> notes(Job job, Summary summary) {
    List<String> notes = new ArrayList<>();
    if (!"Completed".equals(summary.phase())) {
      notes.add("The job has not completed: this report shows the state at the end of the demo.");
    }
    if (Long.valueOf(0).equals(summary.machineLabeled())) {
      notes.add(
          job.autoLabeling()
              ? "Automated labeling was enabled, but the model labeled nothing: all objects were"
                  + " labeled by people."
              : "Automated labeling was not enabled: all objects were labeled by people.");
    }
    if (summary.failed() != null && summary.failed() > 0) {
      notes.add(summary.failed() + " objects failed permanently and have no label.");
    }
    return notes;
  }

  private static String percent(Long part, Long whole) {
    if (part == null || whole == null || whole == 0) {
      return "0";
    }
    return String.format(Locale.ROOT, "%.1f", 100.0 * part / whole);
  }

  private static String decimals(Double value) {
    return value == null ? null : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String template() {
    try (InputStream in = Report.class.getResourceAsStream("report.html")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the report's template", e);
    }
  }
}
