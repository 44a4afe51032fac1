package dev.labelops.operator.feed;

import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.status.FailedObservations;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The jobs of one scope that somebody waits for, and what the last sweeps said of each. Decides who
 * is woken: only whose news changed, or who is missing from where it is believed to be. Safe for
 * use by several threads.
 */
final class WatchedJobs {
  /** A job of this age may not be listed yet although it exists, or may have ended already. */
  static final Duration YOUNG = Duration.ofMinutes(2);

  private static final class Watched {
    private final Instant since;
    private final long addedInSweep;
    private List<ResourceID> objects;
    private RemoteLabelingJob job;
    private Instant seenAt;
    private long seenInSweep = -1;
    private int missed;
    private boolean describe;

    private Watched(ResourceID object, Instant since, long addedInSweep) {
      this.objects = List.of(object);
      this.since = since;
      this.addedInSweep = addedInSweep;
    }
  }

  private final Map<String, Watched> byName = new HashMap<>();
  private final ModifiedHint hint = new ModifiedHint();
  private long sweep;
  private int expected;
  private int failedSweeps;
  private Instant failingSince;
  private CloudFailure failure;

  /**
   * Adds an object that waits for the job.
   *
   * @return whether this is news
   */
  synchronized boolean add(String jobName, ResourceID object, Instant now) {
    Watched watched = byName.get(jobName);
    if (watched == null) {
      byName.put(jobName, new Watched(object, now, sweep));
      return true;
    }
    if (watched.objects.contains(object)) {
      return false;
    }
    List<ResourceID> more = new ArrayList<>(watched.objects);
    more.add(object);
    watched.objects = List.copyOf(more);
    return true;
  }

  synchronized void remove(String jobName, ResourceID object) {
    Watched watched = byName.get(jobName);
    if (watched == null) {
      return;
    }
    watched.objects = watched.objects.stream().filter(o -> !o.equals(object)).toList();
    if (watched.objects.isEmpty()) {
      byName.remove(jobName);
    }
  }

  synchronized Optional<Sighting> sighting(String jobName) {
    return Optional.ofNullable(byName.get(jobName))
        .map(
            watched ->
                new Sighting(
                    Optional.ofNullable(watched.job),
                    Optional.ofNullable(watched.seenAt),
                    watched.missed,
                    watched.describe,
                    Optional.ofNullable(failure)
                        .map(why -> new FailedObservations(why, failingSince, failedSweeps))));
  }

  synchronized int size() {
    return byName.size();
  }

  synchronized int failedSweeps() {
    return failedSweeps;
  }

  /** Begins a sweep; only jobs that are watched by now can be missed by it. */
  synchronized void begin(Instant now) {
    sweep++;
    expected = byName.size();
    hint.begin(now);
  }

  /**
   * Takes a page of the list. Jobs of other people are passed over.
   *
   * @return whom to wake
   */
  synchronized List<ResourceID> seen(List<RemoteLabelingJob> page, Instant now) {
    List<ResourceID> wake = new ArrayList<>();
    for (RemoteLabelingJob job : page) {
      Watched watched = byName.get(job.name());
      if (watched == null) {
        continue;
      }
      if (watched.seenInSweep != sweep && watched.addedInSweep != sweep) {
        expected--;
      }
      if (watched.missed > 0 || !sameNews(watched.job, job)) {
        wake.addAll(watched.objects);
      }
      hint.listed(watched.job, job);
      watched.seenInSweep = sweep;
      watched.job = job;
      watched.seenAt = now;
      watched.missed = 0;
      watched.describe = false;
    }
    return wake;
  }

  /** Whether every job that this sweep could miss has been seen, so that no more need be asked. */
  synchronized boolean allSeen() {
    return expected <= 0;
  }

  /**
   * Ends a sweep that read the lists to their end.
   *
   * @return whom to wake: objects whose job is missing, at the first time that counts and then ever
   *     more rarely, and everybody when what was known had become old
   */
  synchronized List<ResourceID> complete(Instant now) {
    boolean wasStale = failedSweeps >= Sighting.FAILED_SWEEPS_UNTIL_UNKNOWN;
    failedSweeps = 0;
    failure = null;
    hint.complete();
    List<ResourceID> wake = new ArrayList<>();
    for (Watched watched : byName.values()) {
      boolean missing = watched.seenInSweep != sweep && watched.addedInSweep != sweep;
      if (missing) {
        watched.missed++;
        watched.describe =
            watched.missed >= 2 || watched.job != null || now.isBefore(watched.since.plus(YOUNG));
      }
      if (wasStale || missing && watched.describe && Integer.bitCount(watched.missed) == 1) {
        wake.addAll(watched.objects);
      }
    }
    return wake;
  }

  /**
   * From when on a list of modified jobs shows all news; empty when only a sweep does: some job was
   * never listed, or the last look failed.
   */
  synchronized Optional<Instant> modifiedAfter() {
    boolean sweepNeeded =
        failedSweeps > 0 || byName.values().stream().anyMatch(watched -> watched.job == null);
    return sweepNeeded ? Optional.empty() : hint.after();
  }

  /** Begins a quick sweep of the modified jobs. */
  synchronized void beginQuick(Instant now) {
    hint.begin(now);
  }

  /**
   * Takes a page of the modified jobs, whatever their state. Nothing is concluded from who is not
   * there, and a job that has ended is to be described.
   *
   * @return whom to wake
   */
  synchronized List<ResourceID> seenModified(List<RemoteLabelingJob> page, Instant now) {
    List<ResourceID> wake = new ArrayList<>();
    for (RemoteLabelingJob job : page) {
      Watched watched = byName.get(job.name());
      if (watched == null) {
        continue;
      }
      if (job.state().ended()) {
        if (!watched.describe) {
          wake.addAll(watched.objects);
        }
        watched.describe = true;
        continue;
      }
      if (!sameNews(watched.job, job)) {
        wake.addAll(watched.objects);
      }
      hint.listed(watched.job, job);
      watched.job = job;
      watched.seenAt = now;
      watched.missed = 0;
      watched.describe = false;
    }
    return wake;
  }

  /** Ends a quick sweep that read its list to the end. */
  synchronized void completeQuick() {
    hint.complete();
  }

  /**
   * Ends a sweep that failed. Nothing is concluded from who was not seen.
   *
   * @return whom to wake: everybody, at the moment at which what is known becomes old
   */
  synchronized List<ResourceID> failed(CloudFailure why, Instant now) {
    failingSince = failedSweeps == 0 ? now : failingSince;
    failedSweeps++;
    failure = why;
    return failedSweeps == Sighting.FAILED_SWEEPS_UNTIL_UNKNOWN
        ? byName.values().stream().flatMap(watched -> watched.objects.stream()).toList()
        : List.of();
  }

  /** LastModifiedTime is a hint: alone it is no news. */
  private static boolean sameNews(RemoteLabelingJob before, RemoteLabelingJob now) {
    return before != null
        && before.state() == now.state()
        && before.counters().equals(now.counters())
        && before.failureReason().equals(now.failureReason())
        && before.outputManifestUri().equals(now.outputManifestUri())
        && before.finalModelArn().equals(now.finalModelArn())
        && before.arn().equals(now.arn());
  }
}
