package dev.labelops.operator.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Certainty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Random output trees against a model of a few lines. */
class RoundCounterPropertyTest {
  /**
   * @param size lines, ids, or nothing
   */
  record Written(String kind, int round, String folder, int size) {}

  @Provide
  Arbitrary<List<Written>> trees() {
    return Combinators.combine(
            Arbitraries.of("auto", "validation", "human", "answer", "model", "log"),
            Arbitraries.integers().between(0, 30),
            Arbitraries.of("x", "y/z", "t-1/output"),
            Arbitraries.integers().between(0, 4))
        .as(Written::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void agreesWithTheModel(
      @ForAll("trees") List<Written> tree,
      @ForAll boolean ended,
      @ForAll("machineLabeled") int offset) {
    MemoryObjectStore store = new MemoryObjectStore();
    Map<String, Integer> autoFiles = new TreeMap<>();
    Set<Integer> humans = new TreeSet<>();
    Set<Integer> models = new TreeSet<>();
    for (Written file : tree) {
      String key = key(file);
      store.put("p/job/" + key, content(file), Instant.EPOCH.plusSeconds(file.round()));
      switch (file.kind()) {
        case "auto" -> autoFiles.put(file.round() + "/" + file.folder(), file.size());
        case "human" -> humans.add(file.round());
        case "model" -> models.add(file.round());
        default -> {}
      }
    }
    autoFiles.values().removeIf(lines -> lines == 0);
    int lines = autoFiles.values().stream().mapToInt(Integer::intValue).sum();
    long autoRounds =
        autoFiles.keySet().stream().map(k -> k.substring(0, k.indexOf('/'))).distinct().count();
    long machineLabeled = Math.max(0, lines + offset);

    RoundCount count =
        RoundCounter.count(
            OutputTree.of(store, "s3://b/p/", "job"), true, null, machineLabeled, ended);

    boolean unknown = autoRounds == 0 && machineLabeled > 0;
    assertThat(count.autoLabelingRounds()).isEqualTo(unknown ? null : (Integer) (int) autoRounds);
    assertThat(count.rounds().human()).isEqualTo(humans.size());
    assertThat(count.rounds().training()).isEqualTo(models.size());
    assertThat(count.rounds().certainty())
        .isEqualTo(
            unknown
                ? Certainty.Unknown
                : ended && machineLabeled == lines ? Certainty.Exact : Certainty.AtLeast);
    assertThat(
            count.rounds().history().stream()
                .mapToLong(r -> r.machineLabeled() == null ? 0 : r.machineLabeled())
                .sum())
        .isEqualTo(lines);
    assertThat(
            RoundCounter.count(
                OutputTree.of(store, "s3://b/p/", "job"),
                true,
                count.rounds(),
                machineLabeled,
                ended))
        .as("looking again changes nothing")
        .isEqualTo(count);
  }

  @Provide
  Arbitrary<Integer> machineLabeled() {
    return Arbitraries.of(0, 0, 0, -1, 2);
  }

  private static String key(Written file) {
    return switch (file.kind()) {
      case "auto" ->
          "activelearning/%d/%s/auto_annotator_output.txt".formatted(file.round(), file.folder());
      case "validation" ->
          "activelearning/%d/%s/validation.txt".formatted(file.round(), file.folder());
      case "human" ->
          "annotations/consolidated-annotation/consolidation-response/iteration-%d/%s.json"
              .formatted(file.round(), file.folder());
      case "answer" ->
          "annotations/worker-response/iteration-%d/%s.json".formatted(file.round(), file.folder());
      case "model" -> "training/%d/%s/model.tar.gz".formatted(file.round(), file.folder());
      default -> "training/%d/%s/log.txt".formatted(file.round(), file.folder());
    };
  }

  private static String content(Written file) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < file.size(); i++) {
      text.append(
          file.kind().equals("human")
              ? (i == 0 ? "[" : ",") + "{\"datasetObjectId\":\"" + i + "\"}"
              : i + " {\"category\":0}\n");
    }
    return file.kind().equals("human") ? (text.isEmpty() ? "[]" : text + "]") : text.toString();
  }
}
