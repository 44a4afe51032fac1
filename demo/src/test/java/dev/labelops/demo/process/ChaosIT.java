package dev.labelops.demo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.demo.workers.SimulatedWorkers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random changes of a dozen jobs over a faulty wire, with two replicas of which one is killed every
 * few seconds. Afterwards every desired run was paid once, nothing runs that nobody desires, and
 * every status agrees with the service.
 *
 * <p>{@code make chaos SEEDS=1,2,3 SECONDS=120} runs more and longer ones.
 */
class ChaosIT {
  /**
   * From when the wire is sound and the replicas that were killed last are ready. A job of theirs
   * may be in progress for 30 s of it (ADR 13).
   */
  private static final Duration HEALED_WITHIN = Duration.ofSeconds(60);

  /** So that some jobs end during the chaos, and others run on through it. */
  private static final Duration UNHURRIED = Duration.ofMillis(700);

  private static final int FAULTY_PERCENT = 25;
  private static final List<String> REPLICAS = List.of("chaos-a", "chaos-b");

  /** A lease that is taken over within a kill's interval. */
  private static final Map<String, String> QUICK =
      Map.of(
          "LABELOPS_LEASE_DURATION", "PT4S",
          "LABELOPS_LEASE_RENEW_DEADLINE", "PT3S",
          "LABELOPS_LEASE_RETRY_PERIOD", "PT1S",
          "LABELOPS_FEED_CALLS_PER_MINUTE", "1000");

  static LongStream seeds() {
    return Arrays.stream(System.getProperty("labelops.chaos.seeds", "8").split(","))
        .mapToLong(seed -> Long.parseLong(seed.strip()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyDesiredRunIsPaidOnceAndEveryStatusAgrees(long seed) throws Exception {
    Duration chaos = Duration.ofSeconds(Long.getLong("labelops.chaos.seconds", 45));
    try (ProcessStack stack = ProcessStack.start("chaos-" + seed);
        FaultyWire wire = FaultyWire.to(stack.engineAddress(), seed, FAULTY_PERCENT)) {
      TextLabeling labeling = TextLabeling.prepare(stack);
      List<ServerProcess> replicas = new ArrayList<>();
      for (String replica : REPLICAS) {
        replicas.add(stack.launchOperator(replica, wire.address(), QUICK));
      }
      labeling.awaitReady();
      ChaosUser user = new ChaosUser(labeling, seed);

      wire.harm();
      int kills;
      try (SimulatedWorkers people = labeling.people(UNHURRIED)) {
        kills = rage(stack, wire, replicas, user, new Random(seed), chaos);
      }
      wire.heal();
      for (ServerProcess replica : replicas) {
        replica.awaitReady();
      }

      Path story = Path.of("target", "logs", "chaos-" + seed, "story.txt");
      Files.write(story, user.story());
      ChaosVerdict verdict = new ChaosVerdict(labeling, stack.sageMaker());
      Duration waited = awaitVerdict(user, verdict, story);
      System.out.printf(
          "[chaos] seed %d: %d changes, %d kills, faults %s, paid jobs %s, all kept after %d s%n",
          seed,
          user.story().size(),
          kills,
          wire.counts(),
          verdict.paidByStatus(),
          waited.toSeconds());
      assertThat(wire.counts()).allSatisfy((fault, count) -> assertThat(count.get()).isPositive());
    }
  }

  /**
   * Changes and kills until the time has passed; each pause between them is the chaos itself.
   *
   * @return how often a replica was killed
   */
  private static int rage(
      ProcessStack stack,
      FaultyWire wire,
      List<ServerProcess> replicas,
      ChaosUser user,
      Random random,
      Duration chaos)
      throws IOException, InterruptedException {
    Instant end = Instant.now().plus(chaos);
    Instant nextKill = Instant.now().plusSeconds(4);
    int kills = 0;
    while (Instant.now().isBefore(end)) {
      user.change();
      if (Instant.now().isAfter(nextKill)) {
        int victim = random.nextInt(replicas.size());
        // On a loaded machine a start takes longer than the time between kills: somebody must act.
        if (replicas.get(1 - victim).isReady()) {
          replicas.get(victim).kill();
          replicas.set(victim, stack.launchOperator(REPLICAS.get(victim), wire.address(), QUICK));
          nextKill = Instant.now().plusSeconds(4 + random.nextInt(5));
          kills++;
        }
      }
      Thread.sleep(100 + random.nextInt(400));
    }
    return kills;
  }

  /** Waits until every promise is kept, and says for how long. */
  private static Duration awaitVerdict(ChaosUser user, ChaosVerdict verdict, Path story)
      throws IOException {
    Instant healed = Instant.now();
    AtomicReference<List<String>> faults = new AtomicReference<>(List.of("nothing was seen yet"));
    try {
      await("every promise kept")
          .atMost(HEALED_WITHIN)
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                boolean settled = user.settle();
                faults.set(verdict.faults(user.desiredJobs()));
                return settled && faults.get().isEmpty();
              });
      return Duration.between(healed, Instant.now());
    } catch (ConditionTimeoutException e) {
      Files.write(story, faults.get(), StandardOpenOption.APPEND);
      throw new AssertionError(
          "%d s after healing:%n  %s%nthe changes are in %s"
              .formatted(HEALED_WITHIN.toSeconds(), String.join("\n  ", faults.get()), story),
          e);
    }
  }
}
