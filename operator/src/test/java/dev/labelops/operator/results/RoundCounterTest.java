package dev.labelops.operator.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Certainty;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Round;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoundCounterTest {
  private static final Instant T = Instant.parse("2026-03-04T09:00:00Z");
  private static final String ROOT = "output/logos-1/";

  private final MemoryObjectStore store = new MemoryObjectStore();

  private OutputTree tree() {
    return OutputTree.of(store, "s3://results/output", "logos-1");
  }

  private RoundCount count(Long machineLabeled, boolean ended) {
    return RoundCounter.count(tree(), true, null, machineLabeled, ended);
  }

  private void auto(int round, String content) {
    store.put(
        ROOT + "activelearning/" + round + "/job-x/auto_annotator_output.txt",
        content,
        T.plusSeconds(60L * round));
  }

  private void human(int round, String ids) {
    StringBuilder json = new StringBuilder("[");
    for (String id : ids.split(",")) {
      json.append(json.length() == 1 ? "" : ",")
          .append(
              "{\"datasetObjectId\":\"" + id + "\",\"consolidatedAnnotation\":{\"content\":{}}}");
    }
    store.put(
        ROOT
            + "annotations/consolidated-annotation/consolidation-response/iteration-"
            + round
            + "/2026-03-04_09:00:00.json",
        json.append("]").toString(),
        T.plusSeconds(round));
  }

  private void model(int round) {
    store.put(ROOT + "training/" + round + "/x/t-1/output/model.tar.gz", "gz", T);
  }

  @Test
  void foldersAreCountedNotNumbered() {
    human(1, "0,1");
    human(2, "2,3,4");
    human(11, "5");
    model(3);
    model(10);
    auto(4, "7 {\"category\":1}\n8 {}\n");
    auto(11, "9 {}");
    RoundCount count = count(3L, true);
    assertThat(count.autoLabelingRounds()).isEqualTo(2);
    assertThat(count.rounds().human()).isEqualTo(3);
    assertThat(count.rounds().training()).isEqualTo(2);
    assertThat(count.rounds().certainty()).isEqualTo(Certainty.Exact);
    assertThat(count.exact()).isTrue();
    assertThat(count.rounds().history())
        .containsExactly(
            new Round(1, 2L, null, "2026-03-04T09:00:01Z"),
            new Round(2, 3L, null, "2026-03-04T09:00:02Z"),
            new Round(4, null, 2L, "2026-03-04T09:04:00Z"),
            new Round(11, 1L, 1L, "2026-03-04T09:11:00Z"));
  }

  static Stream<Arguments> certainties() {
    return Stream.of(
        Arguments.of("adds up at the end", 2, 5L, true, 5L, Certainty.Exact),
        Arguments.of("adds up, but more may follow", 2, 5L, false, 5L, Certainty.AtLeast),
        Arguments.of("a file is still to come", 2, 7L, true, 5L, Certainty.AtLeast),
        Arguments.of("more lines than the counter knows", 2, 4L, true, 5L, Certainty.AtLeast),
        Arguments.of("counter unknown", 2, null, true, 5L, Certainty.AtLeast),
        Arguments.of("a file could not be read", 2, 5L, true, -1L, Certainty.AtLeast),
        Arguments.of("machine labels without files", 0, 5L, true, 0L, Certainty.Unknown),
        Arguments.of("machine labels without files yet", 0, 5L, false, 0L, Certainty.Unknown),
        Arguments.of("nothing known at all", 0, null, false, 0L, Certainty.Unknown),
        Arguments.of("no machine label so far", 0, 0L, false, 0L, Certainty.AtLeast),
        Arguments.of("no machine label ever", 0, 0L, true, 0L, Certainty.Exact));
  }

  @ParameterizedTest
  @MethodSource("certainties")
  void certainty(
      String reason, int rounds, Long machineLabeled, boolean ended, long lines, Certainty is) {
    assertThat(RoundCounter.certainty(rounds, machineLabeled, ended, lines))
        .as(reason)
        .isEqualTo(is);
  }

  @Test
  void unknownIsAbsentNeverZero() {
    human(1, "0");
    assertThat(count(3L, true).autoLabelingRounds()).isNull();
    assertThat(count(0L, true).autoLabelingRounds()).isZero();
  }

  @Test
  void aRoundThatLabeledNothingIsNone() {
    auto(4, "");
    auto(5, "\n \n");
    auto(6, "1 {}\n");
    assertThat(count(1L, true).autoLabelingRounds()).isEqualTo(1);
    assertThat(count(1L, true).rounds().certainty()).isEqualTo(Certainty.Exact);
  }

  @Test
  void validationFilesOfActiveLearningAreNoRounds() {
    store.put(ROOT + "activelearning/3/x/validation_output.txt", "1 {}", T);
    store.put(ROOT + "activelearning/validation/auto_annotator_output.txt", "1 {}", T);
    store.put(ROOT + "activelearning/3/x/auto_annotator_output.txt.manifest", "1 {}", T);
    store.put(ROOT + "training/3/x/log.txt", "x", T);
    store.put(
        ROOT + "annotations/consolidated-annotation/consolidation-response/iteration-1/", "", T);
    RoundCount count = count(0L, false);
    assertThat(count.autoLabelingRounds()).isZero();
    assertThat(count.rounds().human()).isZero();
    assertThat(count.rounds().training()).isZero();
    assertThat(count.rounds().history()).isEmpty();
  }

  @Test
  void severalFilesOfARoundAreOneRound() {
    auto(4, "1 {}\n");
    store.put(ROOT + "activelearning/4/y/z/auto_annotator_output.txt", "2 {}\n3 {}", T);
    human(1, "0,1");
    store.put(
        ROOT + "annotations/consolidated-annotation/consolidation-response/iteration-1/later.json",
        "[{\"datasetObjectId\":1},{\"datasetObjectId\":5}]",
        T.plusSeconds(9));
    RoundCount count = count(3L, true);
    assertThat(count.autoLabelingRounds()).isEqualTo(1);
    assertThat(count.rounds().history())
        .containsExactly(
            new Round(1, 3L, null, "2026-03-04T09:00:09Z"),
            new Round(4, null, 3L, "2026-03-04T09:04:00Z"));
  }

  @Test
  void aBrokenResponseCountsAsARoundWithoutAFigure() {
    human(1, "0");
    store.put(
        ROOT + "annotations/consolidated-annotation/consolidation-response/iteration-2/a.json",
        "[{\"datasetObjectId\":\"1\"},{\"datas",
        T);
    RoundCount count = count(0L, true);
    assertThat(count.rounds().human()).isEqualTo(2);
    assertThat(count.rounds().history())
        .containsExactly(new Round(1, 1L, null, "2026-03-04T09:00:01Z"));
  }

  @Test
  void foldersOfAnswersAndOfOtherJobsAreNeverListed() {
    human(1, "0");
    count(0L, false);
    assertThat(store.listed)
        .containsExactlyInAnyOrder(
            ROOT + "activelearning/",
            ROOT + "annotations/consolidated-annotation/consolidation-response/",
            ROOT + "training/");
  }

  @Test
  void withoutAutomatedLabelingOnlyPeoplesRoundsAreListed() {
    human(1, "0");
    human(2, "1");
    RoundCount count = RoundCounter.count(tree(), false, null, 0L, false);
    assertThat(store.listed)
        .containsExactly(ROOT + "annotations/consolidated-annotation/consolidation-response/");
    assertThat(count.autoLabelingRounds()).isZero();
    assertThat(count.rounds().human()).isEqualTo(2);
  }

  @Test
  void aSettledRoundIsReadOnce() {
    human(1, "0,1");
    auto(4, "7 {}\n");
    RoundCount first = count(1L, false);
    human(5, "8");
    store.read.clear();
    RoundCount second = RoundCounter.count(tree(), true, first.rounds(), 1L, false);
    assertThat(store.read).singleElement().asString().contains("iteration-5");
    assertThat(second.rounds().history()).hasSize(3).startsWith(first.rounds().history().get(0));
  }

  @Test
  void theEndIsReadAfreshWhenItDoesNotAddUp() {
    auto(4, "7 {}\n");
    RoundCount before = count(1L, false);
    auto(4, "7 {}\n8 {}\n");
    RoundCount after = RoundCounter.count(tree(), true, before.rounds(), 2L, true);
    assertThat(after.rounds().certainty())
        .as("the file was replaced within the second of the first look")
        .isEqualTo(Certainty.Exact);
  }

  @Test
  void hugeResponsesWaitForTheEnd() {
    human(1, "0".repeat((int) RoundReader.ALLOWANCE));
    assertThat(count(0L, false).rounds().history()).isEmpty();
    assertThat(count(0L, true).rounds().history()).hasSize(1);
  }

  @Test
  void historyKeepsTheLatestRounds() {
    for (int n = 1; n <= RoundCounter.LONGEST_HISTORY + 5; n++) {
      auto(n, n + " {}\n");
    }
    RoundCount count = count(205L, true);
    assertThat(count.autoLabelingRounds()).isEqualTo(205);
    assertThat(count.rounds().history()).hasSize(RoundCounter.LONGEST_HISTORY);
    assertThat(count.rounds().history().getLast().round()).isEqualTo(205);
  }

  @Test
  void outputUrisComeWithAndWithoutSlashes() {
    for (String uri : List.of("s3://b", "s3://b/")) {
      assertThat(OutputTree.of(store, uri, "j").prefix()).isEqualTo("j/");
    }
    for (String uri : List.of("s3://b/a/c", "s3://b/a/c/")) {
      assertThat(OutputTree.of(store, uri, "j").prefix()).isEqualTo("a/c/j/");
    }
  }
}
