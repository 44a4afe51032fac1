package dev.labelops.operator.job.look;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.job.plan.JobNames;
import dev.labelops.operator.job.plan.JobPlanner;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.plan.Referents;
import dev.labelops.operator.status.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One observation of one job: the object, what it refers to, and what has been seen so far. */
final class JobLook {
  final JobSources from;
  final Owner owner;
  final LabelingJobSpec spec;
  final LabelingJobStatus status;
  final Instant now;
  final ObservationDraft seen;
  final Referents refs;

  JobLook(JobSources from, LabelingJob live, Instant now, ObservationDraft seen, Referents refs) {
    this.from = from;
    this.owner =
        new Owner(
            from.installation(),
            live.getMetadata().getNamespace(),
            live.getMetadata().getName(),
            live.getMetadata().getUid());
    this.spec = live.getSpec();
    this.status = seen.status;
    this.now = now;
    this.seen = seen;
    this.refs = refs;
    seen.settled = from.memory().settled(seen.object.key(), seen.object.created(), now);
  }

  String uid() {
    return owner.uid();
  }

  /** From here on, calls use this region and role. */
  void in(Scope scope) {
    seen.scope = Optional.of(scope);
  }

  Scope scope() {
    return seen.scope.orElseThrow();
  }

  ObjectStore store() {
    return from.stores().apply(scope());
  }

  /** Name of the job that the specification asks for. */
  String wantedName(int attempt) {
    return JobNames.jobName(
        from.installation(), owner.namespace(), owner.name(), spec.jobName(), spec.run(), attempt);
  }

  Planning plan(int attempt) {
    String role = from.validator().tenancy().executionRole(owner.namespace(), spec).orElse(null);
    return from.planner().plan(new JobPlanner.Wish(owner, spec, refs, scope(), role, attempt));
  }

  /** What the namespace names but may not use, when the calls use {@code assumedRole}. */
  List<Violation> notAllowed(Optional<String> assumedRole) {
    return from.validator().tenancy().notAllowed(owner.namespace(), spec, refs, assumedRole);
  }

  /** Describes the job of the name, and remembers since when it is absent. */
  void describe(String name) {
    Optional<RemoteLabelingJob> job = from.jobs().describe(scope(), name);
    if (job.isPresent()) {
      from.memory().present(uid());
    }
    seen.remote =
        job.<Remote>map(Remote.Found::unread)
            .orElseGet(() -> new Remote.Absent(from.memory().absent(uid(), placed(name), now)));
  }

  /** Since when no job of the name exists, when that was seen just before. */
  Optional<Instant> freshlyAbsent(String name) {
    return from.memory().freshlyAbsent(uid(), placed(name), now);
  }

  private String placed(String name) {
    return scope() + " " + name;
  }

  /** Every labeling job of this namespace and name, as far as the service lists it. */
  CreatedJobs made(Duration oldest) {
    CreatedJobs made =
        from.search()
            .find(new JobSearch.Wanted(scope(), owner, spec.jobName()), oldest, seen.settled, now);
    seen.made = Optional.of(made);
    return made;
  }

  /** Whether the namespace may assume the scope's role. */
  boolean mayLookIn(Scope scope) {
    return scope
        .roleArn()
        .filter(role -> !from.validator().tenancy().mayAssume(owner.namespace(), role))
        .isEmpty();
  }

  /**
   * Reads the current state of a job that the search found.
   *
   * @return whether it exists and, if required, has not ended
   */
  boolean sees(CreatedJobs.CreatedJob made, boolean runningOnly) {
    Optional<RemoteLabelingJob> job =
        from.jobs()
            .describe(scope(), made.job().name())
            .filter(j -> !runningOnly || !j.state().ended());
    job.ifPresent(
        j ->
            seen.remote =
                new Remote.Found(
                    j,
                    made.mark().ours(owner) ? Remote.Mark.OURS : Remote.Mark.ELSEWHERE,
                    Optional.of(made.mark())));
    return job.isPresent();
  }

  Optional<JobMark> tags(Remote.Found found) {
    return JobMark.of(from.jobs().tags(scope(), found.job().arn()));
  }

  /** Whose the job is that was found, compared with what status recorded of it. */
  void readTags(Remote.Found found) {
    Optional<JobMark> tags = tags(found);
    seen.remote = new Remote.Found(found.job(), writtenDown(tags), tags);
  }

  Remote.Mark writtenDown(Optional<JobMark> tags) {
    int run = status.run() == null ? spec.run() : status.run();
    int attempt = status.attempt() == null ? 1 : status.attempt();
    String hash = status.requestHash() == null ? "" : status.requestHash();
    return tags.map(mark -> Remote.Mark.of(mark, owner, run, attempt, hash))
        .orElse(Remote.Mark.FOREIGN);
  }
}
