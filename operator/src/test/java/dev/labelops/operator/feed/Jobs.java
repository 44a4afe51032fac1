package dev.labelops.operator.feed;

import dev.labelops.operator.aws.sagemaker.LabelCounters;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import java.time.Instant;
import java.util.Optional;

/** List entries for tests. */
final class Jobs {
  static final Instant CREATED = Instant.parse("2026-03-04T09:00:00Z");

  private Jobs() {}

  static RemoteLabelingJob inProgress(String name, long labeled) {
    return job(name, LabelingJobState.InProgress, labeled, CREATED);
  }

  static RemoteLabelingJob job(
      String name, LabelingJobState state, long labeled, Instant lastModified) {
    return new RemoteLabelingJob(
        name,
        "arn:aws:sagemaker:eu-west-1:000000000000:labeling-job/" + name,
        state,
        new LabelCounters(labeled, labeled, 0L, 0L, 100 - labeled),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        CREATED,
        lastModified);
  }
}
