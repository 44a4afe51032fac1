package dev.labelops.engine.labeling.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.labelops.engine.labeling.learning.LearningObject.HumanLabel;
import dev.labelops.engine.labeling.task.Learnable.MachineLabel;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.types.textmulticlass.TextMultiClass;
import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.threshold.LowerBound;
import dev.labelops.learning.threshold.Validated;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A job whose heads have boxes of known quality: the score of an object is {@code base + sorts *
 * confidence} with a deviation of {@value #DEVIATION}, where confidences are uniform from 0 to 1.
 * Quality grows with training labels. Everything else is the round's own: tests, error budget,
 * choice between two heads, choice of objects.
 */
final class SimulatedBoxes implements Subject {
  static final double TARGET = .6;

  private static final double DEVIATION = .2;

  /** Training labels after which two thirds of what can be learned are learned. */
  private static final double HALF_LIFE = 40;

  private static final int DIMENSIONS = 8;

  private final double base;
  private final double sorts;
  private final long seed;
  private final MemoryJob job;
  private final float[][] rows;

  /** What the machine labeled. */
  private final Map<Integer, SimulatedGuess> labeled = new TreeMap<>();

  SimulatedBoxes(int size, double base, double sorts, long seed) {
    this.base = base;
    this.sorts = sorts;
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed);
    List<JsonNode> lines = new ArrayList<>();
    rows = new float[size][DIMENSIONS];
    for (int id = 0; id < size; id++) {
      lines.add(JsonNodeFactory.instance.objectNode().put("source", Integer.toString(id)));
      for (int d = 0; d < DIMENSIONS; d++) {
        rows[id][d] = (float) random.nextGaussian();
      }
    }
    // The type only carries the objects: labels and scores are this class's.
    job =
        new MemoryJob(
            "arn:aws:sagemaker:eu-west-1:000000000000:labeling-job/simulated-" + seed,
            new TextMultiClass(),
            SyntheticJobs.LABELS,
            lines,
            new FolderFiles(Path.of("/nonexistent")),
            id -> Optional.of(SyntheticJobs.label(0, 1)));
  }

  void run() throws IOException {
    job.run(
        round ->
            round.number() == 0
                ? SyntheticJobs.nothing(round)
                : new ModelRound(round, this, Targets.DEFAULT.missProbability())
                    .run(System.nanoTime()));
  }

  /** Of the machine labels; 1 without one. */
  double meanIoU() {
    return labeled.values().stream().mapToDouble(guess -> guess.score).average().orElse(1);
  }

  /** What {@link #meanIoU} would be of very many objects like these: what a bound is about. */
  double expectedIoU() {
    return labeled.values().stream().mapToDouble(guess -> guess.expected).average().orElse(1);
  }

  double share() {
    return job.machine().size() / (double) rows.length;
  }

  @Override
  public String measure() {
    return "meanIoU";
  }

  @Override
  public double target() {
    return TARGET;
  }

  @Override
  public LowerBound bound() {
    return LowerBound.NORMAL_MEAN;
  }

  @Override
  public boolean usable(int id) {
    return true;
  }

  @Override
  public float[][] rows() {
    return rows;
  }

  @Override
  public Optional<String> untrainable(Map<Integer, HumanLabel> training) {
    return training.isEmpty() ? Optional.of("there are no training labels yet") : Optional.empty();
  }

  @Override
  public List<Head> train(Map<Integer, HumanLabel> training, long ignored) {
    double learned = 1 - Math.exp(-training.size() / HALF_LIFE);
    return List.of(
        new SimulatedHead("better", learned, training),
        new SimulatedHead("worse", learned - .1, training));
  }

  @Override
  public Head load(byte[] archive) throws UnfitModel {
    throw new UnfitModel("none was saved");
  }

  @Override
  public OptionalDouble baseline(
      Map<Integer, HumanLabel> training, Map<Integer, HumanLabel> validation) {
    return OptionalDouble.empty();
  }

  @Override
  public Optional<RoundReport.Backbone> backbone() {
    return Optional.empty();
  }

  private final class SimulatedHead implements Head {
    private final String name;
    private final double learned;
    private final Map<Integer, HumanLabel> training;

    SimulatedHead(String name, double learned, Map<Integer, HumanLabel> training) {
      this.name = name;
      this.learned = learned;
      this.training = training;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<Validated> crossValidated() {
      return training.keySet().stream()
          .map(id -> guess(id))
          .map(guess -> new Validated(guess.id, guess.confidence, guess.score))
          .toList();
    }

    @Override
    public Map<Integer, Guess> guess(Collection<Integer> ids) {
      Map<Integer, Guess> guesses = new TreeMap<>();
      ids.forEach(id -> guesses.put(id, guess(id)));
      return guesses;
    }

    /** The same for each use of this head; another head, or one with more labels, guesses anew. */
    private SimulatedGuess guess(int id) {
      SplittableRandom random =
          new SplittableRandom(
              ((seed * 1_000_003 + id) * 31 + name.hashCode()) * 1_009 + training.size());
      double confidence = random.nextDouble();
      double mean = (base + sorts * confidence) * (.5 + .5 * learned);
      double score = Math.clamp(mean + DEVIATION * random.nextGaussian(), 0, 1);
      return new SimulatedGuess(id, confidence, mean, score);
    }

    @Override
    public byte[] archive() {
      return new byte[0];
    }

    @Override
    public void close() {}
  }

  private final class SimulatedGuess implements Guess {
    private final int id;
    private final double confidence;
    private final double expected;
    private final double score;

    SimulatedGuess(int id, double confidence, double expected, double score) {
      this.id = id;
      this.confidence = confidence;
      this.expected = expected;
      this.score = score;
    }

    @Override
    public double confidence() {
      return confidence;
    }

    @Override
    public double score(HumanLabel truth) {
      return score;
    }

    @Override
    public MachineLabel write(TaskObject object) {
      labeled.put(id, this);
      return new MachineLabel(
          JsonNodeFactory.instance.numberNode(0), JsonNodeFactory.instance.objectNode());
    }
  }
}
