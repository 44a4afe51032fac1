package dev.labelops.operator.job.status;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Counters;
import dev.labelops.operator.aws.sagemaker.LabelCounters;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;

/** Copies what the service said of a job into the status. Pure. */
public final class JobFacts {
  private JobFacts() {}

  public static void apply(JobStatusDraft draft, RemoteLabelingJob job, Instant now) {
    draft.jobArn = job.arn();
    draft.startTime = seconds(job.creationTime());
    draft.counters = counters(draft, job.counters(), now);
    draft.progress = progress(draft.counters);
    draft.outputManifestUri = job.outputManifestUri().orElse(draft.outputManifestUri);
    draft.finalModelArn = job.finalModelArn().orElse(draft.finalModelArn);
    draft.failureReason = job.failureReason().orElse(draft.failureReason);
    draft.labelAttributeName = job.labelAttributeName().orElse(draft.labelAttributeName);
  }

  /** LastModifiedTime where it moved since the creation, else now. */
  static String completionTime(Optional<RemoteLabelingJob> job, Instant now) {
    return seconds(
        job.filter(j -> j.lastModifiedTime().isAfter(j.creationTime()))
            .map(RemoteLabelingJob::lastModifiedTime)
            .orElse(now));
  }

  private static Counters counters(JobStatusDraft draft, LabelCounters seen, Instant now) {
    Long known = draft.input == null ? null : draft.input.objectCount();
    boolean nothingYet =
        Stream.of(seen.human(), seen.machine(), seen.failed(), seen.unlabeled())
            .allMatch(n -> n == null || n == 0);
    // Right after the start every counter is zero, Unlabeled included: that is not knowledge.
    Long unlabeled = nothingYet && (known == null || known > 0) ? null : seen.unlabeled();
    Counters old = draft.counters;
    Counters counters =
        new Counters(
            objects(known, seen, unlabeled),
            seen.total(),
            seen.human(),
            seen.machine(),
            seen.failed(),
            unlabeled,
            old == null ? null : old.observedAt());
    return counters.equals(old) ? old : observedAt(counters, now);
  }

  private static Counters observedAt(Counters counters, Instant now) {
    return new Counters(
        counters.objects(),
        counters.labeled(),
        counters.humanLabeled(),
        counters.machineLabeled(),
        counters.failed(),
        counters.unlabeled(),
        seconds(now));
  }

  private static Long objects(Long known, LabelCounters seen, Long unlabeled) {
    return known != null || unlabeled == null || seen.total() == null || seen.failed() == null
        ? known
        : Long.valueOf(seen.total() + seen.failed() + unlabeled);
  }

  private static String progress(Counters counters) {
    return counters.objects() == null || counters.objects() == 0 || counters.labeled() == null
        ? null
        : Math.floorDiv(100 * counters.labeled(), counters.objects()) + "%";
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
