package dev.labelops.demo.report;

import dev.labelops.groundtruth.RoundReport;
import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ReflectionValueResolver;
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
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Writes the result as one HTML file that needs nothing beside it. */
public final class Report {
  private static final String HTML = "text/html";

  /** More would be too large for a browser. */
  private static final int MOST_CARDS = 1000;

  /**
   * @param name LabelingJobName
   * @param taskType for example BoundingBox
   * @param workers who labeled, in a few words
   * @param workersPerObject answers for each human label
   * @param autoLabeling whether the job asked for automated labeling
   * @param labels the label categories in their order
   */
  public record Job(
      String name,
      String taskType,
      String workers,
      int workersPerObject,
      boolean autoLabeling,
      List<String> labels) {
    /** Score of a single object, or of many. */
    public String measure() {
      return taskType.equals("BoundingBox") ? "mean IoU" : "accuracy";
    }

    public String objects() {
      return taskType.startsWith("Text") ? "texts" : "images";
    }
  }

  /**
   * What the report shows.
   *
   * @param cards an entry per line of the output manifest
   * @param rounds in their order
   */
  public record Content(
      Job job,
      Summary summary,
      List<Card> cards,
      List<RoundResult> rounds,
      Disagreement disagreement) {}

  /** A label with its quality by people and by machine. */
  record LabelRow(String name, LabelQuality human, LabelQuality machine) {}

  /** One object on which workers disagree. */
  record DisputedCard(Card card, String agreement, List<Disagreement.Named> answers) {}

  private Report() {}

  /**
   * Data URI of an image in a folder; null when it is not there or no image.
   *
   * @param of how many images the report has; the more, the smaller they are
   */
  public static String image(Path folder, String fileName, int of) {
    return InlineImages.dataUri(folder.resolve(fileName), of);
  }

  /** Writes the report, replacing an older one. */
  public static void write(Path file, Content content) throws IOException {
    Files.writeString(file, html(content));
  }

  static String html(Content content) {
    Engine engine =
        Engine.builder()
            .addDefaults()
            .addValueResolver(new ReflectionValueResolver())
            .addResultMapper(new HtmlEscaper(List.of(HTML)))
            .build();
    Job job = content.job();
    Summary summary = content.summary();
    List<Card> cards = content.cards();
    List<Card> human = Cards.with(cards, "human");
    List<Card> machine = Cards.with(cards, "machine");
    List<RoundReport> reports =
        content.rounds().stream().flatMap(round -> round.report().stream()).toList();
    boolean boxes = job.taskType().equals("BoundingBox");
    return engine
        .parse(resource("report.html"), Variant.forContentType(HTML))
        .data("css", new RawString(resource("report.css")))
        .data("job", job)
        .data("summary", summary)
        .data("notes", notes(job, summary, reports))
        .data("verdict", verdict(job, summary, Cards.quality(machine), reports))
        .data("human", percent(summary.humanLabeled(), summary.objects()))
        .data("machine", percent(summary.machineLabeled(), summary.objects()))
        .data("humanQuality", Cards.quality(human).orElse(null))
        .data("machineQuality", Cards.quality(machine).orElse(null))
        .data("labelsChart", chart(!content.rounds().isEmpty(), Charts.labels(content.rounds())))
        .data("qualityChart", chart(!machine.isEmpty(), Charts.quality(content.rounds())))
        .data(
            "scoresChart",
            chart(boxes && cards.stream().anyMatch(c -> c.score() != null), Charts.scores(cards)))
        .data("rounds", content.rounds().stream().map(RoundView::of).toList())
        .data("openRound", reports.isEmpty() ? 0 : reports.getLast().round())
        .data("whyPeople", whyPeople(summary, reports))
        .data("labels", labels(job, human, machine))
        .data("workers", content.disagreement())
        .data("disputed", disputed(content))
        .data("cost", cost(job, summary))
        .data("cards", cards.stream().limit(MOST_CARDS).toList())
        .data("omitted", Math.max(0, cards.size() - MOST_CARDS))
        .data("scored", cards.stream().anyMatch(card -> card.score() != null))
        .data("boxes", boxes)
        .render();
  }

  private static RawString chart(boolean shown, String svg) {
    return shown ? new RawString(svg) : null;
  }

  private static String verdict(
      Job job, Summary summary, Optional<Estimate> quality, List<RoundReport> reports) {
    long machine = summary.machineLabeled() == null ? 0 : summary.machineLabeled();
    if (machine == 0 || summary.objects() == null) {
      return null;
    }
    String what =
        "The machine labeled %,d of %,d %s (%.0f%%)"
            .formatted(
                machine, summary.objects(), job.objects(), 100.0 * machine / summary.objects());
    if (quality.isEmpty()) {
      return what + ".";
    }
    Estimate truth = quality.get();
    String measured =
        "%s, with %s of %s against the truth (95%% interval %s)"
            .formatted(
                what,
                job.measure().startsWith("a") ? "an accuracy" : "a " + job.measure(),
                truth.meanText(),
                truth.interval());
    return measured
        + reports.stream()
            .findFirst()
            .map(
                report ->
                    String.format(
                        Locale.ROOT,
                        truth.mean() >= report.target()
                            ? "; the target of %.2f is met."
                            : "; the target of %.2f is missed.",
                        report.target()))
            .orElse(".");
  }

  private static String whyPeople(Summary summary, List<RoundReport> reports) {
    if (reports.isEmpty() || summary.humanLabeled() == null) {
      return null;
    }
    return ("People labeled %,d. Up to %d of their labels measured the models (drawn at random, never"
            + " trained on), and up to %d trained them. What was below the threshold of a round also"
            + " went to people.")
        .formatted(
            summary.humanLabeled(),
            most(reports, RoundReport::validationObjects),
            most(reports, RoundReport::trainingObjects));
  }

  private static int most(List<RoundReport> reports, ToIntFunction<RoundReport> number) {
    return reports.stream().mapToInt(number).max().orElse(0);
  }

  private static List<LabelRow> labels(Job job, List<Card> human, List<Card> machine) {
    return job.labels().stream()
        .map(
            label ->
                new LabelRow(label, LabelQuality.of(label, human), LabelQuality.of(label, machine)))
        .toList();
  }

  private static List<DisputedCard> disputed(Content content) {
    return content.disagreement().disputed().stream()
        .filter(disputed -> disputed.object() < content.cards().size())
        .map(
            disputed ->
                new DisputedCard(
                    content.cards().get(disputed.object()),
                    String.format(Locale.ROOT, "%.2f", disputed.agreement()),
                    disputed.answers()))
        .toList();
  }

  private static Cost cost(Job job, Summary summary) {
    if (summary.humanLabeled() == null || summary.machineLabeled() == null) {
      return null;
    }
    return Cost.of(
        job.taskType(), summary.humanLabeled(), summary.machineLabeled(), job.workersPerObject());
  }

  private static List<String> notes(Job job, Summary summary, List<RoundReport> reports) {
    List<String> notes = new ArrayList<>();
    if (!"Completed".equals(summary.phase())) {
      notes.add("The job has not completed: this report shows the state at the end of the demo.");
    }
    if (Long.valueOf(0).equals(summary.machineLabeled())) {
      notes.add(
          job.autoLabeling()
              ? "Automated labeling was enabled, but the model labeled nothing: all objects were"
                  + " labeled by people."
                  + (reports.isEmpty()
                      ? ""
                      : " The last round: " + reports.getLast().reason() + ".")
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

  private static String resource(String name) {
    try (InputStream in = Report.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + " of the report", e);
    }
  }
}
