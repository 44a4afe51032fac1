package dev.labelops.demo;

import dev.labelops.demo.drive.DemoRun;
import dev.labelops.demo.drive.DemoSettings;
import dev.labelops.demo.drive.UpRun;
import dev.labelops.demo.images.Style;
import dev.labelops.demo.images.SyntheticSet;
import dev.labelops.demo.stack.DemoException;
import dev.labelops.demo.stack.DetachedStack;
import dev.labelops.demo.stack.Server;
import dev.labelops.demo.workers.SimulatedWorkers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command line of the demo; see {@code make help} for the usual ways to call it. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    subcommands = {
      Demo.Run.class,
      Demo.Up.class,
      Demo.Down.class,
      Demo.Workers.class,
      Demo.Images.class
    })
public final class Demo {
  private static final Duration QUICK = Duration.ofMillis(150);

  /** So that a person beside the simulated workers finds tasks for some minutes. */
  private static final Duration LIKE_PEOPLE = Duration.ofSeconds(10);

  private Demo() {}

  /** What every run needs to know. */
  static final class Common {
    @Option(names = "--root", defaultValue = ".", description = "Folder of the checkout.")
    Path root;

    @Option(names = "--images", description = "Folder with .jpg or .png images; needs --truth.")
    Path images;

    @Option(
        names = "--truth",
        description =
            "Ground Truth output manifest with the attribute 'truth': boxes or classes of images,"
                + " or classes of texts.")
    Path truth;

    @Option(
        names = "--task",
        description =
            "BoundingBox, ImageMultiClass or TextMultiClass. Default: what fits the truth.")
    String task;

    @Option(
        names = "--count",
        description = "Number of synthetic images. Default: 300, or 60 for up.")
    Integer count;

    @Option(names = "--workers", defaultValue = "6", description = "Number of simulated workers.")
    int workers;

    @Option(
        names = "--workers-per-object",
        defaultValue = "3",
        description = "Workers per object, 1 to 9.")
    int workersPerObject;

    @Option(
        names = "--time-per-task",
        description =
            "Mean time of a worker per task, ISO 8601. Default: PT0.15S, or PT10S for workers.")
    Duration timePerTask;

    @Option(
        names = "--deadline",
        defaultValue = "PT20M",
        description = "Maximum duration, ISO 8601.")
    Duration deadline;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the workers' mistakes.")
    long seed;

    Path checkout() {
      return root.toAbsolutePath().normalize();
    }

    /**
     * With the folder {@code target/<name>}.
     *
     * @param number of synthetic images, when the user gave none
     * @param pace time per task, when the user gave none
     * @throws DemoException when there are images without a truth
     */
    DemoSettings settings(String name, int number, Style style, Duration pace) {
      if (truth == null && (images != null || task != null)) {
        throw new DemoException(
            "TRUTH is missing: IMAGES and TASK need a file with the correct labels, from which the"
                + " simulated workers answer");
      }
      return new DemoSettings(
          checkout(),
          checkout().resolve("target").resolve(name),
          absolute(images),
          absolute(truth),
          task,
          count == null ? number : count,
          style,
          workers,
          workersPerObject,
          timePerTask == null ? pace : timePerTask,
          deadline,
          seed);
    }

    private static Path absolute(Path path) {
      return path == null ? null : path.toAbsolutePath().normalize();
    }
  }

  /** The demo itself. */
  @Command(
      name = "run",
      description =
          "Run one labeling job with automated labeling and simulated workers, and write a report.")
  static final class Run implements Callable<Integer> {
    @Mixin Common common;

    @Override
    public Integer call() throws Exception {
      DemoSettings settings = common.settings("demo", 300, Style.DEMO, QUICK);
      deleteTree(settings.folder());
      Files.createDirectories(settings.folder());
      return new DemoRun(settings).run();
    }
  }

  /** Starts the stack and leaves it running. */
  @Command(name = "up", description = "Start cluster, engine and operator, and leave them running.")
  static final class Up implements Callable<Integer> {
    @Mixin Common common;

    @Option(names = "--port", defaultValue = "4566", description = "Port of the engine.")
    int port;

    @Option(names = "--stay", hidden = true, description = "Run in the foreground.")
    boolean stay;

    @Spec CommandSpec spec;

    @Override
    public Integer call() throws Exception {
      DemoSettings settings = common.settings("up", 60, Style.EASY, QUICK);
      if (stay) {
        new UpRun(settings, port).run();
        return 0;
      }
      DetachedStack stack = new DetachedStack(settings.folder());
      Optional<String> running = stack.running();
      if (running.isEmpty()) {
        stack.stop();
        if (port != 0) {
          Server.requireFree(port);
        }
        deleteTree(settings.folder());
        List<String> arguments =
            new ArrayList<>(spec.root().commandLine().getParseResult().originalArgs());
        arguments.add("--stay");
        running = Optional.of(stack.start(Demo.class, arguments));
      }
      System.out.print(running.get());
      return 0;
    }
  }

  /** Ends what up started. */
  @Command(name = "down", description = "Stop what 'up' started.")
  static final class Down implements Callable<Integer> {
    @Option(names = "--root", defaultValue = ".", description = "Folder of the checkout.")
    Path root;

    @Override
    public Integer call() throws Exception {
      Path folder = root.toAbsolutePath().normalize().resolve("target/up");
      DetachedStack stack = new DetachedStack(folder);
      String notes = stack.notes();
      boolean ended = stack.stop();
      System.out.println(ended ? "Stopped." + notes : "Nothing was running.");
      return 0;
    }
  }

  /** Simulated workers for a stack that runs. */
  @Command(name = "workers", description = "Run simulated workers for 'up', until Ctrl-C.")
  static final class Workers implements Callable<Integer> {
    @Mixin Common common;

    @Option(
        names = "--engine",
        defaultValue = "http://127.0.0.1:4566",
        description = "Address of the engine.")
    URI engine;

    @Override
    public Integer call() throws Exception {
      DemoSettings settings = common.settings("up", 60, Style.EASY, LIKE_PEOPLE);
      try (var workers = SimulatedWorkers.start(settings.people(engine), System.out::println)) {
        System.out.println(
            common.workers + " simulated workers wait for tasks; stop them with Ctrl-C.");
        new CountDownLatch(1).await();
      }
      return 0;
    }
  }

  /** Renders a synthetic set. */
  @Command(name = "images", description = "Render a synthetic set with its truth manifest.")
  static final class Images implements Callable<Integer> {
    @Option(names = "--to", required = true, description = "Folder to write to.")
    Path to;

    @Option(names = "--count", defaultValue = "60", description = "Number of images.")
    int count;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the first image.")
    long seed;

    @Option(
        names = "--hard",
        description = "Render smaller, distorted, recolored and blurred logos.")
    boolean hard;

    @Option(names = "--demo", description = "Render what 'run' labels.")
    boolean demo;

    @Override
    public Integer call() throws Exception {
      SyntheticSet.write(to, count, seed, demo ? Style.DEMO : hard ? Style.HARD : Style.EASY);
      return 0;
    }
  }

  private static void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Exit status. */
  static int run(String... arguments) {
    CommandLine line = new CommandLine(new Demo());
    line.setExecutionExceptionHandler(
        (problem, command, parsed) -> {
          if (problem instanceof DemoException) {
            System.err.println(problem.getMessage());
            return 1;
          }
          throw problem;
        });
    return line.execute(arguments);
  }
}
