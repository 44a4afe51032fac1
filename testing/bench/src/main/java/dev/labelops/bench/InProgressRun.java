package dev.labelops.bench;

import dev.labelops.bench.Targets.Measure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** So many jobs in progress: what they cost, and how soon a change of theirs is seen. */
public final class InProgressRun {
  /** For setting up only, which is not measured. */
  private static final int NO_LIMIT = 60_000;

  private static final int ONE_PERCENT = 100;
  private static final Duration SETUP_PER_JOB = Duration.ofMillis(400);
  private static final Duration AT_LEAST = Duration.ofMinutes(2);

  /** Longer than the operator waits before it lists the files of a job that has news. */
  private static final Duration CALM = Duration.ofSeconds(12);

  private final Plan plan;
  private final Figures figures;
  private final Consumer<String> news;

  public InProgressRun(Plan plan, Figures figures, Consumer<String> news) {
    this.plan = plan;
    this.figures = figures;
    this.news = news;
  }

  /**
   * @param jobs in progress
   * @param budgets SageMaker calls a minute, one after the other
   */
  public void run(int jobs, List<Integer> budgets) throws InterruptedException {
    List<String> names = TextJobs.names("job", jobs);
    try (BenchStack stack =
        BenchStack.start(
            plan.artifacts(), plan.operator(), plan.folder().resolve("jobs-" + jobs))) {
      OperatorProcess setUp = stack.restartOperator(NO_LIMIT);
      TextJobs texts = TextJobs.prepare(stack, BenchWorkers.emails());
      texts.awaitReady();
      try (BenchWorkers workers = BenchWorkers.signIn(stack.engineAddress());
          JobWatch watch = texts.watch()) {
        news.accept("setting up %d jobs".formatted(jobs));
        texts.apply(names);
        Duration deadline = AT_LEAST.plus(SETUP_PER_JOB.multipliedBy(jobs));
        watch.awaitAll("in progress", names, JobWatch.Seen::working, deadline, setUp::requireAlive);
        stack.latency(plan.latency());
        for (int budget : budgets) {
          measure(stack, workers, watch, names, budget);
        }
      }
    }
  }

  private void measure(
      BenchStack stack, BenchWorkers workers, JobWatch watch, List<String> names, int budget)
      throws InterruptedException {
    Scenario quiet = new Scenario(Targets.QUIET, names.size(), budget);
    OperatorProcess operator = stack.restartOperator(budget);
    figures.add(quiet.seconds(Measure.START_TO_READY, operator.startToReady()));
    AuditTrail audit = stack.audit();
    awaitCalm(operator, audit, names.size());
    Changes changes = new Changes(workers, watch, operator);
    news.accept("%d jobs, %d calls a minute: warming up".formatted(names.size(), budget));
    changes.spread(names.subList(0, 1), Duration.ofSeconds(1));

    news.accept("%d jobs, %d calls a minute: 1%% change".formatted(names.size(), budget));
    long changing = Math.max(1, names.size() * plan.changing().toSeconds() / (ONE_PERCENT * 60L));
    CostWindow some = CostWindow.open(operator, audit);
    Delays onePercent =
        changes.spread(names.subList(0, (int) Math.min(changing, names.size())), plan.changing());
    Scenario few = quiet.in(Targets.ONE_PERCENT);
    some.close(figures, few, false);
    add(onePercent, few);

    awaitCalm(operator, audit, names.size());
    news.accept("%d jobs, %d calls a minute: nothing changes".formatted(names.size(), budget));
    CostWindow nothing = CostWindow.open(operator, audit);
    new CountDownLatch(1).await(plan.quiet().toMillis(), TimeUnit.MILLISECONDS);
    nothing.close(figures, quiet, true);

    news.accept("%d jobs, %d calls a minute: all change".formatted(names.size(), budget));
    CostWindow everything = CostWindow.open(operator, audit);
    Delays all = changes.atOnce(names);
    Scenario many = quiet.in(Targets.ALL_AT_ONCE);
    everything.close(figures, many, false);
    add(all, many);
  }

  /** The passes of the start are over, and the feed watches every job. */
  private static void awaitCalm(OperatorProcess operator, AuditTrail audit, int jobs) {
    long[] lastRequest = {System.nanoTime()};
    Wait.until(
        "the operator has nothing to do",
        AT_LEAST.plus(Duration.ofMillis(20L * jobs)),
        Duration.ofMillis(200),
        () -> operator.watchedJobs() + " jobs are watched\n" + operator.tail(),
        () -> {
          if (audit.next().stream().anyMatch(AuditTrail.Request::aboutJob)) {
            lastRequest[0] = System.nanoTime();
          }
          return System.nanoTime() - lastRequest[0] > CALM.toNanos()
              && operator.watchedJobs() == jobs;
        });
  }

  private void add(Delays delays, Scenario here) {
    int samples = delays.sorted().size();
    figures.add(here.seconds(Measure.CHANGE_TO_STATUS_P50, delays.percentile(50)).samples(samples));
    figures.add(here.seconds(Measure.CHANGE_TO_STATUS_P99, delays.percentile(99)).samples(samples));
  }
}
