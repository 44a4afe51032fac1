package dev.labelops.operator.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.labelops.groundtruth.OutputPaths;
import dev.labelops.groundtruth.RoundReport;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Certainty;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Report;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Rounds;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportReaderTest {
  private static final Instant T = Instant.parse("2026-03-04T09:00:00Z");
  private static final String ROOT = "output/logos-1/";
  private static final String REASON = "0 of 96: best group 0.54, needs 0.60.";

  private final MemoryObjectStore store = new MemoryObjectStore();

  private Rounds count(Rounds before) {
    return RoundCounter.count(
            OutputTree.of(store, "s3://results/output", "logos-1"), true, before, 0L, false)
        .rounds();
  }

  private void put(int round, String content) {
    store.put(ROOT + OutputPaths.roundReport(round), content, T.plusSeconds(round));
  }

  private static String json(int round) throws IOException {
    return new JsonMapper()
        .writeValueAsString(
            new RoundReport(
                round,
                "meanIoU",
                0.6,
                150,
                96,
                List.of(
                    new RoundReport.Head(
                        "sift",
                        List.of(
                            new RoundReport.Group(20, .71, .64, true),
                            new RoundReport.Group(29, .66, .58, false)))),
                "sift",
                0.8125,
                0.7111,
                0.6402,
                0.05,
                0.12,
                12,
                500,
                REASON,
                null,
                41.5));
  }

  @Test
  void aReportIsShownWithItsNumbers() throws IOException {
    put(3, json(3));

    assertThat(count(null).reports())
        .containsExactly(
            new Report(
                3,
                REASON,
                12L,
                150L,
                96L,
                2,
                "sift",
                "meanIoU",
                "0.600",
                "0.711",
                "0.640",
                "0.813",
                "2026-03-04T09:00:03Z"));
  }

  /** As of image classes in an engine without a network: nothing was tested. */
  @Test
  void aReasonWithoutAModelIsShown() {
    put(
        1,
        """
        {"round":1,"measure":"accuracy","target":0.95,"trainingObjects":0,"validationObjects":0,
         "heads":[],"delta":0.0,"autoLabeled":0,"openObjects":40,"seconds":0.1,
         "reason":"images are classified by a pretrained network, and this engine has none: supply one with --backbone"}
        """);

    Report report = count(null).reports().getFirst();
    assertThat(report.reason())
        .isEqualTo(
            "images are classified by a pretrained network, and this engine has none: supply one"
                + " with --backbone");
    assertThat(report.machineLabeled()).isZero();
    assertThat(report.head()).isNull();
  }

  @Test
  void aTreeOfAwsHasNone() {
    store.put(ROOT + "activelearning/4/x/auto_annotator_output.txt", "7 {}\n", T);

    assertThat(count(null).reports()).isNull();
  }

  @Test
  void onlyTheLatestAreKeptTheLatestFirstAndEachIsReadOnce() throws IOException {
    for (int round = 1; round <= 13; round++) {
      put(round, json(round));
    }
    Rounds first = count(null);
    store.read.clear();
    put(14, json(14));
    Rounds second = count(first);

    assertThat(first.reports()).hasSize(ReportReader.MOST_REPORTS);
    assertThat(second.reports()).extracting(Report::round).startsWith(14, 13, 12).endsWith(5);
    assertThat(store.read).containsExactly(ROOT + OutputPaths.roundReport(14));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "{}",
        "{\"reason\":\"\"}",
        "{\"reason\":{\"a\":1}}",
        "{\"reason\":\"r\",\"autoLabeled\":-1}",
        "{\"reason\":\"r\",\"autoLabeled\":99999999999}",
        "{\"reason\":\"r\",\"heads\":\"none\"}",
        "\u0000\u0001"
      })
  void whatIsNoReportIsIgnored(String content) throws IOException {
    put(1, json(1));
    put(2, content);

    assertThat(count(null).reports()).extracting(Report::round).containsExactly(1);
    assertThat(count(null).certainty()).as("the count goes on").isEqualTo(Certainty.AtLeast);
  }

  @Test
  void deepAndHugeFilesAreIgnored() {
    put(1, "{\"heads\":" + "[".repeat(100_000));
    put(2, "{\"reason\":\"" + "x".repeat(ReportReader.LARGEST) + "\"}");

    assertThat(count(null).reports()).isNull();
    assertThat(store.read).as("a huge file is not even read").hasSize(1);
  }

  @Test
  void strangeValuesAreCutOrLeftOut() {
    put(
        1,
        """
        {"reason":"line\\nbreak %s","head":"%s","quality":1e999,"lowerBound":-3,"threshold":2,
         "target":0.95,"heads":[null,{"name":"a"},{"groups":[null]}],"more":{"of":["anything"]}}\
        """
            .formatted("r".repeat(2000), "h".repeat(2000)));

    Report report = count(null).reports().getFirst();

    assertThat(report.reason()).startsWith("line break rrr").hasSize(ReportReader.LONGEST_REASON);
    assertThat(report.head()).hasSize(64);
    assertThat(report.quality()).isNull();
    assertThat(report.lowerBound()).isNull();
    assertThat(report.threshold()).isNull();
    assertThat(report.target()).isEqualTo("0.950");
    assertThat(report.testedGroups()).isEqualTo(1);
  }
}
