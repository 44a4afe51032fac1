package dev.labelops.engine.labeling.learning.bench;

import dev.labelops.engine.labeling.learning.ActiveLearner;
import dev.labelops.engine.labeling.learning.LearnerSettings;
import dev.labelops.engine.labeling.learning.MemoryJob;
import dev.labelops.engine.labeling.learning.Targets;
import dev.labelops.learning.backbone.Backbone;
import dev.labelops.learning.backbone.UnfitBackboneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Figures of automated labeling, by the engine's own learner: a JSON line each on standard output,
 * progress on standard error.
 *
 * <p>Arguments: {@code --data=FOLDER} with the sets that are not synthetic, {@code --seeds=N},
 * {@code --only=SET,SET}, {@code --work=FOLDER} for images and features, kept for the next time,
 * {@code --random=no} to leave out the same jobs with random training objects, {@code
 * --text-backbone=FOLDER} for jobs of texts with a network. What is absent is said and skipped. The
 * set {@code memory} is a job of 1,000 images through the engine's API: it measures the processes
 * of its learning runs.
 */
public final class LearningBench {
  private static final List<String> NAMES =
      List.of("--data", "--seeds", "--only", "--work", "--random", "--text-backbone");

  private static final int HARD_IMAGES = 1000;
  private static final int TEXTS = 1000;
  private static final int SEEDS = 10;

  /** Of sets whose jobs take more than a minute each. */
  private static final int FEW_SEEDS = 3;

  private static final int THREADS = 2;
  private static final long CACHE_BYTES = 8L << 30;
  private static final long FEATURE_BYTES = 128L << 20;

  private final Map<String, String> options;
  private final Path work;

  private LearningBench(Map<String, String> options, Path work) {
    this.options = options;
    this.work = work;
  }

  public static void main(String... arguments) throws IOException, UnfitBackboneException {
    Map<String, String> options = new LinkedHashMap<>();
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      if (parts.length < 2 || !NAMES.contains(parts[0])) {
        System.err.println(
            "Unknown argument "
                + argument
                + ". Usage: --data=FOLDER --seeds=10 --only=SET,SET --work=FOLDER --random=no"
                + " --text-backbone=FOLDER");
        System.exit(2);
      }
      options.put(parts[0], parts[1]);
    }
    Path work =
        options.containsKey("--work")
            ? Files.createDirectories(Path.of(options.get("--work")))
            : Files.createTempDirectory("labelops-bench-learning");
    try {
      new LearningBench(options, work).run();
    } finally {
      if (!options.containsKey("--work")) {
        delete(work);
      }
    }
  }

  private void run() throws IOException, UnfitBackboneException {
    try (ActiveLearner learner = learner()) {
      Optional<Backbone.Description> backbone = learner.backbone();
      if (backbone.isEmpty()) {
        Figures.skipped("all with images", "this build is without a pretrained network");
      }
      if (wanted("memory") && backbone.isPresent()) {
        // Of one run: an engine that finds its earlier data refuses the job's workforce.
        Path engine = Files.createTempDirectory(work, "engine-");
        try {
          EngineJob.measure(LabeledFolder.read(hardImages()), engine);
        } finally {
          delete(engine);
        }
      }
      if (wanted("hard-images") && backbone.isPresent()) {
        Path folder = hardImages();
        jobs(LabeledFolder.read(folder), learner, seeds(FEW_SEEDS));
      }
      if (wanted("texts-8-classes")) {
        Path folder = work.resolve("texts-8-classes");
        SyntheticFolder.texts(folder, TEXTS, 1);
        jobs(LabeledFolder.read(folder), learner, seeds(SEEDS));
      }
      for (String set : List.of("cats-dogs", "docstrings", "raccoons", "workshop-logos")) {
        if (wanted(set)) {
          given(set, learner, backbone.isPresent());
        }
      }
    }
  }

  private Path hardImages() throws IOException {
    Path folder = work.resolve("hard-images");
    if (!Files.exists(folder.resolve("truth.manifest"))) {
      Figures.progress("drawing " + HARD_IMAGES + " images");
      SyntheticFolder.images(folder, HARD_IMAGES, 1);
    }
    return folder;
  }

  private void given(String set, ActiveLearner learner, boolean backbone) throws IOException {
    Path folder = Path.of(options.getOrDefault("--data", "")).resolve(set);
    if (!options.containsKey("--data")) {
      Figures.skipped(set, "no folder of data was named (DATA=FOLDER)");
    } else if (!Files.isRegularFile(folder.resolve("truth.manifest"))) {
      Figures.skipped(set, "no " + folder.resolve("truth.manifest"));
    } else {
      LabeledFolder data = LabeledFolder.read(folder);
      if (backbone || data.type().facts().name().startsWith("Text")) {
        jobs(data, learner, seeds(data.boxes() ? FEW_SEEDS : SEEDS));
      }
      if (backbone && data.boxes() && data.size() < 100) {
        FewImages.measure(data, seeds(FEW_SEEDS));
      }
    }
  }

  private boolean wanted(String set) {
    return !options.containsKey("--only")
        || List.of(options.get("--only").split(",")).contains(set);
  }

  private int seeds(int otherwise) {
    return Integer.parseInt(options.getOrDefault("--seeds", Integer.toString(otherwise)));
  }

  private ActiveLearner learner() {
    LearnerSettings settings =
        new LearnerSettings(
            Optional.empty(),
            true,
            work.resolve("cache"),
            CACHE_BYTES,
            THREADS,
            FEATURE_BYTES,
            Targets.DEFAULT);
    String folder = options.get("--text-backbone");
    return new ActiveLearner(
        folder == null ? settings : settings.withTextBackbone(Path.of(folder)));
  }

  private void jobs(LabeledFolder data, ActiveLearner learner, int seeds) throws IOException {
    List<MeasuredJob> chosen = new ArrayList<>();
    List<MeasuredJob> random = new ArrayList<>();
    double target = data.boxes() ? Targets.DEFAULT.meanIoU() : Targets.DEFAULT.accuracy();
    boolean compared = !options.getOrDefault("--random", "yes").equals("no");
    double cpu = Figures.cpuSeconds();
    for (int seed = 0; seed < seeds; seed++) {
      chosen.add(measured(data, learner, seed, data.job(seed)));
      if (seed == 0) {
        Figures.features(data, chosen.getFirst().featureSeconds(), cpu);
      }
      if (compared) {
        random.add(measured(data, learner, seed, data.job(seed).trainingAtRandom()));
      }
    }
    Figures.jobs(data, "the learner", target, chosen);
    if (compared) {
      Figures.jobs(data, "chance", target, random);
      Figures.savings(data, chosen, random);
    }
  }

  private static MeasuredJob measured(
      LabeledFolder data, ActiveLearner learner, int seed, MemoryJob job) throws IOException {
    MeasuredJob measured = MeasuredJob.run(data, job, learner);
    Figures.progress(
        "%s, seed %d: %.0f%% by machine at %.3f; %s"
            .formatted(
                data.name(), seed, 100 * measured.share(), measured.quality(), job.reasons()));
    return measured;
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
