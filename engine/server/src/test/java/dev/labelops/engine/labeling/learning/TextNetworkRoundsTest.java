package dev.labelops.engine.labeling.learning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.labelops.engine.labeling.types.textmulticlass.TextMultiClass;
import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.backbone.TinyTextModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole jobs with texts whose own words ({@code parcel_417}) are seldom twice the same, but for the
 * network: it reads {@code parcel}.
 */
class TextNetworkRoundsTest {
  private static final int SIZE = 300;
  private static final int WORDS = 20;

  @TempDir Path network;
  @TempDir Path cache;

  private final List<JsonNode> lines = new ArrayList<>();
  private final List<Integer> truth = new ArrayList<>();

  private LearnerSettings settings() {
    return new LearnerSettings(
        Optional.empty(), false, cache, 64 << 20, 2, 1 << 20, Targets.DEFAULT);
  }

  private ActiveLearner learner(String model) {
    return new ActiveLearner(
        settings().withTextBackbone(TinyTextModel.write(network.resolve(model), model)));
  }

  private MemoryJob job(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    lines.clear();
    truth.clear();
    for (int id = 0; id < SIZE; id++) {
      int label = random.nextInt(SyntheticJobs.LABELS.names().size());
      truth.add(label);
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < WORDS; word++) {
        text.append(
            random.nextInt(4) == 0
                ? SyntheticJobs.LABELS.names().get(label) + "_" + random.nextInt(5000) + " "
                : "word" + random.nextInt(400) + " ");
      }
      lines.add(JsonNodeFactory.instance.objectNode().put("source", text.toString()));
    }
    return new MemoryJob(
        "arn:aws:sagemaker:eu-west-1:000000000000:labeling-job/network-" + seed,
        new TextMultiClass(),
        SyntheticJobs.LABELS,
        lines,
        new FolderFiles(cache),
        id -> Optional.of(SyntheticJobs.label(truth.get(id), 1)));
  }

  @Test
  void theHeadWithTheEmbeddingWinsWhereWordsSayNothing() throws Exception {
    MemoryJob job = job(1);

    try (ActiveLearner learner = learner("tokens")) {
      job.setUp(learner);
      assertThat(job.progress()).last().isEqualTo("computing embeddings of texts: 300 of 300");
      while (job.step(learner)) {
        // Until nothing is left to label.
      }
    }

    assertThat(job.machine()).as(String.join("\n", job.reasons())).hasSizeGreaterThan(SIZE / 4);
    assertThat(right(job) / (double) job.machine().size()).isGreaterThanOrEqualTo(.95);
    List<RoundReport> reports = job.outcomes().stream().map(Outcome::report).toList();
    assertThat(reports)
        .allSatisfy(report -> assertThat(report.backbone().name()).isEqualTo("tokens"))
        .filteredOn(report -> report.autoLabeled() > 0)
        .isNotEmpty()
        .allSatisfy(report -> assertThat(report.head()).isEqualTo("linear-embedding"));

    MemoryJob words = job(1);
    try (ActiveLearner learner = new ActiveLearner(settings())) {
      words.run(learner);
    }
    assertThat(words.machine()).as("by words alone").hasSizeLessThan(job.machine().size() / 2);
    assertThat(words.outcomes().getLast().report().backbone()).isNull();
  }

  private long right(MemoryJob job) {
    return job.machine().entrySet().stream()
        .filter(entry -> entry.getValue().label().asInt() == truth.get(entry.getKey()))
        .count();
  }

  @Test
  void embeddingsAreComputedOnce() throws Exception {
    try (ActiveLearner learner = learner("tokens")) {
      job(2).setUp(learner);
    }
    assertThat(embeddings()).hasSize(SIZE);
    byte[] one = Files.readAllBytes(embeddings().getFirst());
    for (Path file : embeddings()) {
      // All alike, so that whoever reads them learns nothing.
      Files.write(file, one);
    }

    MemoryJob job = job(2);
    try (ActiveLearner learner = learner("tokens")) {
      job.run(learner);
    }

    assertThat(job.machine()).as("labels from embeddings in the cache").hasSizeLessThan(SIZE / 5);
  }

  private List<Path> embeddings() throws IOException {
    try (Stream<Path> files = Files.list(cache.resolve("embeddings"))) {
      return files.toList();
    }
  }

  @Test
  void aModelOfAnotherNetworkIsNotUsed() throws Exception {
    byte[] model;
    MemoryJob first = job(1);
    try (ActiveLearner learner = learner("tokens")) {
      first.setUp(learner);
      RoundReport report;
      boolean left = true;
      do {
        assertThat(left).as("objects left").isTrue();
        left = first.step(learner);
        report = first.outcomes().getLast().report();
      } while (!"linear-embedding".equals(report.head()));
      model = first.models().get(report.round());

      MemoryJob same = job(4).startingFrom(model);
      same.setUp(learner);
      same.step(learner);
      assertThat(same.log()).isEmpty();
      assertThat(same.outcomes().getFirst().report().heads())
          .extracting(RoundReport.Head::name)
          .containsExactly("initial");
    }

    for (String network : List.of("sentence", "none")) {
      MemoryJob other = job(4).startingFrom(model);
      try (ActiveLearner learner =
          network.equals("none") ? new ActiveLearner(settings()) : learner(network)) {
        other.setUp(learner);
        other.step(learner);
      }
      assertThat(other.log())
          .containsExactly(
              "The model of the earlier job is not used: it reads features of other objects, or of"
                  + " another pretrained network");
    }
  }
}
