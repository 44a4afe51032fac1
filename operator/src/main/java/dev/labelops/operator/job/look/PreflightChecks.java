package dev.labelops.operator.job.look;

import dev.labelops.groundtruth.Medium;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.groundtruth.ServiceLimits;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.cognito.TeamMembers;
import dev.labelops.operator.aws.s3.CorsRule;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.job.look.Preflight.Finding;
import dev.labelops.operator.job.look.Preflight.Verdict;
import dev.labelops.operator.job.plan.Asset;
import dev.labelops.operator.job.plan.JobPlan;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.task.BuiltInTask;
import dev.labelops.operator.task.TemplateCheck;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks before money is spent, each with the API that proves it. Reads only. */
public final class PreflightChecks {
  /** Bytes; Ground Truth accepts no template of so many characters. */
  private static final int MOST_OF_A_TEMPLATE = 512 << 10;

  private final TeamMembers teams;
  private final TemplateTrial trial;

  public PreflightChecks(TeamMembers teams, TemplateTrial trial) {
    this.teams = teams;
    this.trial = trial;
  }

  /**
   * Checks a plan.
   *
   * @param buckets that hold input objects; empty: not known
   * @throws CloudFailure when AWS is throttling or does not answer; a denial is a finding
   */
  Preflight check(
      LabelingJobSpec spec,
      JobPlan plan,
      Input input,
      Optional<List<String>> buckets,
      ObjectStore store) {
    List<Finding> findings = new ArrayList<>();
    findings.add(unlessDenied(() -> team(plan.scope(), plan.draft().humanTask().workteamArn())));
    String results = S3Location.parse(spec.output().uri()).bucket();
    findings.add(unlessDenied(() -> region(results, plan.scope(), store)));
    if (spec.task().template() != null) {
      findings.addAll(template(spec, plan, input, store));
    }
    Medium medium = BuiltInTask.of(spec.task().type()).type().medium();
    boolean browsersRead = medium != Medium.Text;
    if (medium.cors() == Medium.Cors.GetHeadPut) {
      findings.add(unlessDenied(() -> cors(results, medium, store)));
    }
    if (browsersRead && buckets.isEmpty()) {
      findings.add(unknown("which buckets hold the objects, and so their CORS rules"));
    }
    if (browsersRead) {
      for (String bucket : buckets.orElse(List.of())) {
        if (!bucket.equals(results)) {
          findings.add(unlessDenied(() -> region(bucket, plan.scope(), store)));
        }
        findings.add(unlessDenied(() -> cors(bucket, medium, store)));
      }
    }
    findings.add(
        unknown(
            "whether role "
                + plan.draft().roleArn()
                + " may be passed to SageMaker (iam:PassRole), read input and write output"));
    if (plan.draft().algorithm() != null
        && input.objectCount() != null
        && input.objectCount() < ServiceLimits.MIN_OBJECTS_FOR_AUTOMATED_LABELING) {
      findings.add(
          new Finding(
              Verdict.WARNING,
              Reason.FewObjects,
              "AWS advises at least %,d objects for automated labeling, and the input has %,d: fewer may be enough, or workers label all of them"
                  .formatted(
                      ServiceLimits.MIN_OBJECTS_FOR_AUTOMATED_LABELING, input.objectCount())));
    }
    return new Preflight(findings);
  }

  /** Checks the text where that was not done yet, then has it rendered. */
  private List<Finding> template(
      LabelingJobSpec spec, JobPlan plan, Input input, ObjectStore store) {
    String uri = plan.draft().humanTask().templateUri();
    Optional<String> ours =
        plan.assets().stream()
            .filter(asset -> asset.uri().equals(uri))
            .map(Asset::content)
            .findFirst();
    if (ours.isPresent()) {
      return List.of(trial.check(spec, plan, input, ours.get(), store));
    }
    Optional<String> text;
    try {
      text = read(uri, store);
    } catch (CloudFailure failure) {
      return List.of(ifDenied(failure));
    }
    Finding fits = fits(uri, text, BuiltInTask.of(spec.task().type()));
    return fits.verdict() == Verdict.PROVED
        ? List.of(fits, trial.check(spec, plan, input, text.orElseThrow(), store))
        : List.of(fits);
  }

  private static Optional<String> read(String uri, ObjectStore store) {
    S3Location place = S3Location.parse(uri);
    return store.read(
        place.bucket(),
        place.key(),
        (about, content) ->
            new String(content.readNBytes(MOST_OF_A_TEMPLATE), StandardCharsets.UTF_8));
  }

  private static Finding fits(String uri, Optional<String> text, BuiltInTask task) {
    if (text.isEmpty()) {
      return refuted(
          Reason.WaitingForTemplate,
          "There is no template at " + uri + " (s3:GetObject): upload it");
    }
    List<String> problems = TemplateCheck.problems(text.get(), task);
    return problems.isEmpty()
        ? proved("template " + uri + " fits " + task.type().name() + " (s3:GetObject)")
        : refuted(
            Reason.InvalidTemplate,
            "Template " + uri + " cannot be used (s3:GetObject): " + String.join("; ", problems));
  }

  private Finding team(AwsClients.Scope scope, String workteamArn) {
    String name = workteamArn.substring(workteamArn.lastIndexOf('/') + 1);
    Optional<TeamMembers.Team> team = teams.look(scope, workteamArn);
    if (team.isEmpty()) {
      return refuted(
          Reason.NoMembers,
          "Work team '"
              + name
              + "' does not exist in "
              + scope.region()
              + " (sagemaker:DescribeWorkteam): create it, or name another team");
    }
    if (team.get().enabled().isEmpty()) {
      return unknown(
          "who the members are of work team '" + name + "', since they are not in" + " Cognito");
    }
    return team.get().enabled().get()
        ? proved("work team '" + name + "' has members (cognito-idp:ListUsersInGroup)")
        : refuted(
            Reason.NoMembers,
            "Work team '"
                + name
                + "' has no enabled member (cognito-idp:ListUsersInGroup): the job would wait"
                + " without an error; add members first");
  }

  private static Finding region(String bucket, AwsClients.Scope scope, ObjectStore store) {
    Optional<String> region = store.bucketRegion(bucket);
    if (region.isEmpty()) {
      return refuted(
          Reason.WaitingForBucket,
          "Bucket '" + bucket + "' does not exist (s3:ListBucket): create it");
    }
    return region.get().equals(scope.region())
        ? proved("bucket '" + bucket + "' is in " + scope.region() + " (s3:ListBucket)")
        : refuted(
            Reason.WrongRegion,
            "Bucket '"
                + bucket
                + "' is in "
                + region.get()
                + " and the team in "
                + scope.region()
                + ": use a bucket of the team's region");
  }

  private static Finding cors(String bucket, Medium medium, ObjectStore store) {
    List<String> wanted = medium.cors().methods();
    List<CorsRule> rules =
        store.cors(bucket).stream()
            .filter(rule -> rule.allowedMethods().containsAll(wanted))
            .toList();
    if (rules.isEmpty()) {
      return refuted(
          Reason.CorsMissing,
          "Bucket '"
              + bucket
              + "' has no CORS rule that lets browsers "
              + String.join(", ", wanted)
              + " (s3:GetBucketCORS), so workers would see no "
              + noun(medium)
              + ": set cors: Merge on a LabelingDataset of it, or add the rule");
    }
    return rules.stream().anyMatch(r -> r.allowedOrigins().contains("*"))
        ? proved("bucket '" + bucket + "' has the CORS rule (s3:GetBucketCORS)")
        : unknown("whether the origins in the CORS rules of bucket '" + bucket + "' suffice");
  }

  private static String noun(Medium medium) {
    return switch (medium) {
      case Image -> "image";
      case Video -> "video";
      case VideoFrames -> "video frames";
      case PointCloudFrame, PointCloudSequence -> "point clouds";
      case Text, Any -> "object";
    };
  }

  private static Finding unlessDenied(Supplier<Finding> check) {
    try {
      return check.get();
    } catch (CloudFailure failure) {
      return ifDenied(failure);
    }
  }

  private static Finding ifDenied(CloudFailure failure) {
    if (failure.errorClass() == ErrorClass.DENIED) {
      return unknown("what " + failure.action() + " would report, because AWS denies the call");
    }
    throw failure;
  }

  private static Finding proved(String sentence) {
    return new Finding(Verdict.PROVED, Reason.Available, sentence);
  }

  private static Finding unknown(String sentence) {
    return new Finding(Verdict.UNKNOWN, Reason.Unknown, sentence);
  }

  private static Finding refuted(Reason reason, String sentence) {
    return new Finding(Verdict.REFUTED, reason, sentence);
  }
}
