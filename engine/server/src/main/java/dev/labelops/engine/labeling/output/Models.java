package dev.labelops.engine.labeling.output;

import dev.labelops.engine.labeling.job.Job;
import dev.labelops.groundtruth.OutputPaths;
import dev.labelops.groundtruth.S3Location;
import java.util.Locale;

/** Names of the models that are trained for a job. Pure. */
public final class Models {
  private Models() {}

  /** FinalActiveLearningModelArn of the job, the same for each of its rounds. */
  public static String arn(Job job) {
    return "arn:aws:sagemaker:%s:%s:model/%s"
        .formatted(
            job.key().region(),
            job.key().accountId(),
            job.key().jobName().toLowerCase(Locale.ROOT));
  }

  /** Where the model of a round is written. */
  public static S3Location archive(Job job, int round) {
    String training = job.key().jobName() + "-" + round;
    return job.spec().outputRoot().resolve(OutputPaths.model(round, training));
  }
}
