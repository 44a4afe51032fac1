package dev.labelops.operator.aws.sagemaker;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
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

  /**
   * One page of at most 100 jobs of any state whose name contains a text, whatever its case, newest
   * first (ListLabelingJobs NameContains). A job that was created a moment ago may be missing.
   *
   * @param part letters, digits and dashes, at most 63
   * @param token of the page before; empty: the first page
   */
  ActiveJobs.Page named(AwsClients.Scope scope, String part, Optional<String> token);

  /** AddTags: replaces the values of these keys and keeps all others. */
  void tag(AwsClients.Scope scope, String jobArn, Map<String, String> tags);

  /** StopLabelingJob. It cannot be undone. */
  void stop(AwsClients.Scope scope, String jobName);
}
