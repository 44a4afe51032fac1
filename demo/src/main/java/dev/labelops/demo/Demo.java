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
import picocli.CommandLine.ArgGroup;
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
  private Demo() {}

  /** Anyone's images come with their truth. */
  static final class OwnImages {
    @Option(names = "--images", required = true, description = "Folder with .jpg or .png images.")
    Path images;

    @Option(
        names = "--truth",
        required = true,
        description = "Ground Truth output manifest with the attribute 'truth'.")
    Path truth;
  }

  /** What every run needs to know. */
  static final class Common {
    @Option(names = "--root", defaultValue = ".", description = "Folder of the checkout.")
    Path root;

    @ArgGroup(exclusive = false)
    OwnImages own;

    @Option(names = "--count", defaultValue = "60", description = "Number of synthetic images.")
    int count;

    @Option(names = "--workers", defaultValue = "6", description = "Number of simulated workers.")
    int workers;

    @Option(
        names = "--workers-per-object",
        defaultValue = "3",
        description = "Workers per object, 1 to 9.")
    int workersPerObject;

    @Option(
        names = "--time-per-task",
        defaultValue = "PT0.15S",
        description = "Time of a worker per task, ISO 8601.")
    Duration timePerTask;

    @Option(
        names = "--deadline",
        defaultValue = "PT5M",
        description = "Maximum duration, ISO 8601.")
    Duration deadline;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the workers' mistakes.")
    long seed;

    Path checkout() {
      return root.toAbsolutePath().normalize();
    }

    /** With the folder {@code target/<name>}. */
    DemoSettings settings(String name) {
      Path folder = checkout().resolve("target").resolve(name);
      Path images = own == null ? null : own.images.toAbsolutePath().normalize();
      Path truth = own == null ? null : own.truth.toAbsolutePath().normalize();
      return new DemoSettings(
          checkout(),
          folder,
          images,
          truth,
          count,
          workers,
          workersPerObject,
          timePerTask,
          deadline,
          seed);
    }
  }

  /** The demo itself. */
  @Command(
      name = "run",
      description = "Run one labeling job with simulated workers, and write a report.")
  static final class Run implements Callable<Integer> {
    @Mixin Common common;

    @Override
    public Integer call() throws Exception {
      DemoSettings settings = common.settings("demo");
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
      DemoSettings settings = common.settings("up");
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
      DemoSettings settings = common.settings("up");
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

    @Override
    public Integer call() throws Exception {
      SyntheticSet.write(to, count, seed, hard ? Style.HARD : Style.EASY);
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
