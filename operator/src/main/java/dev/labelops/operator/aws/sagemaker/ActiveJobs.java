package dev.labelops.operator.aws.sagemaker;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lists of labeling jobs that are in progress or were modified, page by page. */
public interface ActiveJobs {
  /** The states of a job that has not ended, in the order in which a sweep asks for them. */
  List<LabelingJobState> STATES =
      List.of(
          LabelingJobState.InProgress, LabelingJobState.Initializing, LabelingJobState.Stopping);

  /**
   * One page.
   *
   * @param nextToken empty on the last page; an empty page may carry one
   */
  record Page(List<RemoteLabelingJob> jobs, Optional<String> nextToken) {}

  /**
   * Reads one page of at most 100 jobs, newest first (ListLabelingJobs).
   *
   * @throws CloudFailure when the call fails
   */
  Page page(AwsClients.Scope scope, LabelingJobState state, Optional<String> token);

  /**
   * Reads one page of at most 100 jobs of any state whose LastModifiedTime is after a time, newest
   * first (ListLabelingJobs).
   *
   * @throws CloudFailure when the call fails
   */
  Page modified(AwsClients.Scope scope, Instant after, Optional<String> token);
}
