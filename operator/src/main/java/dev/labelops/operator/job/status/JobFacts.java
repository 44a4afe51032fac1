package dev.labelops.operator.job.status;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Counters;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.plan.JobCounters;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Copies what the service said of a job into the status. Pure. */
public final class JobFacts {
  private JobFacts() {}

  public static void apply(JobStatusDraft draft, RemoteLabelingJob job, Instant now) {
    draft.jobArn = job.arn();
    draft.startTime = seconds(job.creationTime());
    draft.counters = JobCounters.of(draft.input, draft.counters, job.counters(), now);
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

  private static String progress(Counters counters) {
    return counters.objects() == null || counters.objects() == 0 || counters.labeled() == null
        ? null
        : Math.floorDiv(100 * counters.labeled(), counters.objects()) + "%";
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
