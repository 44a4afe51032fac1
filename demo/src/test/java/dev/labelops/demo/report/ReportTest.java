package dev.labelops.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.demo.images.Style;
import dev.labelops.demo.images.SyntheticImages;
import dev.labelops.demo.images.SyntheticSet;
import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.Box;
import dev.labelops.demo.truth.ManifestLine;
import dev.labelops.demo.truth.OutputManifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Report.Job JOB =
      new Report.Job(
          "logos-2f7k3m5q7abc",
          "BoundingBox",
          "4 simulated workers",
          true,
          SyntheticImages.labels());

  /** Also what to look at: -Dlabelops.report=file keeps it. */
  @Test
  void oneFileShowsEveryImageWithItsBoxes(@TempDir Path folder) throws Exception {
    SyntheticSet.write(folder, 12, 4, Style.EASY);
    List<ManifestLine> truth =
        OutputManifest.read(
            Files.readAllLines(folder.resolve("truth.manifest")), SyntheticSet.ATTRIBUTE);
    Map<String, Annotation> byName = new HashMap<>();
    truth.forEach(line -> byName.put(line.key(), line.annotation().orElseThrow()));
    List<ManifestLine> output = new ArrayList<>();
    for (int i = 0; i < truth.size(); i++) {
      ManifestLine line = truth.get(i);
      output.add(
          i == 11
              ? new ManifestLine(line.object(), false, Optional.empty(), false)
              : new ManifestLine(
                  line.object(), false, line.annotation().map(a -> moved(a)), i % 3 != 0));
    }
    List<Card> cards =
        Cards.of(output, byName, name -> Report.picture(folder.resolve("images"), name));
    Summary summary =
        new Summary(
            "Completed",
            12L,
            7L,
            4L,
            1L,
            0L,
            1,
            "Exact",
            Cards.meanIoU(cards, "human"),
            Cards.meanIoU(cards, "machine"),
            "s3://brand-logos/output/logos-2f7k3m5q7abc/manifests/output/output.manifest",
            "report.html",
            41.2);

    String html = Report.html(JOB, summary, cards);

    String keep = System.getProperty("labelops.report");
    if (keep != null) {
      Files.writeString(Path.of(keep), html);
    }
    assertThat(html.split("data:image/jpeg;base64,", -1)).hasSize(13);
    long boxes = output.stream().mapToLong(line -> drawn(line)).sum();
    assertThat(html.split("class=\"box\"", -1)).hasSize((int) boxes + 1);
    assertThat(html).contains("is-human", "is-machine", "is-unlabeled");
    assertThat(html).doesNotContain("http://").doesNotContain("https://").doesNotContain("<script");
  }

  @Test
  void textIsEscapedAndEveryLabelIsCounted() {
    ManifestLine line =
        new ManifestLine(
            "<b>late</b> & lost", true, Optional.of(new Annotation.Category("angry")), true);
    List<Card> cards =
        Cards.of(
            List.of(line),
            Map.of("<b>late</b> & lost", new Annotation.Category("angry")),
            n -> null);
    Summary summary =
        new Summary(
            "Completed", 1L, 1L, 0L, 0L, 0L, null, null, null, null, null, "report.html", 3);
    Report.Job job =
        new Report.Job("mood", "TextMultiClass", "1 worker", false, List.of("angry", "calm"));

    String html = Report.html(job, summary, cards);

    assertThat(html).contains("&lt;b&gt;late&lt;/b&gt; &amp; lost").doesNotContain("<b>late");
    assertThat(html)
        .contains("Automated labeling was not enabled")
        .contains("angry <span>1</span>");
  }

  @Test
  void theSummaryHasEveryKeyOfTheContractAndNullWhereThereIsNone() throws Exception {
    Summary summary =
        new Summary(
            "Completed", 60L, 60L, 0L, 0L, 0L, null, null, .87, null, "s3://b/o", "r.html", 31.5);

    assertThat(new ObjectMapper().writeValueAsString(summary))
        .isEqualTo(
            "{\"phase\":\"Completed\",\"objects\":60,\"humanLabeled\":60,\"machineLabeled\":0,"
                + "\"unlabeled\":0,\"failed\":0,\"autoLabelingRounds\":null,\"roundsCertainty\":null,"
                + "\"meanIoUHuman\":0.87,\"meanIoUMachine\":null,\"outputManifestUri\":\"s3://b/o\","
                + "\"reportPath\":\"r.html\",\"wallSeconds\":31.5}");
  }

  private static long drawn(ManifestLine line) {
    return line.annotation().map(a -> ((Annotation.Boxes) a).boxes().size()).orElse(0);
  }

  private static Annotation moved(Annotation annotation) {
    Annotation.Boxes image = (Annotation.Boxes) annotation;
    return new Annotation.Boxes(
        image.width(),
        image.height(),
        image.boxes().stream()
            .map(b -> new Box(b.label(), b.left() + 3, b.top() - 2, b.width(), b.height() + 4))
            .toList());
  }
}
