package dev.labelops.demo.drive;

import dev.labelops.demo.stack.DemoException;
import dev.labelops.demo.stack.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Prints what happens to the three resources until the job has ended. */
final class Follow {
  private static final Duration RESULTS_WITHIN = Duration.ofSeconds(20);
  private static final Duration LOOK_AFTER_SERVERS_EVERY = Duration.ofSeconds(1);

  /** Then a person wonders whether it still runs. */
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final Watch watch;
  private final Stack stack;
  private final Consumer<String> news;
  private final RoundNews rounds;
  private final Map<String, String> told = new HashMap<>();
  private Instant completeSeen;
  private Instant lastNews = Instant.now();

  Follow(Watch watch, Stack stack, RoundNews rounds, Consumer<String> news) {
    this.rounds = rounds;
    this.watch = watch;
    this.stack = stack;
    this.news = news;
  }

  private void say(String line) {
    lastNews = Instant.now();
    news.accept(line);
  }

  /**
   * Returns when the job is complete and its results were read, or some seconds later when they are
   * not.
   *
   * @throws DemoException with the reason when it failed, stalled, or did not end in time
   */
  Observed untilComplete(Duration within) throws InterruptedException {
    Instant deadline = Instant.now().plus(within);
    while (Instant.now().isBefore(deadline)) {
      Optional<Observed> change = watch.next(LOOK_AFTER_SERVERS_EVERY);
      stack.requireAlive();
      watch.latest("LabelingJob").ifPresent(job -> rounds.look(job).forEach(this::say));
      if (change.isPresent()) {
        print(change.get());
        requireNotStalled(change.get());
      }
      sayWhenQuiet();
      Optional<Observed> job = watch.latest("LabelingJob").filter(j -> j.isTrue("Complete"));
      if (job.isPresent()) {
        completeSeen = completeSeen == null ? Instant.now() : completeSeen;
        boolean late = completeSeen.plus(RESULTS_WITHIN).isBefore(Instant.now());
        if (job.get().isTrue("ResultsRead") && job.get().isTrue("ResultsComplete")) {
          return job.get();
        }
        if (late) {
          say("not all results were read: " + job.get().sentence("ResultsComplete"));
          return job.get();
        }
      }
    }
    throw new DemoException("the job did not complete within %d s".formatted(within.toSeconds()));
  }

  /** When {@code Complete} was first seen. */
  Instant completeSeen() {
    return completeSeen;
  }

  private void print(Observed observed) {
    String line = observed.line();
    if (observed.status().has("conditions") && !line.equals(told.put(observed.kind(), line))) {
      say(line);
    }
  }

  /** While the engine learns, nothing changes for a while. */
  private void sayWhenQuiet() {
    if (lastNews.plus(QUIET).isBefore(Instant.now())) {
      say(
          "no new labels for %d s; what the engine does is in %s"
              .formatted(QUIET.toSeconds(), stack.engineLog()));
    }
  }

  private static void requireNotStalled(Observed observed) {
    if (observed.isTrue("Stalled") || observed.isTrue("Failed")) {
      throw new DemoException(
          "%s %s cannot continue: %s"
              .formatted(
                  observed.kind(),
                  observed.name(),
                  observed.sentence(observed.isTrue("Stalled") ? "Stalled" : "Failed")));
    }
  }
}
