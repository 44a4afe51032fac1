package dev.labelops.operator.job;

import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.labeling.learning.Outcome;
import dev.labelops.engine.labeling.learning.Outcome.Choice;
import dev.labelops.engine.labeling.learning.Role;
import dev.labelops.engine.labeling.learning.Round;
import dev.labelops.engine.labeling.learning.Round.Entry;
import dev.labelops.engine.labeling.task.Learnable;
import dev.labelops.groundtruth.RoundReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Labels by machine as a script says. With {@value #OBJECTS} objects of which {@value #VALIDATION}
 * are for validation: the first round after these labels 15, the second labels none because nothing
 * qualifies, the third labels the rest; people label 10 and 5 in between.
 *
 * @param folder where a test holds rounds, each with a file
 */
record ScriptedLearner(Path folder) implements Learner {
  static final int OBJECTS = 100;

  /** The validation set of so few objects. */
  static final int VALIDATION = 60;

  static final int FIRST = 15;
  static final int CHOSEN = 10;
  static final int CHOSEN_IN_VAIN = 5;
  static final int REST = OBJECTS - VALIDATION - FIRST - CHOSEN - CHOSEN_IN_VAIN;

  static final String IN_VAIN = "0 of 60: best group 0.54, needs 0.95.";

  /** Lets the rounds of this number wait, in the region, when all is written. */
  void hold(String region, int round) {
    write(file("hold", region, round));
  }

  /** Lets them go on. */
  void release(String region, int round) {
    try {
      Files.deleteIfExists(file("hold", region, round));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether such a round waits, or waited. */
  boolean reached(String region, int round) {
    return Files.exists(file("reached", region, round));
  }

  @Override
  public Outcome learn(Round round) throws IOException {
    List<Integer> open = round.entries().stream().filter(Entry::open).map(Entry::id).toList();
    if (round.number() == 0) {
      return new Outcome(false, List.of(), Set.of(), report(round, 0, "Features only.", false));
    }
    round.model(out -> out.write(("model " + round.number()).getBytes(StandardCharsets.UTF_8)));
    Outcome outcome =
        switch (open.size()) {
          case OBJECTS - VALIDATION -> labeled(round, open.subList(0, FIRST), choice(open, CHOSEN));
          case CHOSEN_IN_VAIN + REST ->
              new Outcome(
                  true, choice(open, CHOSEN_IN_VAIN), Set.of(), report(round, 0, IN_VAIN, false));
          default -> labeled(round, open, List.of());
        };
    wait(round);
    return outcome;
  }

  private static Outcome labeled(Round round, List<Integer> ids, List<Choice> next) {
    var classes = (Learnable.Classes) round.type().learnable().orElseThrow();
    ids.forEach(id -> round.label(id, classes.write("RedBull", 0.98, round.labels())));
    String reason = ids.size() + " of 60: group of 20 at 0.99, needs 0.95.";
    return new Outcome(true, next, Set.of(), report(round, ids.size(), reason, true));
  }

  private static List<Choice> choice(List<Integer> open, int objects) {
    return open.subList(open.size() - objects, open.size()).stream()
        .map(id -> new Choice(id, Role.Training))
        .toList();
  }

  private static RoundReport report(Round round, int labeled, String reason, boolean passed) {
    double bound = passed ? .951 : .48;
    return new RoundReport(
        round.number(),
        "accuracy",
        .95,
        10,
        VALIDATION,
        round.number() == 0
            ? List.of()
            : List.of(
                new RoundReport.Head(
                    "linear",
                    List.of(new RoundReport.Group(20, passed ? .99 : .54, bound, passed)))),
        passed ? "linear" : null,
        passed ? .7 : null,
        passed ? .99 : null,
        passed ? bound : null,
        .05,
        .25,
        labeled,
        0,
        reason,
        null,
        1);
  }

  private void wait(Round round) {
    String region = round.jobArn().split(":")[3];
    Path hold = file("hold", region, round.number());
    while (Files.exists(hold)) {
      write(file("reached", region, round.number()));
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private Path file(String what, String region, int round) {
    return folder.resolve(what + "-" + region + "-" + round);
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
