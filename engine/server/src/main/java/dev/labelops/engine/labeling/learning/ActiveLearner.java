package dev.labelops.engine.labeling.learning;

import dev.labelops.engine.labeling.task.Learnable;
import dev.labelops.engine.labeling.task.ObjectSource;
import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.backbone.Backbone;
import dev.labelops.learning.backbone.EmbeddingCache;
import dev.labelops.learning.backbone.Limits;
import dev.labelops.learning.backbone.TextBackbone;
import dev.labelops.learning.backbone.UnfitBackboneException;
import dev.labelops.learning.boxes.NativeThreads;
import dev.labelops.learning.selection.ValidationSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Labels by machine what a model of the job's human labels is shown to label well enough, and sends
 * everything else to people. One round at a time.
 */
public final class ActiveLearner implements Learner, AutoCloseable {
  /** Part of the cache for embeddings, which are small and always needed. */
  private static final int EMBEDDINGS = 8;

  private final LearnerSettings settings;
  private Equipment equipment;
  private TextEquipment textEquipment;

  public ActiveLearner(LearnerSettings settings) {
    this.settings = settings;
  }

  /**
   * Opens the pretrained network, which a round on images does otherwise. Call it at the start to
   * refuse a network that cannot be used.
   *
   * @return empty when the build has none, or none is wanted
   * @throws UnfitBackboneException in a sentence that names the file or tensor
   */
  public synchronized Optional<Backbone.Description> backbone()
      throws IOException, UnfitBackboneException {
    return equipment().backbone().map(Backbone::description);
  }

  /**
   * Opens the network for texts, as {@link #backbone} does for images.
   *
   * @return empty when none is wanted
   * @throws UnfitBackboneException in a sentence that names the file or tensor
   */
  public synchronized Optional<TextBackbone.Description> textBackbone()
      throws IOException, UnfitBackboneException {
    return textEquipment().map(texts -> texts.backbone().description());
  }

  @Override
  public synchronized Outcome learn(Round round) throws IOException {
    long start = System.nanoTime();
    try {
      return switch (round.type().learnable().orElseThrow()) {
        case Learnable.Classes classes -> classes(round, classes, start);
        case Learnable.Boxes boxes -> boxes(round, boxes, start);
      };
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Outcome classes(Round round, Learnable.Classes classes, long start) throws IOException {
    double target = settings.targets().accuracy();
    if (!ObjectSource.of(round.type().facts()).isFile()) {
      return learned(
          round, new ClassSubject(classes, round.labels(), textRows(round), target), start);
    }
    Optional<Backbone> backbone = opened(round).backbone();
    if (backbone.isEmpty()) {
      return nothing(
          round,
          "accuracy",
          target,
          "images are classified by a pretrained network, and this engine has none: supply one with"
              + " --backbone",
          start);
    }
    Images images = Images.of(round, opened(round), false);
    Optional<EmbeddingRows> rows = EmbeddingRows.of(images, backbone.get());
    return rows.isEmpty()
        ? nothing(round, "accuracy", target, "no image can be read", start)
        : learned(
            round, new ClassSubject(classes, round.labels(), List.of(rows.get()), target), start);
  }

  /** Where there is a network, objects are chosen by what it says of them. */
  private List<ClassRows> textRows(Round round) throws IOException {
    Optional<TextEquipment> texts = openedTexts(round);
    TextRows words = TextRows.of(round);
    return texts.isEmpty()
        ? List.of(words)
        : List.of(
            new SentenceRows(words, Sentences.of(round, texts.get()), texts.get().backbone()),
            words);
  }

  private Outcome boxes(Round round, Learnable.Boxes boxes, long start) throws IOException {
    double target = settings.targets().meanIoU();
    // Images are computed in parallel, each on one thread.
    NativeThreads.limit(1);
    Images images = Images.of(round, opened(round), true);
    return images.usable().isEmpty()
        ? nothing(round, "meanIoU", target, "no image can be read", start)
        : learned(round, new BoxSubject(round, boxes, images, opened(round), target), start);
  }

  /** Round 0 has computed the features; nobody has labeled anything. */
  private Outcome learned(Round round, Subject subject, long start) throws IOException {
    if (round.number() > 0 && (round.labelBudget() <= 0 || open(round) == 0)) {
      return nothing(round, subject.measure(), subject.target(), nothingIsLeft(round), start);
    }
    if (round.number() > 0) {
      return new ModelRound(round, subject, settings.targets().missProbability()).run(start);
    }
    JobState job = JobState.of(round.entries(), subject::usable);
    return nothing(
        round,
        subject.measure(),
        subject.target(),
        String.format(
            Locale.ROOT,
            "features of %,d of %,d objects",
            job.size() - job.unreadable(),
            job.size()),
        start);
  }

  private static int open(Round round) {
    return (int) round.entries().stream().filter(Round.Entry::open).count();
  }

  private static String nothingIsLeft(Round round) {
    return String.format(
        Locale.ROOT,
        open(round) > 0
            ? "0 of %,d: the stopping conditions allow no label after those of people"
            : "0 of %,d: people have labeled all objects. Models are measured with the first %,d"
                + " labels of a job, so only larger jobs leave objects to the machine",
        round.entries().size(),
        ValidationSet.SMALLEST);
  }

  private static Outcome nothing(
      Round round, String measure, double target, String reason, long start) {
    return new Outcome(
        false,
        List.of(),
        Set.of(),
        new RoundReport(
            round.number(),
            measure,
            target,
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
            open(round),
            reason,
            null,
            (System.nanoTime() - start) / 1e9));
  }

  private Equipment opened(Round round) throws IOException {
    try {
      return equipment();
    } catch (UnfitBackboneException e) {
      // A network that the user chose was checked at the start; here it is the build's own.
      round.log("Without the pretrained network: " + e.getMessage());
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private Optional<TextEquipment> openedTexts(Round round) throws IOException {
    try {
      return textEquipment();
    } catch (UnfitBackboneException e) {
      // It was checked at the start.
      round.log("Without the network for texts: " + e.getMessage());
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private Equipment equipment() throws IOException, UnfitBackboneException {
    if (equipment == null) {
      long embeddings = settings.cacheBytes() / EMBEDDINGS;
      equipment =
          new Equipment(
              openBackbone(),
              embeddings(embeddings),
              new FeatureFiles(
                  settings.cacheFolder().resolve("features"), settings.cacheBytes() - embeddings),
              new Workers(settings.threads()),
              settings.memoryBytes());
    }
    return equipment;
  }

  private Optional<TextEquipment> textEquipment() throws IOException, UnfitBackboneException {
    if (textEquipment == null && settings.textBackbone().isPresent()) {
      textEquipment =
          new TextEquipment(
              TextBackbone.open(
                  settings.textBackbone().get(),
                  new Limits(settings.threads(), Limits.DEFAULT.pixels())),
              embeddings(settings.cacheBytes() / EMBEDDINGS),
              new Workers(settings.threads()),
              settings.memoryBytes());
    }
    return Optional.ofNullable(textEquipment);
  }

  private EmbeddingCache embeddings(long bytes) throws IOException {
    return new EmbeddingCache(settings.cacheFolder().resolve("embeddings"), bytes);
  }

  private Optional<Backbone> openBackbone() throws UnfitBackboneException {
    Limits limits = new Limits(settings.threads(), Limits.DEFAULT.pixels());
    if (!settings.useBackbone()) {
      return Optional.empty();
    }
    return settings.backbone().isPresent()
        ? Optional.of(Backbone.open(settings.backbone().get(), limits))
        : Backbone.bundled(limits);
  }

  @Override
  public synchronized void close() {
    if (equipment != null) {
      equipment.workers().close();
      equipment.backbone().ifPresent(Backbone::close);
      equipment = null;
    }
    if (textEquipment != null) {
      textEquipment.close();
      textEquipment = null;
    }
  }
}
