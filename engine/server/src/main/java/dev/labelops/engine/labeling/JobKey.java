package dev.labelops.engine.labeling;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A labeling job's identity: names are unique per account and region, ignoring case. */
public record JobKey(String accountId, String region, String jobName) {
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:sagemaker:([^:]+):([^:]+):labeling-job/(.+)");

  /** The key in a labeling job's ARN; empty for the ARN of another resource. */
  public static Optional<JobKey> ofArn(String arn) {
    Matcher parts = ARN.matcher(arn);
    return parts.matches()
        ? Optional.of(new JobKey(parts.group(2), parts.group(1), parts.group(3)))
        : Optional.empty();
  }
}
