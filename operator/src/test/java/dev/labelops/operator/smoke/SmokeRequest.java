package dev.labelops.operator.smoke;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What {@code make aws-smoke} was asked to try.
 *
 * @param roleArn execution role of the job
 * @param workteamArn an existing private team
 */
record SmokeRequest(String region, String bucket, String roleArn, String workteamArn) {
  private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/.+");
  private static final Pattern TEAM =
      Pattern.compile("arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:\\d{12}:workteam/private-crowd/.+");

  /**
   * Reads {@code REGION}, {@code BUCKET}, {@code ROLE}, {@code WORKTEAM} and {@code CONFIRM}.
   *
   * @throws IllegalArgumentException with everything that is missing, or with what it would do and
   *     cost when it was not confirmed
   */
  static SmokeRequest of(Map<String, String> given) {
    SmokeRequest wish =
        new SmokeRequest(
            given.getOrDefault("REGION", ""),
            given.getOrDefault("BUCKET", ""),
            given.getOrDefault("ROLE", ""),
            given.getOrDefault("WORKTEAM", ""));
    List<String> problems = wish.problems();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          String.join("\n", problems)
              + "\nExample: make aws-smoke REGION=eu-west-1 BUCKET=brand-logos"
              + " ROLE=arn:aws:iam::111122223333:role/labeling"
              + " WORKTEAM=arn:aws:sagemaker:eu-west-1:111122223333:workteam/private-crowd/logos");
    }
    if (!"yes".equals(given.get("CONFIRM"))) {
      throw new IllegalArgumentException(wish.plan() + "\nNothing was done yet: add CONFIRM=yes.");
    }
    return wish;
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (region.isEmpty()) {
      problems.add("REGION is missing: where your work team is, for example eu-west-1.");
    }
    if (bucket.isEmpty()) {
      problems.add("BUCKET is missing: a bucket in that region that the role may read and write.");
    }
    if (!ROLE.matcher(roleArn).matches()) {
      problems.add("ROLE must be the ARN of the execution role, not '%s'.".formatted(roleArn));
    }
    if (!TEAM.matcher(workteamArn).matches()) {
      problems.add(
          "WORKTEAM must be the ARN of a private work team, not '%s'.".formatted(workteamArn));
    } else if (!workteamArn.split(":")[3].equals(region)) {
      problems.add(
          "WORKTEAM is in %s, but REGION is '%s'.".formatted(workteamArn.split(":")[3], region));
    }
    return problems;
  }

  /** What it does and what that costs. */
  String plan() {
    return """
    This makes one real labeling job of one short text in %s, for the team %s,
    waits until it is InProgress, stops it, and removes the files it wrote below s3://%s/%s.
    The job's record stays: Ground Truth cannot delete one. The team may be notified of a task.
    Cost: at most the price of one labeled object, about 0.08 USD, and only when somebody answers
    before it is stopped; a few S3 requests besides.\
    """
        .formatted(region, workteamArn, bucket, AwsSmoke.PREFIX);
  }
}
