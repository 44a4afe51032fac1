package dev.labelops.operator.aws;

import java.util.Map;
import java.util.Optional;

/** Labeling jobs of SageMaker Ground Truth. Every method throws {@link CloudFailure}. */
public interface LabelingJobs {
  /**
   * CreateLabelingJob. Each call that succeeds is a paid job.
   *
   * @return LabelingJobArn
   */
  String create(AwsClients.Scope scope, LabelingJobRequest request);

  /** DescribeLabelingJob; empty when the service knows no job of this name. */
  Optional<RemoteLabelingJob> describe(AwsClients.Scope scope, String jobName);

  /** ListTags of the job, all pages. */
  Map<String, String> tags(AwsClients.Scope scope, String jobArn);

  /** StopLabelingJob. It cannot be undone. */
  void stop(AwsClients.Scope scope, String jobName);
}
