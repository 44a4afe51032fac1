package dev.labelops.engine.labeling.learning;

import dev.labelops.engine.labeling.learning.LearningObject.HumanLabel;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Learnable;
import dev.labelops.engine.labeling.task.Learnable.MachineLabel;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.boxes.Answer;
import dev.labelops.learning.boxes.Box;
import dev.labelops.learning.boxes.BoxHead;
import dev.labelops.learning.boxes.BoxLabeler;
import dev.labelops.learning.boxes.BoxModel;
import dev.labelops.learning.boxes.ConstantBox;
import dev.labelops.learning.boxes.HoughHead;
import dev.labelops.learning.boxes.ImageScore;
import dev.labelops.learning.boxes.LabeledBox;
import dev.labelops.learning.boxes.LabeledImage;
import dev.labelops.learning.boxes.MapPyramid;
import dev.labelops.learning.boxes.RoiHead;
import dev.labelops.learning.boxes.ScoredBox;
import dev.labelops.learning.boxes.SiftFeatures;
import dev.labelops.learning.boxes.SizedImage;
import dev.labelops.learning.threshold.LowerBound;
import dev.labelops.learning.threshold.Validated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Images with boxes: two heads that compete, of which one needs a backbone. */
final class BoxSubject implements Subject {
  private static final int FOLDS = 4;

  /** Fewer say nothing about the images that a head did not see. */
  private static final int LEAST_IMAGES = 2 * FOLDS;

  /** An image whose boxes are more probably wrong than right trains no model. */
  private static final double LEAST_WEIGHT = .5;

  /** Heap that the training of a model takes for each labeled image; measured with {@code roi}. */
  private static final int HEAP_BYTES_OF_IMAGE = 400_000;

  private final Round round;
  private final Learnable.Boxes boxes;
  private final LabelCategories labels;
  private final Images images;
  private final Equipment equipment;
  private final double target;
  private final float[][] rows;
  private final List<Kind<?>> kinds = new ArrayList<>();

  /** A head and where its features are read. */
  private record Kind<F>(BoxHead<F> head, Workers.Work<F> features, Optional<String> backbone) {}

  BoxSubject(Round round, Learnable.Boxes boxes, Images images, Equipment equipment, double target)
      throws IOException {
    this.round = round;
    this.boxes = boxes;
    this.labels = round.labels();
    this.images = images;
    this.equipment = equipment;
    this.target = target;
    this.rows = Embeddings.projected(images, Embeddings.standardized(images, ""));
    kinds.add(new Kind<SiftFeatures>(new HoughHead(), images::sift, Optional.empty()));
    equipment
        .withMaps()
        .ifPresent(
            backbone ->
                kinds.add(
                    new Kind<MapPyramid>(
                        new RoiHead(), images::maps, Optional.of(backbone.key()))));
  }

  @Override
  public String measure() {
    return "meanIoU";
  }

  @Override
  public double target() {
    return target;
  }

  @Override
  public LowerBound bound() {
    return LowerBound.NORMAL_MEAN;
  }

  @Override
  public boolean usable(int id) {
    return images.usable(id);
  }

  @Override
  public float[][] rows() {
    return rows;
  }

  @Override
  public Optional<String> untrainable(Map<Integer, HumanLabel> training) {
    if (training.isEmpty()) {
      return Optional.of("there are no training labels yet");
    }
    long withBoxes =
        trusted(training).values().stream().filter(label -> !boxesOf(label).isEmpty()).count();
    return withBoxes < LEAST_IMAGES
        ? Optional.of(
            "%d of %d training labels have boxes, and models need %d"
                .formatted(withBoxes, training.size(), LEAST_IMAGES))
        : Optional.empty();
  }

  private static Map<Integer, HumanLabel> trusted(Map<Integer, HumanLabel> training) {
    Map<Integer, HumanLabel> trusted = new TreeMap<>(training);
    trusted.values().removeIf(label -> label.weight() < LEAST_WEIGHT);
    return trusted;
  }

  @Override
  public List<Head> train(Map<Integer, HumanLabel> training, long seed) {
    Map<Integer, HumanLabel> trusted = trusted(training);
    List<Head> heads = new ArrayList<>();
    for (Kind<?> kind : kinds) {
      round.progress("training %s on %,d labels".formatted(kind.head.name(), trusted.size()));
      heads.add(trained(kind, trusted, seed));
    }
    return heads;
  }

  private <F> Head trained(Kind<F> kind, Map<Integer, HumanLabel> training, long seed) {
    List<LabeledImage<F>> labeled = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    training.forEach(
        (id, label) -> {
          List<LabeledBox> found = boxesOf(label);
          labeled.add(new LabeledImage<>(() -> features(kind, id), found));
          found.forEach(box -> names.add(box.label()));
        });
    int models =
        modelsAtOnce(
            labeled.size(), Runtime.getRuntime().maxMemory(), equipment.workers().threads());
    BoxLabeler<F> labeler = BoxLabeler.train(kind.head, labeled, target, FOLDS, models, seed);
    return new BoxesHead<>(
        kind,
        labeler,
        new BoxArchive.Description(
            kind.head.name(),
            List.copyOf(names),
            training.size(),
            kind.backbone.orElse(null),
            labeler.rule()));
  }

  /**
   * Models that are trained at the same time: as many as there are threads, if half of the heap has
   * room for them.
   */
  static int modelsAtOnce(int images, long heapBytes, int threads) {
    long room = heapBytes / 2 / HEAP_BYTES_OF_IMAGE / Math.max(1, images);
    return Math.clamp(room, 1, threads);
  }

  private static <F> F features(Kind<F> kind, int id) {
    try {
      return kind.features.of(id);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Head load(byte[] archive) throws UnfitModel {
    BoxArchive saved;
    try {
      saved = BoxArchive.read(archive);
    } catch (IOException | RuntimeException e) {
      throw new UnfitModel("it is not a model for boxes: " + e.getMessage());
    }
    Set<String> unknown = new HashSet<>(saved.description().labels());
    unknown.removeAll(labels.names());
    if (!unknown.isEmpty()) {
      throw new UnfitModel("its labels %s are not among the job's".formatted(unknown));
    }
    for (Kind<?> kind : kinds) {
      if (kind.head.name().equals(saved.description().head())
          && kind.backbone.equals(Optional.ofNullable(saved.description().backbone()))) {
        return loaded(kind, saved);
      }
    }
    throw new UnfitModel(
        "its head %s reads another pretrained network, or is not known"
            .formatted(saved.description().head()));
  }

  private <F> Head loaded(Kind<F> kind, BoxArchive saved) throws UnfitModel {
    try {
      BoxModel<F> model = kind.head.load(saved.model());
      return new BoxesHead<>(
          kind,
          new BoxLabeler<>(model, saved.description().rule(), List.of()),
          saved.description());
    } catch (IOException | RuntimeException e) {
      throw new UnfitModel(e.getMessage());
    }
  }

  /** The constant box of each class, given the right classes. */
  @Override
  public OptionalDouble baseline(
      Map<Integer, HumanLabel> training, Map<Integer, HumanLabel> validation) throws IOException {
    if (training.isEmpty() || validation.isEmpty()) {
      return OptionalDouble.empty();
    }
    ConstantBox constant = new ConstantBox(sized(training));
    return sized(validation).stream().mapToDouble(constant::score).average();
  }

  private List<SizedImage> sized(Map<Integer, HumanLabel> labeled) throws IOException {
    List<SizedImage> sized = new ArrayList<>();
    for (Map.Entry<Integer, HumanLabel> label : labeled.entrySet()) {
      SiftFeatures sift = images.sift(label.getKey());
      sized.add(new SizedImage(sift.width(), sift.height(), boxesOf(label.getValue())));
    }
    return sized;
  }

  @Override
  public Optional<RoundReport.Backbone> backbone() {
    return equipment.backbone().map(Embeddings::reported);
  }

  private List<LabeledBox> boxesOf(HumanLabel label) {
    return boxes.boxesOf(label.label(), label.metadata()).stream()
        .filter(box -> box.width() > 0 && box.height() > 0)
        .map(
            box ->
                new LabeledBox(
                    box.name(),
                    new Box(
                        box.left(), box.top(), box.left() + box.width(), box.top() + box.height())))
        .toList();
  }

  private final class BoxesHead<F> implements Head {
    private final Kind<F> kind;
    private final BoxLabeler<F> labeler;
    private final BoxArchive.Description description;

    BoxesHead(Kind<F> kind, BoxLabeler<F> labeler, BoxArchive.Description description) {
      this.kind = kind;
      this.labeler = labeler;
      this.description = description;
    }

    @Override
    public String name() {
      return kind.head.name();
    }

    @Override
    public List<Validated> crossValidated() {
      return labeler.crossValidated();
    }

    @Override
    public Map<Integer, Guess> guess(Collection<Integer> ids) throws IOException {
      Map<Integer, Guess> guesses = new TreeMap<>();
      Progress progress = new Progress(round, "detecting boxes with " + name(), ids.size());
      equipment
          .workers()
          .each(
              ids,
              id -> labeler.label(kind.features.of(id)),
              (id, answer) -> {
                guesses.put(id, new BoxesGuess(answer));
                progress.step();
              });
      return guesses;
    }

    @Override
    public byte[] archive() {
      return new BoxArchive(description, labeler.model().save()).write();
    }

    @Override
    public void close() {
      labeler.close();
    }
  }

  private final class BoxesGuess implements Guess {
    private final Answer answer;

    BoxesGuess(Answer answer) {
      this.answer = answer;
    }

    @Override
    public double confidence() {
      return answer.confidence();
    }

    @Override
    public double score(HumanLabel truth) {
      return ImageScore.of(answer.labels(), boxesOf(truth));
    }

    @Override
    public MachineLabel write(TaskObject object) {
      return boxes.write(answer.boxes().stream().map(BoxSubject::written).toList(), object);
    }
  }

  private static Learnable.Boxes.Box written(ScoredBox scored) {
    Box box = scored.box();
    return new Learnable.Boxes.Box(
        scored.label(), box.left(), box.top(), box.width(), box.height(), scored.score());
  }
}
