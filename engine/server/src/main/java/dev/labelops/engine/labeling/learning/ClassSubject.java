package dev.labelops.engine.labeling.learning;

import dev.labelops.engine.labeling.learning.LearningObject.HumanLabel;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Learnable;
import dev.labelops.engine.labeling.task.Learnable.MachineLabel;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.classes.ClassModel;
import dev.labelops.learning.classes.CrossValidation;
import dev.labelops.learning.classes.Example;
import dev.labelops.learning.classes.Features;
import dev.labelops.learning.classes.Prediction;
import dev.labelops.learning.threshold.LowerBound;
import dev.labelops.learning.threshold.Validated;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Objects with one class each: logistic regression on each kind of rows that they have. */
final class ClassSubject implements Subject {
  private final Learnable.Classes classes;
  private final LabelCategories labels;
  private final List<ClassRows> rows;
  private final double target;

  /**
   * @param rows a head each; objects are chosen by the first
   */
  ClassSubject(
      Learnable.Classes classes, LabelCategories labels, List<ClassRows> rows, double target) {
    this.classes = classes;
    this.labels = labels;
    this.rows = rows;
    this.target = target;
  }

  @Override
  public String measure() {
    return "accuracy";
  }

  @Override
  public double target() {
    return target;
  }

  @Override
  public LowerBound bound() {
    return LowerBound.CLOPPER_PEARSON;
  }

  @Override
  public boolean usable(int id) {
    return rows.stream().allMatch(kind -> kind.usable(id));
  }

  @Override
  public float[][] rows() {
    return rows.getFirst().projected();
  }

  @Override
  public Optional<String> untrainable(Map<Integer, HumanLabel> training) {
    Set<String> found = training.values().stream().map(this::named).collect(Collectors.toSet());
    return switch (found.size()) {
      case 0 -> Optional.of("there are no training labels yet");
      case 1 ->
          Optional.of(
              "all %,d training labels are \"%s\""
                  .formatted(training.size(), found.iterator().next()));
      default -> Optional.empty();
    };
  }

  @Override
  public List<Head> train(Map<Integer, HumanLabel> training, long seed) throws IOException {
    List<Head> heads = new ArrayList<>();
    for (ClassRows kind : rows) {
      heads.add(train(kind, training, seed));
    }
    return heads;
  }

  private Head train(ClassRows rows, Map<Integer, HumanLabel> training, long seed)
      throws IOException {
    List<Integer> ids = new ArrayList<>();
    List<Example> examples = new ArrayList<>();
    rows.each(
        training.keySet(),
        rows.features(),
        (id, row) -> {
          HumanLabel label = training.get(id);
          ids.add(id);
          examples.add(new Example(row, named(label), label.weight()));
        });
    List<Prediction> predictions = CrossValidation.predictions(rows.features(), examples, seed);
    List<Validated> crossValidated = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Prediction prediction = predictions.get(i);
      boolean right = prediction.label().equals(examples.get(i).label());
      crossValidated.add(new Validated(ids.get(i), prediction.margin(), right ? 1 : 0));
    }
    return new LinearHead(
        rows, ClassModel.train(rows.features(), examples), List.copyOf(crossValidated));
  }

  @Override
  public Head load(byte[] archive) throws UnfitModel {
    ClassModel model = loaded(archive);
    ClassRows fitting =
        rows.stream()
            .filter(kind -> kind.fit(model.description().features()))
            .findFirst()
            .orElseThrow(
                () ->
                    new UnfitModel(
                        "it reads features of other objects, or of another pretrained network"));
    Set<String> unknown = new HashSet<>(model.description().labels());
    unknown.removeAll(labels.names());
    if (!unknown.isEmpty()) {
      throw new UnfitModel("its labels %s are not among the job's".formatted(unknown));
    }
    return new LinearHead(fitting, model, List.of());
  }

  private static ClassModel loaded(byte[] archive) throws UnfitModel {
    try {
      return ClassModel.load(archive);
    } catch (IOException | RuntimeException e) {
      throw new UnfitModel("it is not a model for classes: " + e.getMessage());
    }
  }

  /** The most frequent class. */
  @Override
  public OptionalDouble baseline(
      Map<Integer, HumanLabel> training, Map<Integer, HumanLabel> validation) {
    Map<String, Long> counts =
        training.values().stream()
            .collect(Collectors.groupingBy(this::named, TreeMap::new, Collectors.counting()));
    Optional<String> most =
        counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    return most.isEmpty()
        ? OptionalDouble.empty()
        : validation.values().stream()
            .mapToDouble(label -> named(label).equals(most.get()) ? 1 : 0)
            .average();
  }

  @Override
  public Optional<RoundReport.Backbone> backbone() {
    return rows.stream().flatMap(kind -> kind.backbone().stream()).findFirst();
  }

  private String named(HumanLabel label) {
    return classes.classOf(label.label(), label.metadata());
  }

  private final class LinearHead implements Head {
    private final ClassRows rows;
    private final ClassModel model;
    private final List<Validated> crossValidated;

    LinearHead(ClassRows rows, ClassModel model, List<Validated> crossValidated) {
      this.rows = rows;
      this.model = model;
      this.crossValidated = crossValidated;
    }

    @Override
    public String name() {
      return rows.head();
    }

    @Override
    public List<Validated> crossValidated() {
      return crossValidated;
    }

    @Override
    public Map<Integer, Guess> guess(Collection<Integer> ids) throws IOException {
      Features features = model.description().features();
      Map<Integer, Guess> guesses = new TreeMap<>();
      rows.each(ids, features, (id, row) -> guesses.put(id, new ClassGuess(model.predict(row))));
      return guesses;
    }

    @Override
    public byte[] archive() {
      return model.save();
    }

    @Override
    public void close() {}
  }

  private final class ClassGuess implements Guess {
    private final Prediction prediction;

    ClassGuess(Prediction prediction) {
      this.prediction = prediction;
    }

    @Override
    public double confidence() {
      return prediction.margin();
    }

    @Override
    public double score(HumanLabel truth) {
      return prediction.label().equals(named(truth)) ? 1 : 0;
    }

    @Override
    public MachineLabel write(TaskObject object) {
      return classes.write(prediction.label(), prediction.probability(), labels);
    }
  }
}
