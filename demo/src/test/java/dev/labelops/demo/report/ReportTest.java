package dev.labelops.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.demo.images.Style;
import dev.labelops.demo.images.SyntheticImages;
import dev.labelops.demo.images.SyntheticSet;
import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.Box;
import dev.labelops.demo.truth.ManifestLine;
import dev.labelops.demo.truth.OutputManifest;
import dev.labelops.groundtruth.RoundReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Report.Job LOGOS =
      new Report.Job(
          "logos-2f7k3m5q7abc",
          "BoundingBox",
          "6 simulated workers",
          3,
          true,
          SyntheticImages.labels());

  /** Also what to look at: -Dlabelops.report=file keeps it, -Dlabelops.report.images=300. */
  @Test
  void oneFileShowsEveryImageWithItsBoxes(@TempDir Path folder) throws Exception {
    int count = Integer.getInteger("labelops.report.images", 30);
    SyntheticSet.write(folder, count, 4, Style.DEMO);
    List<ManifestLine> truth =
        OutputManifest.read(
            Files.readAllLines(folder.resolve("truth.manifest")), SyntheticSet.ATTRIBUTE);
    Map<String, Annotation> byName = new HashMap<>();
    Map<Integer, Annotation> byNumber = new HashMap<>();
    Map<Integer, Integer> machine = new HashMap<>();
    Map<Integer, List<Answer>> answers = new HashMap<>();
    List<ManifestLine> output = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < count; i++) {
      ManifestLine line = truth.get(i);
      Annotation known = line.annotation().orElseThrow();
      byName.put(line.key(), known);
      byNumber.put(i, known);
      if (i % 5 > 1 && i != count - 1) {
        machine.put(i, i % 5 == 4 ? 3 : 2);
        output.add(labeled(line, moved(known, .09, random), false));
      } else {
        int object = i;
        IntStream.range(object, object + 3)
            .mapToObj(w -> new Answer("private." + w % 6, moved(known, .01 + w % 6 * .01, random)))
            .forEach(answer -> answers.computeIfAbsent(object, o -> new ArrayList<>()).add(answer));
        output.add(labeled(line, moved(known, .02, random), true));
      }
    }
    output.set(count - 1, new ManifestLine("s3://b/last.jpg", false, Optional.empty(), false));
    List<Card> cards =
        Cards.of(
            output, byName, machine, name -> Report.image(folder.resolve("images"), name, count));
    List<RoundResult> rounds = rounds(cards);
    Summary summary = summary(cards, rounds);

    String html =
        Report.html(
            new Report.Content(LOGOS, summary, cards, rounds, Disagreement.of(answers, byNumber)));

    String keep = System.getProperty("labelops.report");
    if (keep != null) {
      Files.writeString(Path.of(keep), html);
    }
    String objects = html.substring(html.indexOf("id=\"objects\""));
    assertThat(objects.split("data:image/jpeg;base64,", -1)).hasSize(count);
    long boxes = output.stream().mapToLong(line -> drawn(line)).sum();
    assertThat(objects.split("class=\"box\"", -1)).hasSize((int) boxes + 1);
    assertThat(objects).contains("is-human", "is-machine", "is-unlabeled", "machine, round 2");
    assertThat(html)
        .contains("The machine labeled " + machine.size() + " of " + count + " images")
        .contains("mean IoU of " + Cards.quality(Cards.with(cards, "machine")).get().meanText())
        .contains("95% interval")
        .contains("Labeled objects by round", "Machine labels by round", "IoU with the truth")
        .contains("<b>Round 1</b>", "0 of 60: no model yet", "SIFT keypoints with Hough voting")
        .contains("Disagreement between workers", "worker 6", "Where they disagree most")
        .contains("Cost at AWS's public price list", "Public price list, as of");
    assertThat(html).doesNotContain("http://").doesNotContain("https://").doesNotContain("<script");
    assertThat(html).doesNotContainPattern("(?:src|href)=\"(?!data:|#)").doesNotContain("url(");
  }

  @Test
  void textIsEscapedAndClassesAreMeasuredByAccuracy() {
    List<ManifestLine> lines =
        List.of(
            text("<b>late</b> & lost", "angry", true),
            text("fine", "angry", false),
            text("thanks", "calm", false));
    Map<String, Annotation> truth =
        Map.of(
            "<b>late</b> & lost",
            new Annotation.Category("angry"),
            "fine",
            new Annotation.Category("calm"),
            "thanks",
            new Annotation.Category("calm"));
    List<Card> cards = Cards.of(lines, truth, Map.of(1, 2, 2, 2), n -> null);
    Map<Integer, List<Answer>> answers =
        Map.of(
            0,
            List.of(
                new Answer("a", new Annotation.Category("angry")),
                new Answer("b", new Annotation.Category("calm"))));
    Report.Job job =
        new Report.Job("mood", "TextMultiClass", "2 workers", 2, true, List.of("angry", "calm"));

    String html =
        Report.html(
            new Report.Content(
                job,
                summary(cards, List.of()),
                cards,
                List.of(),
                Disagreement.of(answers, Map.of(0, new Annotation.Category("angry")))));

    assertThat(html).contains("&lt;b&gt;late&lt;/b&gt; &amp; lost").doesNotContain("<b>late");
    assertThat(html)
        .contains("The machine labeled 2 of 3 texts (67%), with an accuracy of 0.50")
        .contains("not calm", "worker 1: angry", "worker 2: calm")
        .doesNotContain("IoU");
    assertThat(Cards.meanAccuracy(cards, "machine")).isEqualTo(.5);
    assertThat(Cards.meanIoU(cards, "machine")).isNull();
  }

  @Test
  void aJobThatLearnedNothingSaysWhy() {
    List<Card> cards = Cards.of(List.of(text("a", "angry", true)), Map.of(), Map.of(), n -> null);
    RoundResult round =
        new RoundResult(1, 1L, null, Optional.of(report(1, null, 0)), Optional.empty());
    Report.Job job =
        new Report.Job("mood", "TextMultiClass", "1 worker", 1, true, List.of("angry"));

    String html =
        Report.html(
            new Report.Content(
                job,
                summary(cards, List.of(round)),
                cards,
                List.of(round),
                Disagreement.of(Map.of(), Map.of())));

    assertThat(html)
        .contains("the model labeled nothing: all objects were labeled by people.")
        .contains("The last round: 0 of 60: no model yet.");
  }

  @Test
  void theSummaryHasEveryKeyOfTheContractAndNullWhereThereIsNone() throws Exception {
    Summary summary =
        new Summary(
            "Completed",
            60L,
            60L,
            0L,
            0L,
            0L,
            null,
            null,
            .87,
            null,
            null,
            null,
            List.of(
                Summary.Round.of(
                    new RoundResult(
                        2, 20L, 40L, Optional.of(report(2, "roi", 40)), Estimate.ofRight(3, 4)))),
            "s3://b/o",
            "r.html",
            31.5);

    JsonNode json = new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(summary));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "phase",
            "objects",
            "humanLabeled",
            "machineLabeled",
            "unlabeled",
            "failed",
            "autoLabelingRounds",
            "roundsCertainty",
            "meanIoUHuman",
            "meanIoUMachine",
            "meanAccuracyHuman",
            "meanAccuracyMachine",
            "rounds",
            "outputManifestUri",
            "reportPath",
            "wallSeconds");
    assertThat(json.path("meanIoUMachine").isNull()).isTrue();
    assertThat(json.path("rounds").path(0).toString())
        .isEqualTo(
            "{\"round\":2,\"humanLabeled\":20,\"machineLabeled\":40,\"trainingObjects\":60,"
                + "\"validationObjects\":60,\"measure\":\"meanIoU\",\"target\":0.6,\"quality\":0.72,"
                + "\"lowerBound\":0.64,\"trueQuality\":0.75,\"baseline\":0.11,\"head\":\"roi\","
                + "\"threshold\":0.31,\"reason\":\"48 of 60: bound 0.64 (mean 0.72), needs 0.60\","
                + "\"seconds\":21.4}");
  }

  @Test
  void aRoundIsOneLineForTheTerminal() {
    assertThat(RoundResult.line(report(4, "sift-hough", 57), "images"))
        .isEqualTo(
            "round 4: 57 images labeled by machine, mean IoU 0.72 (at least 0.64, target 0.60),"
                + " learned from 60 human labels, 12 open (21.4 s)");
    assertThat(RoundResult.line(report(1, null, 0), "images"))
        .isEqualTo("round 1: no images labeled by machine: 0 of 60: no model yet (21.4 s)");
  }

  private static Summary summary(List<Card> cards, List<RoundResult> rounds) {
    long human = Cards.with(cards, "human").size();
    long machine = Cards.with(cards, "machine").size();
    return new Summary(
        "Completed",
        (long) cards.size(),
        human,
        machine,
        cards.size() - human - machine,
        0L,
        2,
        "Exact",
        Cards.meanIoU(cards, "human"),
        Cards.meanIoU(cards, "machine"),
        Cards.meanAccuracy(cards, "human"),
        Cards.meanAccuracy(cards, "machine"),
        rounds.stream().map(Summary.Round::of).toList(),
        "s3://brand-logos/output/logos-2f7k3m5q7abc/manifests/output/output.manifest",
        "report.html",
        91.2);
  }

  private static List<RoundResult> rounds(List<Card> cards) {
    long human = Cards.with(cards, "human").size();
    List<RoundResult> rounds = new ArrayList<>();
    for (int round = 1; round <= 3; round++) {
      int number = round;
      List<Card> labeled =
          cards.stream().filter(card -> Integer.valueOf(number).equals(card.round())).toList();
      rounds.add(
          new RoundResult(
              round,
              round < 3 ? human * 2 / 5 : human - 2 * (human * 2 / 5),
              (long) labeled.size(),
              Optional.of(report(round, round == 1 ? null : "sift-hough", labeled.size())),
              Cards.quality(labeled)));
    }
    return rounds;
  }

  private static RoundReport report(int round, String head, int labeled) {
    boolean none = head == null;
    return new RoundReport(
        round,
        "meanIoU",
        .6,
        none ? 0 : 60,
        60,
        none
            ? List.of()
            : List.of(
                new RoundReport.Head(
                    "sift-hough",
                    List.of(
                        new RoundReport.Group(12, .83, .74, true),
                        new RoundReport.Group(48, .72, .64, true),
                        new RoundReport.Group(54, .66, .597, false))),
                new RoundReport.Head("roi", List.of(new RoundReport.Group(12, .61, .52, false)))),
        head,
        none ? null : .31,
        none ? null : .72,
        none ? null : .64,
        none ? 0 : .025,
        .11,
        labeled,
        12,
        none ? "0 of 60: no model yet" : "48 of 60: bound 0.64 (mean 0.72), needs 0.60",
        null,
        21.4);
  }

  private static ManifestLine labeled(ManifestLine line, Annotation label, boolean human) {
    return new ManifestLine(line.object(), false, Optional.of(label), human);
  }

  private static ManifestLine text(String text, String label, boolean human) {
    return new ManifestLine(text, true, Optional.of(new Annotation.Category(label)), human);
  }

  private static long drawn(ManifestLine line) {
    return line.annotation().map(a -> ((Annotation.Boxes) a).boxes().size()).orElse(0);
  }

  private static Annotation moved(Annotation annotation, double by, SplittableRandom random) {
    Annotation.Boxes image = (Annotation.Boxes) annotation;
    return new Annotation.Boxes(
        image.width(),
        image.height(),
        image.boxes().stream()
            .filter(box -> random.nextDouble() > by)
            .map(
                b ->
                    new Box(
                        b.label(),
                        b.left() + random.nextGaussian() * by * b.width(),
                        b.top() + random.nextGaussian() * by * b.height(),
                        b.width() * (1 + random.nextGaussian() * by),
                        b.height() * (1 + random.nextGaussian() * by)))
            .toList());
  }
}
