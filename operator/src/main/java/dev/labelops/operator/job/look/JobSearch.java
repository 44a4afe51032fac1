package dev.labelops.operator.job.look;

import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.sagemaker.ActiveJobs;
import dev.labelops.operator.aws.sagemaker.LabelingJobs;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.look.CreatedJobs.CreatedJob;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.job.plan.JobNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds every labeling job of a namespace and name in the service: status may have been lost, and
 * another cluster may hold the same manifests. One list by the readable part of the names, and the
 * tags of those names alone that have the right form. What was found is remembered for some
 * minutes, and a long list is read a few pages at a time.
 */
public final class JobSearch {
  /** While an object waits for something. */
  static final Duration MAY_BE_OLD = Duration.ofMinutes(5);

  /** Before a name is reserved, a run is reported as not started, or an object is deleted. */
  static final Duration MUST_BE_FRESH = Duration.ofSeconds(30);

  private static final int PAGES_A_PASS = 10;
  private static final int MARKS_KEPT = 10_000;

  /**
   * What one search is for.
   *
   * @param chosen spec.jobName, or null
   */
  record Wanted(Scope scope, Owner owner, String chosen) {
    /** Parts of names that are listed one after the other. */
    private List<String> parts() {
      return Stream.concat(
              Stream.of(JobNames.readablePrefix(owner.name())), Stream.ofNullable(chosen))
          .toList();
    }
  }

  /**
   * The progress of a search.
   *
   * @param began when its first page was read
   * @param part which of the names' parts is being listed
   * @param token of the next page
   */
  record Progress(
      Wanted wanted,
      Instant began,
      List<CreatedJob> found,
      int part,
      Optional<String> token,
      boolean complete) {}

  /** What tags said, by ARN: of jobs that share the readable part each is read once. */
  private final Map<String, JobMark> marks =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, JobMark> eldest) {
              return size() > MARKS_KEPT;
            }
          });

  private final LabelingJobs jobs;
  private final JobMemory memory;

  public JobSearch(LabelingJobs jobs, JobMemory memory) {
    this.jobs = jobs;
    this.memory = memory;
  }

  /**
   * Searches, or returns what was found shortly before.
   *
   * @param oldest how long ago the search may have begun
   * @param settled when requests of the past have taken effect; from then on, a search from before
   *     is not enough
   * @throws CloudFailure when a call fails; the next search continues where this one stopped
   */
  CreatedJobs find(Wanted wanted, Duration oldest, Instant settled, Instant now) {
    String uid = wanted.owner().uid();
    Progress progress =
        memory
            .search(uid)
            .filter(known -> known.wanted().equals(wanted))
            .filter(known -> !JobMemory.outdated(known.began(), settled, now))
            .filter(known -> !known.complete() || now.isBefore(known.began().plus(oldest)))
            .orElseGet(() -> new Progress(wanted, now, List.of(), 0, Optional.empty(), false));
    for (int page = 0; page < PAGES_A_PASS && !progress.complete(); page++) {
      progress = next(progress);
      memory.searched(uid, progress);
    }
    return new CreatedJobs(wanted.owner(), progress.found(), progress.complete());
  }

  private Progress next(Progress before) {
    Wanted wanted = before.wanted();
    ActiveJobs.Page page = page(before);
    List<CreatedJob> found = new ArrayList<>(before.found());
    for (RemoteLabelingJob job : page.jobs()) {
      boolean known = found.stream().anyMatch(made -> made.job().arn().equals(job.arn()));
      if (!known && JobNames.mayBeOf(job.name(), wanted.owner().name(), wanted.chosen())) {
        mark(wanted.scope(), job)
            .filter(mark -> mark.owner().sameObject(wanted.owner()))
            .ifPresent(mark -> found.add(new CreatedJob(job, mark)));
      }
    }
    boolean lastPage = page.nextToken().isEmpty();
    int part = lastPage ? before.part() + 1 : before.part();
    return new Progress(
        wanted,
        before.began(),
        List.copyOf(found),
        part,
        page.nextToken(),
        part == wanted.parts().size());
  }

  private ActiveJobs.Page page(Progress progress) {
    Wanted wanted = progress.wanted();
    try {
      return jobs.named(wanted.scope(), wanted.parts().get(progress.part()), progress.token());
    } catch (CloudFailure failure) {
      if (failure.errorClass() == ErrorClass.INVALID && progress.token().isPresent()) {
        // The token may have expired: the next search begins from the start.
        memory.forgetSearch(wanted.owner().uid());
      }
      throw failure;
    }
  }

  private Optional<JobMark> mark(Scope scope, RemoteLabelingJob job) {
    JobMark known = marks.get(job.arn());
    if (known != null) {
      return Optional.of(known);
    }
    Optional<JobMark> read = JobMark.of(jobs.tags(scope, job.arn()));
    read.ifPresent(mark -> marks.put(job.arn(), mark));
    return read;
  }
}
