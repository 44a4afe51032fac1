package dev.labelops.bench;

import dev.labelops.bench.Targets.Measure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** From kubectl apply to work: what one job costs, and how long very many take. */
public final class CreationRun {
  private static final int DEFAULT_BUDGET = 200;
  private static final int TEN_A_SECOND = 600;
  private static final Duration ONE_WITHIN = Duration.ofMinutes(2);
  private static final Duration EACH_WITHIN = Duration.ofSeconds(1);

  private final Plan plan;
  private final Figures figures;
  private final Consumer<String> news;

  public CreationRun(Plan plan, Figures figures, Consumer<String> news) {
    this.plan = plan;
    this.figures = figures;
    this.news = news;
  }

  /**
   * @param jobs that are applied together
   */
  public void run(int jobs) {
    try (BenchStack stack =
        BenchStack.start(plan.artifacts(), plan.operator(), plan.folder().resolve("creation"))) {
      stack.latency(plan.latency());
      OperatorProcess operator = stack.restartOperator(DEFAULT_BUDGET);
      Scenario none = new Scenario("no jobs", 0, DEFAULT_BUDGET);
      figures.add(none.seconds(Measure.START_TO_READY, operator.startToReady()));
      TextJobs texts = TextJobs.prepare(stack, BenchWorkers.emails());
      texts.awaitReady();
      figures.add(none.figure(Measure.RSS, operator.cost().rssMebibytes()));
      try (JobWatch watch = texts.watch()) {
        one(texts, watch, operator);
        many(texts, watch, stack.restartOperator(TEN_A_SECOND), jobs);
      }
    }
  }

  private void one(TextJobs texts, JobWatch watch, OperatorProcess operator) {
    news.accept("one job");
    List<String> name = TextJobs.names("first", 1);
    Map<String, Long> before = operator.awsCalls();
    long applied = System.nanoTime();
    texts.apply(name);
    watch.awaitAll("in progress", name, JobWatch.Seen::working, ONE_WITHIN, operator::requireAlive);
    Duration took = Duration.ofNanos(System.nanoTime() - applied);
    Map<String, Long> calls = CostWindow.difference(before, operator.awsCalls());
    Scenario here = new Scenario("one job applied", 1, DEFAULT_BUDGET);
    figures.add(here.seconds(Measure.APPLY_TO_WORKING, took));
    figures.add(
        here.figure(
            Measure.CALLS_APPLY_TO_WORKING,
            calls.values().stream().mapToLong(Long::longValue).sum()));
    calls.forEach(
        (operation, count) ->
            figures.add(here.figure(Measure.CALLS_APPLY_TO_WORKING, count).of(operation)));
  }

  private void many(TextJobs texts, JobWatch watch, OperatorProcess operator, int jobs) {
    news.accept("%d jobs at 10 calls a second".formatted(jobs));
    List<String> names = TextJobs.names("job", jobs);
    long applied = System.nanoTime();
    texts.apply(names);
    watch.awaitAll(
        "created",
        names,
        JobWatch.Seen::created,
        ONE_WITHIN.plus(EACH_WITHIN.multipliedBy(jobs)),
        operator::requireAlive);
    Duration took = Duration.ofNanos(System.nanoTime() - applied);
    Scenario here = new Scenario("applied at once", jobs, TEN_A_SECOND);
    figures.add(here.seconds(Measure.APPLY_TO_ALL_CREATED, took));
  }
}
