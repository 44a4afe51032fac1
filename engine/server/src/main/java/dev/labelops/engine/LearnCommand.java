package dev.labelops.engine;

import dev.labelops.engine.EngineSettings.Pace;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.learning.ActiveLearner;
import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.labeling.learning.LearnerSettings;
import dev.labelops.engine.labeling.run.LearningRun;
import dev.labelops.engine.labeling.run.Runs;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.learning.LearnExit;
import dev.labelops.engine.s3.S3;
import dev.labelops.engine.s3.S3.SharedObjects;
import dev.labelops.engine.store.Database;
import dev.labelops.learning.backbone.Backbone;
import dev.labelops.learning.backbone.Limits;
import dev.labelops.learning.backbone.RgbImage;
import dev.labelops.learning.backbone.TextBackbone;
import dev.labelops.learning.backbone.UnfitBackboneException;
import dev.labelops.learning.boxes.Sift;
import dev.labelops.learning.boxes.SiftFeatures;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Does one learning run of an engine, as a process that needs only the database and the objects.
 */
@Command(
    name = "learn",
    mixinStandardHelpOptions = true,
    description = "Does one learning run of an engine, and ends.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:The run has ended; its result, or why it failed, is in the database.",
      "1:An unexpected error.",
      "2:An option is wrong.",
      "4:Another process has the run, or it is to be tried later.",
      "5:There is no such run.",
      "6:The database cannot be opened.",
      "7:A backbone or a native library cannot be used.",
      "143:Ended by SIGTERM; the run is free for the next process."
    })
public final class LearnCommand implements Callable<Integer> {
  /** Opens the learner that the settings describe. */
  @FunctionalInterface
  public interface Learners {
    Learner open(LearnerSettings settings);
  }

  private static final Duration RELEASED_WITHIN = Duration.ofSeconds(3);
  private static final int TERMINATED = 143;
  private static final String JAVACPP_FOLDER = "org.bytedeco.javacpp.cachedir";
  private static final String TOKENIZERS_FOLDER = "ENGINE_CACHE_DIR";

  /** Edge of the image of the check, in pixels. */
  private static final int SAMPLE = 64;

  @Option(names = "--run", description = "Id of the run.")
  private String run;

  @Option(
      names = "--check",
      description =
          "Only load the native libraries, and compute an image and a text with the backbones.")
  private boolean check;

  @Option(names = "--owner", hidden = true)
  private String owner = UUID.randomUUID().toString();

  @Option(names = "--end-with-input", hidden = true)
  private boolean endWithInput;

  @Mixin private StorageOptions storage;
  @Mixin private LearningOptions learning;
  @Spec private CommandSpec command;
  private final Learners learners;
  private volatile boolean ended;

  public LearnCommand() {
    this(ActiveLearner::new);
  }

  /**
   * @param learners what learns
   */
  public LearnCommand(Learners learners) {
    this.learners = learners;
  }

  /** Computes one image and one text, whether a run would need them or not. */
  private int check(LearnerSettings settings) {
    Limits limits = new Limits(settings.threads(), Limits.DEFAULT.pixels());
    try {
      checkImages(settings, limits);
    } catch (UnfitBackboneException e) {
      return exit(LearnExit.NO_BACKBONE, "--backbone: " + e.getMessage());
    }
    if (settings.textBackbone().isPresent()) {
      try (TextBackbone texts = TextBackbone.open(settings.textBackbone().get(), limits)) {
        command.commandLine().getOut().println(texts.description());
      } catch (UnfitBackboneException e) {
        return exit(LearnExit.NO_BACKBONE, "--text-backbone: " + e.getMessage());
      }
    }
    try {
      SiftFeatures sift = Sift.of(new RgbImage(SAMPLE, SAMPLE, new byte[3 * SAMPLE * SAMPLE]));
      command.commandLine().getOut().println("SIFT: " + sift.count() + " keypoints");
    } catch (LinkageError e) {
      return exit(
          LearnExit.NO_BACKBONE,
          "OpenCV's native libraries cannot be loaded from %s: %s"
              .formatted(System.getProperty(JAVACPP_FOLDER), e.getMessage()));
    }
    return LearnExit.ENDED;
  }

  private void checkImages(LearnerSettings settings, Limits limits) throws UnfitBackboneException {
    Optional<Backbone> opened =
        settings.backbone().isPresent()
            ? Optional.of(Backbone.open(settings.backbone().get(), limits))
            : Backbone.bundled(limits);
    opened.ifPresent(
        backbone -> {
          command.commandLine().getOut().println(backbone.description());
          backbone.close();
        });
  }

  @Override
  public Integer call() throws IOException {
    if (check == (run != null)) {
      throw StorageOptions.wrong(command, "Name a run with --run=ID, or give --check.");
    }
    LearnerSettings wanted = learning.settings(storage).learner();
    if (endWithInput) {
      Thread.ofPlatform().daemon().name("end-with-input").start(LearnCommand::endWithInput);
    }
    // Native libraries are unpacked there once, not into the home folder.
    String natives = wanted.cacheFolder().resolve("native").toString();
    System.setProperty(JAVACPP_FOLDER, natives);
    System.setProperty(TOKENIZERS_FOLDER, natives);
    try {
      return check ? check(wanted) : learn(learners.open(wanted));
    } catch (UnfitBackboneException e) {
      return exit(LearnExit.NO_BACKBONE, e.getMessage());
    }
  }

  private int learn(Learner learner) throws IOException {
    EngineSettings settings =
        EngineSettings.local(storage.data)
            .with(
                s -> {
                  s.databaseUrl = storage.database();
                  s.externalS3 = storage.externalS3();
                });
    Clock clock = Clock.systemUTC();
    Database database;
    try {
      database = Database.join(settings);
    } catch (RuntimeException e) {
      return exit(
          LearnExit.NO_DATABASE,
          ("The database cannot be opened: %s%nThe engine starts the runs of its embedded database"
                  + " itself.")
              .formatted(e.getMessage()));
    }
    try (database;
        SharedObjects objects = S3.shared(settings, database, clock)) {
      return learn(learner, database, objects, clock);
    }
  }

  private int learn(Learner learner, Database database, SharedObjects objects, Clock clock) {
    Runs runs = new Runs(database.jdbi(), clock, Pace.DEFAULT.lease());
    Optional<Run> found = runs.find(run);
    if (found.isEmpty()) {
      return exit(LearnExit.NO_RUN, "There is no run %s in this database.".formatted(run));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> release(runs)));
    try (LearningRun learningRun =
        new LearningRun(
            database.runs(),
            BuiltInTypes.ALL,
            objects.stores(),
            learner,
            clock,
            Pace.DEFAULT.lease())) {
      Optional<Instant> again = learningRun.execute(run, owner);
      if (again.isPresent()) {
        return exit(
            LearnExit.NOT_NOW,
            "Run %s is not free before %s: another process has it, or something was out of reach."
                .formatted(run, again.get()));
      }
      return LearnExit.ENDED;
    } finally {
      ended = true;
    }
  }

  /** For who ends this process; it must not wait for a database that has gone. */
  private void release(Runs runs) {
    if (ended) {
      return;
    }
    Thread thread = Thread.ofPlatform().daemon().start(() -> runs.release(run, owner));
    try {
      thread.join(RELEASED_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int exit(int status, String sentence) {
    command.commandLine().getErr().println(sentence);
    return status;
  }

  /** Whoever started this process holds its input open as long as it lives. */
  private static void endWithInput() {
    try (InputStream input = System.in) {
      input.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // Closed or broken: gone in either case.
    }
    System.exit(TERMINATED);
  }
}
