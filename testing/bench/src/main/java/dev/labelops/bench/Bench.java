package dev.labelops.bench;

import dev.labelops.demo.stack.Artifacts;
import dev.labelops.demo.stack.DemoException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the operator costs, measured: one JSON line for each figure. */
@Command(name = "bench", mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {
  private static final int AIMS_ARE_FOR = 1000;

  @Option(names = "--root", defaultValue = ".", description = "The checkout.")
  private Path root;

  @Option(
      names = "--jobs",
      split = ",",
      description = "Only so many jobs in progress, instead of everything.")
  private List<Integer> jobs;

  @Option(
      names = "--create",
      description = "Only the creation of so many jobs, instead of everything.")
  private Integer create;

  @Option(
      names = "--budgets",
      split = ",",
      description = "SageMaker calls a minute. Default: 200; with 1000 jobs 20 too.")
  private List<Integer> budgets;

  @Option(names = "--latency", defaultValue = "PT0.06S", description = "Of each AWS call.")
  private Duration latency;

  @Option(names = "--quiet", defaultValue = "PT60S", description = "How long nothing changes.")
  private Duration quiet;

  @Option(
      names = "--changing",
      defaultValue = "PT3M",
      description = "How long 1% change each minute.")
  private Duration changing;

  @Option(
      names = "--operator-options",
      split = " ",
      description = "Of the operator's JVM. Default: flags and AOT cache of the image.")
  private List<String> operatorOptions;

  @Override
  public Integer call() throws Exception {
    Path checkout = root.toAbsolutePath().normalize();
    Path folder = checkout.resolve("target/bench");
    FileTree.delete(folder);
    Figures figures = new Figures(folder.resolve("results.jsonl"), System.out);
    Consumer<String> news = System.err::println;
    Artifacts artifacts = new Artifacts(checkout);
    Plan plan =
        new Plan(artifacts, operator(artifacts, folder, news), folder, latency, quiet, changing);
    boolean everything = jobs == null && create == null;
    if (create != null || everything) {
      new CreationRun(plan, figures, news).run(create == null ? AIMS_ARE_FOR : create);
    }
    if (jobs != null || everything) {
      for (int count : jobs == null ? List.of(200, AIMS_ARE_FOR, 5000) : jobs) {
        new InProgressRun(plan, figures, news).run(count, budgets(count));
      }
    }
    figures.all().stream()
        .filter(figure -> Boolean.FALSE.equals(figure.met()))
        .forEach(
            figure ->
                news.accept(
                    "missed: %s, %s, %d jobs, budget %d: %s %s, aim %s"
                        .formatted(
                            figure.figure(),
                            figure.scene(),
                            figure.jobs(),
                            figure.budget(),
                            figure.value(),
                            figure.unit(),
                            figure.aim())));
    return 0;
  }

  private OperatorProgram operator(Artifacts artifacts, Path folder, Consumer<String> news) {
    if (operatorOptions != null) {
      return new OperatorProgram(artifacts.operatorJar(), operatorOptions);
    }
    news.accept("training the operator's AOT cache, as the image's build does");
    return OperatorProgram.asInImage(artifacts, folder.resolve("image"));
  }

  private List<Integer> budgets(int count) {
    if (budgets != null) {
      return budgets;
    }
    return count == AIMS_ARE_FOR ? List.of(20, 200) : List.of(200);
  }

  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new Bench());
    line.setExecutionExceptionHandler(
        (problem, command, parsed) -> {
          if (problem instanceof BenchException || problem instanceof DemoException) {
            System.err.println(problem.getMessage());
            return 1;
          }
          throw problem;
        });
    System.exit(line.execute(arguments));
  }
}
