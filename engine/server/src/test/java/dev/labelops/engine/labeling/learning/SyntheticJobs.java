package dev.labelops.engine.labeling.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.labelops.engine.labeling.learning.LearningObject.HumanLabel;
import dev.labelops.engine.labeling.task.DataFiles;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.types.textmulticlass.TextMultiClass;
import dev.labelops.groundtruth.RoundReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** Jobs on texts of three classes, and their true classes. */
final class SyntheticJobs {
  static final LabelCategories LABELS = LabelCategories.of(List.of("parcel", "invoice", "praise"));

  private static final DataFiles NO_FILES = new FolderFiles(Path.of("/nonexistent"));
  private static final int COMMON_WORDS = 400;
  private static final int OWN_WORDS = 25;
  private static final int LENGTH = 24;

  private SyntheticJobs() {}

  /**
   * @param truth class of each object
   */
  record Texts(MemoryJob job, List<JsonNode> lines, List<Integer> truth) {
    /** The same texts with other people. */
    MemoryJob withPeople(IntFunction<Optional<HumanLabel>> people) {
      return SyntheticJobs.job("people", lines, people);
    }

    double accuracy() {
      long right =
          job.machine().entrySet().stream()
              .filter(entry -> entry.getValue().label().asInt() == truth.get(entry.getKey()))
              .count();
      return job.machine().isEmpty() ? 1 : right / (double) job.machine().size();
    }

    double share() {
      return job.machine().size() / (double) truth.size();
    }
  }

  /**
   * @param signal part of a text's words that are of its class, 0 to 1
   */
  static Texts texts(int size, double signal, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<JsonNode> lines = new ArrayList<>();
    List<Integer> truth = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int label = random.nextInt(LABELS.names().size());
      truth.add(label);
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < LENGTH; word++) {
        text.append(
            random.nextDouble() < signal
                ? "own" + label + "x" + random.nextInt(OWN_WORDS)
                : "word" + random.nextInt(COMMON_WORDS));
        text.append(' ');
      }
      lines.add(JsonNodeFactory.instance.objectNode().put("source", text.toString()));
    }
    MemoryJob job = job(Long.toString(seed), lines, id -> Optional.of(label(truth.get(id), 1)));
    return new Texts(job, lines, truth);
  }

  private static MemoryJob job(
      String name, List<JsonNode> lines, IntFunction<Optional<HumanLabel>> people) {
    return new MemoryJob(
        "arn:aws:sagemaker:eu-west-1:000000000000:labeling-job/texts-" + name,
        new TextMultiClass(),
        LABELS,
        lines,
        NO_FILES,
        people);
  }

  static HumanLabel label(int index, double weight) {
    return new HumanLabel(
        IntNode.valueOf(index),
        JsonNodeFactory.instance.objectNode().put("class-name", LABELS.names().get(index)),
        weight);
  }

  /** An outcome that decides nothing. */
  static Outcome nothing(Round round) {
    return new Outcome(
        false,
        List.of(),
        Set.of(),
        new RoundReport(
            round.number(),
            "accuracy",
            .95,
            0,
            0,
            List.of(),
            null,
            null,
            null,
            null,
            0,
            null,
            0,
            0,
            "nothing",
            null,
            0));
  }
}
