package dev.labelops.operator.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CallBudget;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.metrics.Metrics;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobFeedTest {
  private static final AwsClients.Scope SCOPE =
      new AwsClients.Scope("eu-west-1", Optional.empty(), Optional.empty());
  private static final ResourceID A = new ResourceID("a", "ns");

  private final ScriptedLists lists = new ScriptedLists();
  private final AtomicBoolean leading = new AtomicBoolean(true);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<ResourceID> woken = new CopyOnWriteArrayList<>();
  private final JobFeed feed = open(Duration.ofMillis(20), Duration.ofMillis(50));

  private JobFeed open(Duration shortest, Duration longest) {
    JobFeed opened =
        new JobFeed(
            lists,
            new CallBudget(1_000_000),
            new OperatorSettings.Feed(1_000_000, shortest, longest),
            Clock.systemUTC(),
            leading::get,
            new Metrics(registry));
    opened.eventSource().setEventHandler(event -> woken.add(event.getRelatedCustomResourceID()));
    opened.eventSource().start();
    return opened;
  }

  @AfterEach
  void stop() {
    feed.close();
  }

  private void awaitSweeps(int more) {
    int target = sweeps() + more;
    await().atMost(Duration.ofSeconds(20)).until(() -> sweeps() >= target);
  }

  private int sweeps() {
    return (int)
        registry.find("labelops.feed.sweep").timers().stream()
            .mapToLong(timer -> timer.count())
            .sum();
  }

  @Test
  void wakesOnNewsAndIsSilentWithoutAny() {
    lists.with(LabelingJobState.InProgress, List.of(Jobs.inProgress("job-a", 1)));
    feed.watch(SCOPE, "job-a", A);
    await().atMost(Duration.ofSeconds(20)).until(() -> woken.size() == 1);
    awaitSweeps(3);
    assertThat(woken).as("sweeps without news wake nobody").containsExactly(A);
    lists.with(LabelingJobState.InProgress, List.of(Jobs.inProgress("job-a", 2)));
    await().atMost(Duration.ofSeconds(20)).until(() -> woken.size() == 2);
    assertThat(feed.latest(SCOPE, "job-a").orElseThrow().job())
        .contains(Jobs.inProgress("job-a", 2));
  }

  @Test
  void asksForNoMoreListsOnceAllAreSeen() {
    lists.with(LabelingJobState.InProgress, List.of(Jobs.inProgress("job-a", 1)));
    feed.watch(SCOPE, "job-a", A);
    awaitSweeps(2);
    assertThat(lists.calls()).containsOnly("InProgress");
  }

  @Test
  void looksIntoAllThreeListsForWhatItHasNotSeen() {
    lists.with(
        LabelingJobState.Stopping,
        List.of(Jobs.job("job-a", LabelingJobState.Stopping, 1, Jobs.CREATED)));
    feed.watch(SCOPE, "job-a", A);
    await().atMost(Duration.ofSeconds(20)).until(() -> woken.contains(A));
    assertThat(lists.calls()).startsWith("InProgress", "Initializing", "Stopping");
    assertThat(feed.latest(SCOPE, "job-a").orElseThrow().job().orElseThrow().state())
        .isEqualTo(LabelingJobState.Stopping);
  }

  @Test
  void followsEmptyPagesThatCarryAToken() {
    lists.emptyPages();
    List<RemoteLabelingJob> foreign = new ArrayList<>();
    IntStream.range(0, 250).forEach(i -> foreign.add(Jobs.inProgress("foreign-" + i, 1)));
    foreign.add(Jobs.inProgress("job-a", 1));
    lists.with(LabelingJobState.InProgress, foreign);
    feed.watch(SCOPE, "job-a", A);
    await().atMost(Duration.ofSeconds(20)).until(() -> woken.contains(A));
    assertThat(feed.latest(SCOPE, "foreign-1")).isEmpty();
  }

  @Test
  void oursIsFoundAmongThousandsOfOthers() {
    List<RemoteLabelingJob> all = new ArrayList<>();
    IntStream.range(0, 5_000).forEach(i -> all.add(Jobs.inProgress("foreign-" + i, i % 100)));
    all.add(Jobs.inProgress("job-a", 1));
    lists.with(LabelingJobState.InProgress, all);
    feed.watch(SCOPE, "job-a", A);
    await().atMost(Duration.ofSeconds(20)).until(() -> woken.contains(A));
    awaitSweeps(2);
    assertThat(woken).as("news of others wakes nobody").containsOnly(A);
    assertThat(woken).hasSize(1);
  }

  @Test
  void endlessPagesAreCapped() {
    lists.endless();
    feed.watch(SCOPE, "job-a", A);
    awaitSweeps(1);
    assertThat(lists.calls().stream().filter(c -> c.startsWith("InProgress")).count())
        .isGreaterThanOrEqualTo(ScopeSweeper.MOST_PAGES);
    assertThat(registry.find("labelops.feed.sweep").tag("outcome", "capped").timer()).isNotNull();
  }

  @Test
  void failuresOfEveryKindAreSurvived() {
    for (RuntimeException failure :
        List.of(
            new CloudFailure(ErrorClass.DENIED, "sagemaker:ListLabelingJobs", "x", "no", null),
            new IllegalStateException("a defect"))) {
      lists.failWith(failure);
      feed.watch(SCOPE, "job-a", A);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> feed.latest(SCOPE, "job-a").orElseThrow().stale());
      assertThat(woken).contains(A);
      lists.failWith(null);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> !feed.latest(SCOPE, "job-a").orElseThrow().stale());
    }
  }

  @Test
  void aReplicaThatDoesNotLeadMakesNoCall() {
    leading.set(false);
    feed.watch(SCOPE, "job-a", A);
    await()
        .during(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(5))
        .until(() -> lists.calls().isEmpty());
    leading.set(true);
    await().atMost(Duration.ofSeconds(20)).until(() -> !lists.calls().isEmpty());
  }

  @Test
  void nobodyWatchedMeansNoCalls() {
    feed.watch(SCOPE, "job-a", A);
    awaitSweeps(1);
    feed.forget(A);
    awaitNoMoreSweeps();
    assertThat(feed.latest(SCOPE, "job-a")).isEmpty();
  }

  @Test
  void closingEndsTheSweeps() {
    feed.watch(SCOPE, "job-a", A);
    awaitSweeps(1);
    feed.eventSource().stop();
    awaitNoMoreSweeps();
  }

  private void awaitNoMoreSweeps() {
    int[] last = {-1};
    await()
        .pollInterval(Duration.ofMillis(300))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              boolean still = last[0] == sweeps();
              last[0] = sweeps();
              return still;
            });
  }

  @Test
  void anObjectWaitsForOneJob() {
    lists.with(
        LabelingJobState.InProgress,
        List.of(Jobs.inProgress("run-1", 1), Jobs.inProgress("run-2", 1)));
    feed.watch(SCOPE, "run-1", A);
    feed.watch(SCOPE, "run-2", A);
    assertThat(feed.latest(SCOPE, "run-1")).isEmpty();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> feed.latest(SCOPE, "run-2").orElseThrow().job().isPresent());
  }

  @Test
  void aNewWatchCutsALongPauseShort() {
    try (JobFeed slow = open(Duration.ofMillis(10), Duration.ofHours(1))) {
      lists.failWith(
          new CloudFailure(ErrorClass.TRANSIENT, "sagemaker:ListLabelingJobs", "x", "y", null));
      slow.watch(SCOPE, "job-a", A);
      awaitSweeps(1);
      lists.failWith(null);
      lists.with(
          LabelingJobState.InProgress,
          List.of(Jobs.inProgress("job-a", 1), Jobs.inProgress("job-b", 1)));
      slow.watch(SCOPE, "job-b", new ResourceID("b", "ns"));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> slow.latest(SCOPE, "job-b").orElseThrow().job().isPresent());
    }
  }

  @Test
  void onceTheTimeOfModificationIsBelievedFewCallsShowAllNews() {
    try (JobFeed slow = open(Duration.ofMillis(20), Duration.ofSeconds(30))) {
      List<RemoteLabelingJob> all = new ArrayList<>();
      IntStream.range(0, 1_000).forEach(i -> all.add(Jobs.inProgress("job-" + i, 1)));
      lists.with(LabelingJobState.InProgress, all);
      IntStream.range(0, 1_000)
          .forEach(i -> slow.watch(SCOPE, "job-" + i, new ResourceID("job-" + i, "ns")));
      await().atMost(Duration.ofSeconds(20)).until(() -> woken.size() == 1_000);
      changed(all, 7, 2);
      await().atMost(Duration.ofSeconds(20)).until(() -> woken.size() == 1_001);
      await().atMost(Duration.ofSeconds(20)).until(() -> lists.calls().contains("modified"));
      int callsBefore = lists.calls().size();

      changed(all, 8, 2);
      await().atMost(Duration.ofSeconds(20)).until(() -> woken.size() == 1_002);

      assertThat(woken.getLast().getName()).isEqualTo("job-8");
      assertThat(lists.calls().subList(callsBefore, lists.calls().size())).containsOnly("modified");
    }
  }

  private void changed(List<RemoteLabelingJob> all, int index, long labeled) {
    all.set(
        index,
        Jobs.job(
            "job-" + index, LabelingJobState.InProgress, labeled, Clock.systemUTC().instant()));
    lists.with(LabelingJobState.InProgress, all);
  }

  @Test
  void tenThousandJobsAreFollowed() {
    List<RemoteLabelingJob> all =
        IntStream.range(0, 10_000).mapToObj(i -> Jobs.inProgress("job-" + i, 1)).toList();
    lists.with(LabelingJobState.InProgress, all);
    IntStream.range(0, 10_000)
        .forEach(i -> feed.watch(SCOPE, "job-" + i, new ResourceID("job-" + i, "ns")));
    await().atMost(Duration.ofSeconds(30)).until(() -> woken.size() == 10_000);
    awaitSweeps(2);
    assertThat(woken).hasSize(10_000);
    assertThat(registry.get("labelops.feed.watched").gauge().value()).isEqualTo(10_000);
    List<RemoteLabelingJob> one = new ArrayList<>(all);
    one.set(7_777, Jobs.inProgress("job-7777", 2));
    lists.with(LabelingJobState.InProgress, one);
    await().atMost(Duration.ofSeconds(30)).until(() -> woken.size() == 10_001);
    assertThat(woken.getLast().getName()).isEqualTo("job-7777");
  }

  @Test
  void anErrorIsAFailedLookThatIsTold() {
    lists.failWith(new StackOverflowError("deep"));
    feed.watch(SCOPE, "job-a", A);
    await().atMost(Duration.ofSeconds(20)).until(() -> woken.contains(A));
    Sighting sighting = feed.latest(SCOPE, "job-a").orElseThrow();
    assertThat(sighting.stale()).isTrue();
    assertThat(sighting.failed().orElseThrow().failure().code()).isEqualTo("StackOverflowError");

    lists.failWith(null);
    lists.with(LabelingJobState.InProgress, List.of(Jobs.inProgress("job-a", 1)));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> feed.latest(SCOPE, "job-a").orElseThrow().job().isPresent());
    assertThat(feed.latest(SCOPE, "job-a").orElseThrow().stale()).isFalse();
  }

  @Test
  void anErrorOutsideALookEndsNoSweeper() {
    AtomicInteger errors = new AtomicInteger(2);
    try (JobFeed shaken =
        new JobFeed(
            lists,
            new CallBudget(1_000_000),
            new OperatorSettings.Feed(1_000_000, Duration.ofMillis(20), Duration.ofMillis(50)),
            Clock.systemUTC(),
            () -> {
              if (errors.getAndDecrement() > 0) {
                throw new OutOfMemoryError("for a moment");
              }
              return true;
            },
            new Metrics(new SimpleMeterRegistry()))) {
      lists.with(LabelingJobState.InProgress, List.of(Jobs.inProgress("job-a", 1)));
      shaken.watch(SCOPE, "job-a", A);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> shaken.latest(SCOPE, "job-a").orElseThrow().job().isPresent());
    }
  }

  @Test
  void aSweeperThatHangsIsSeen() {
    CountDownLatch hang = new CountDownLatch(1);
    lists.hang(hang);
    feed.watch(SCOPE, "job-a", A);
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> feed.stuck(Duration.ofMillis(100)).contains(SCOPE.region()));
    assertThat(feed.stuck(Duration.ofMinutes(20))).isEmpty();
    hang.countDown();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> feed.stuck(Duration.ofSeconds(2)).isEmpty() && sweeps() > 2);
  }

  @Test
  void aScopeWithoutJobsHasNoSweeper() {
    for (int i = 0; i < 300; i++) {
      AwsClients.Scope scope =
          new AwsClients.Scope("eu-test-" + i, Optional.empty(), Optional.of("id-" + i));
      feed.watch(scope, "job-a", A);
      assertThat(feed.sweepers()).as("one object waits for one job").isEqualTo(1);
    }
    feed.forget(A);
    assertThat(feed.sweepers()).isZero();
    assertThat(feed.latest(SCOPE, "job-a")).isEmpty();
  }
}
