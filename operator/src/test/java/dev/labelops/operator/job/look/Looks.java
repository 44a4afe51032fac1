package dev.labelops.operator.job.look;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.cognito.TeamMembers;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.sagemaker.ActiveJobs;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.LabelingJobs;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.feed.Sighting;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.job.decide.JobDecider;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.job.plan.JobPlanner;
import dev.labelops.operator.job.plan.JobValidator;
import dev.labelops.operator.job.plan.Referents;
import dev.labelops.operator.task.BuiltInLambdas;
import dev.labelops.operator.tenancy.Tenancy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A service with labeling jobs, and looks at objects over it. */
final class Looks {
  static final LabelingJobSpec PLAIN = Samples.spec();
  static final LabelingJobStatus RESERVED = Samples.reserved(PLAIN);
  static final Optional<Duration> RETRY = Optional.of(Duration.ofSeconds(7));
  static final Tenancy OPEN = new Tenancy(true, "labelops-system", Map.of());
  static final Tenancy CLOSED = new Tenancy(false, "labelops-system", Map.of());

  /** A service with some labeling jobs, which notes what it is asked. */
  static final class Service implements LabelingJobs {
    final Map<String, RemoteLabelingJob> jobs = new TreeMap<>();
    final Map<String, Map<String, String>> tags = new HashMap<>();
    final List<String> asked = new ArrayList<>();
    final List<String> listed = new ArrayList<>();
    final List<String> tagsRead = new ArrayList<>();
    int pageSize = 100;
    Optional<CloudFailure> listFails = Optional.empty();

    void has(String name, LabelingJobState state, Map<String, String> marks) {
      jobs.put(name, Samples.remote(name, state));
      tags.put(Samples.arn(name), marks);
    }

    @Override
    public Optional<RemoteLabelingJob> describe(Scope scope, String jobName) {
      asked.add(scope.roleArn().orElse("own") + " " + jobName);
      return Optional.ofNullable(jobs.get(jobName));
    }

    @Override
    public Map<String, String> tags(Scope scope, String jobArn) {
      tagsRead.add(jobArn);
      return tags.get(jobArn);
    }

    @Override
    public ActiveJobs.Page named(Scope scope, String part, Optional<String> token) {
      listed.add(scope.roleArn().orElse("own") + " " + scope.region() + " " + part);
      if (listFails.isPresent()) {
        throw listFails.get();
      }
      List<RemoteLabelingJob> all =
          jobs.values().stream().filter(job -> job.name().contains(part)).toList();
      int from = token.map(Integer::parseInt).orElse(0);
      int to = Math.min(all.size(), from + pageSize);
      return new ActiveJobs.Page(
          all.subList(from, to), Optional.of(Integer.toString(to)).filter(next -> to < all.size()));
    }

    @Override
    public void tag(Scope scope, String jobArn, Map<String, String> tags) {
      throw new AssertionError("observing changes nothing");
    }

    @Override
    public String create(Scope scope, LabelingJobRequest request) {
      throw new AssertionError("observing changes nothing");
    }

    @Override
    public void stop(Scope scope, String jobName) {
      throw new AssertionError("observing changes nothing");
    }
  }

  boolean describeNext;
  boolean feedLists;
  Optional<ObjectStore> s3 = Optional.empty();
  final Service service = new Service();
  final JobMemory memory = new JobMemory(Optional.of(Samples.NOW.minusSeconds(7200)));

  JobObservation observe(Tenancy tenancy, LabelingJob job) {
    JobSources from =
        new JobSources(
            Samples.OWNER.installation(),
            "eu-west-1",
            any -> Referents.NONE,
            new JobValidator(tenancy, new BuiltInLambdas()),
            new JobPlanner(new BuiltInLambdas()),
            new PreflightChecks(
                (scope, arn) -> Optional.of(new TeamMembers.Team(Optional.of(true))),
                new TemplateTrial((scope, template, input, role) -> List.of())),
            service,
            new JobSearch(service, memory),
            scope -> s3.orElseThrow(() -> new AssertionError("S3 is not needed")),
            (scope, name) -> sighting(name),
            memory);
    return new JobObserver(from).observe(job, Samples.NOW);
  }

  Optional<Sighting> sighting(String name) {
    Optional<RemoteLabelingJob> listed =
        Optional.ofNullable(service.jobs.get(name)).filter(job -> feedLists);
    return listed.isPresent() || describeNext
        ? Optional.of(
            new Sighting(listed, listed.map(job -> Samples.NOW), 0, describeNext, Optional.empty()))
        : Optional.empty();
  }

  static Map<String, String> reservedMarks() {
    return JobMark.tags(Samples.OWNER, 1, 1, RESERVED.requestHash());
  }

  static JobAction.Adopt adopted(JobObservation seen) {
    return (JobAction.Adopt) JobDecider.decide(seen);
  }

  CreatedJobs.CreatedJob has(Owner owner, int run, int attempt, LabelingJobState state) {
    CreatedJobs.CreatedJob made = Samples.madeBy(owner, run, attempt, state);
    service.has(
        made.job().name(),
        state,
        JobMark.tags(owner, run, attempt, Samples.plan(PLAIN, attempt).requestHash()));
    return made;
  }
}
