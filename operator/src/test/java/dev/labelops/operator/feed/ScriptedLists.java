package dev.labelops.operator.feed;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.sagemaker.ActiveJobs;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Lists that a test sets; an empty page with a token may precede each page. */
final class ScriptedLists implements ActiveJobs {
  private static final int PAGE_SIZE = 100;

  private final Map<LabelingJobState, List<RemoteLabelingJob>> lists =
      new EnumMap<>(LabelingJobState.class);
  private final List<String> calls = new ArrayList<>();
  private Throwable failure;
  private boolean emptyPages;
  private boolean endless;
  private volatile CountDownLatch latch = new CountDownLatch(0);

  synchronized ScriptedLists with(LabelingJobState state, List<RemoteLabelingJob> jobs) {
    lists.put(state, List.copyOf(jobs));
    return this;
  }

  synchronized void failWith(Throwable failure) {
    this.failure = failure;
  }

  synchronized void emptyPages() {
    emptyPages = true;
  }

  /** Every page is empty and has a token. */
  synchronized void endless() {
    endless = true;
  }

  /** The next calls wait for the latch. */
  void hang(CountDownLatch latch) {
    this.latch = latch;
  }

  /** State and token of each call so far. */
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public synchronized Page modified(AwsClients.Scope scope, Instant after, Optional<String> token) {
    calls.add("modified");
    throwFailure();
    return new Page(
        lists.values().stream()
            .flatMap(List::stream)
            .filter(job -> job.lastModifiedTime().isAfter(after))
            .toList(),
        Optional.empty());
  }

  @Override
  public Page page(AwsClients.Scope scope, LabelingJobState state, Optional<String> token) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return listed(state, token);
  }

  private synchronized Page listed(LabelingJobState state, Optional<String> token) {
    calls.add(state + token.map(t -> " " + t).orElse(""));
    throwFailure();
    if (endless) {
      return new Page(List.of(), Optional.of("more"));
    }
    if (emptyPages && !token.orElse("").startsWith("real")) {
      return new Page(List.of(), Optional.of("real" + token.orElse("0")));
    }
    List<RemoteLabelingJob> all = lists.getOrDefault(state, List.of());
    int from = token.map(t -> Integer.parseInt(t.replace("real", ""))).orElse(0);
    int to = Math.min(all.size(), from + PAGE_SIZE);
    return new Page(
        all.subList(from, to), to < all.size() ? Optional.of("" + to) : Optional.empty());
  }

  private void throwFailure() {
    switch (failure) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException unchecked -> throw unchecked;
      default -> throw new IllegalStateException(failure);
    }
  }
}
