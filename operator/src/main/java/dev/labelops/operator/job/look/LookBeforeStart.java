package dev.labelops.operator.job.look;

import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.api.v1alpha1.Adoption;
import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.job.look.CreatedJobs.CreatedJob;
import dev.labelops.operator.job.plan.Asset;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.job.plan.JobPlan;
import dev.labelops.operator.job.plan.JobPlanner;
import dev.labelops.operator.job.plan.JobScope;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.plan.UnderWay;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.task.BuiltInTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Observes a job that is not known to exist: first what may have been paid for, the name that is
 * recorded and every job that the service lists for this namespace and name, whatever else is
 * wrong; then what the next request needs.
 */
final class LookBeforeStart {
  private final JobLook look;

  LookBeforeStart(JobLook look) {
    this.look = look;
  }

  void unreserved() {
    Optional<Scope> scope = wishedScope();
    look.seen.notAllowed = look.notAllowed(scope.flatMap(Scope::roleArn));
    if (look.seen.notAllowed.isEmpty()) {
      look.seen.violations =
          look.from
              .validator()
              .violations(
                  look.owner.namespace(),
                  look.owner.name(),
                  look.spec,
                  look.refs,
                  scope.map(Scope::region));
    }
    if (scope.isPresent() && mayAsk() && look.mayLookIn(scope.get())) {
      look.in(scope.get());
      if (takenOn(JobSearch.MAY_BE_OLD)) {
        return;
      }
    }
    if (!look.seen.notAllowed.isEmpty()) {
      return;
    }
    if (scope.isEmpty()) {
      look.seen.planning =
          new Planning.Blocked(
              Reason.WaitingForWorkforce, JobPlanner.teamMissing(look.spec, look.refs));
      return;
    }
    plan();
  }

  /**
   * A refused specification causes no AWS calls. Where a job is to be stopped, or one was recorded,
   * the calls use only what was granted before.
   */
  private boolean mayAsk() {
    return look.seen.notAllowed.isEmpty() || stopWished() || look.status.jobName() != null;
  }

  private Optional<Scope> wishedScope() {
    return JobScope.wished(look.spec, look.refs.workforce(), look.from.operatorRegion());
  }

  /**
   * Searches for jobs of this object that status does not name. One of another run takes precedence
   * while it runs; one of this run is adopted immediately only to be stopped, and is otherwise
   * compared with the specification.
   */
  private boolean takenOn(Duration oldest) {
    CreatedJobs made = look.made(stopWished() ? JobSearch.MUST_BE_FRESH : oldest);
    for (CreatedJob job : made.running()) {
      if (job.mark().run() != look.spec.run() && look.sees(job, true)) {
        return true;
      }
    }
    return stopWished()
        && made.ofRun(look.spec.run()).filter(job -> look.sees(job, false)).isPresent();
  }

  /** Determines the request, unless something else comes first. */
  private void plan() {
    if (look.seen.made.filter(CreatedJobs::complete).isEmpty()) {
      return;
    }
    Optional<CreatedJob> ofRun = look.seen.made.flatMap(made -> made.ofRun(look.spec.run()));
    Optional<CreatedJob> exists =
        ofRun.or(() -> look.seen.made.flatMap(made -> made.elsewhere(look.spec.run())));
    boolean heldOrStopped = Boolean.TRUE.equals(look.spec.hold()) || stopWished();
    if (!look.seen.violations.isEmpty() || heldOrStopped && exists.isEmpty()) {
      return;
    }
    look.seen.planning = look.plan(ofRun.map(job -> job.mark().attempt()).orElse(1));
    if (!(look.seen.planning instanceof Planning.Planned planned)) {
      return;
    }
    look.describe(exists.map(job -> job.job().name()).orElse(planned.plan().jobName()));
    if (look.seen.remote instanceof Remote.Found found) {
      mark(found, look.tags(found), planned.plan());
    } else if (exists.isEmpty()) {
      checkBeforeReserving(planned.plan(), 1, cachedInput(1));
    }
  }

  private boolean stopWished() {
    return Boolean.TRUE.equals(look.spec.stop());
  }

  void reserved() {
    look.in(JobScope.recorded(look.spec, look.status, look.refs.workforce()).orElseThrow());
    boolean superseded = superseded();
    Optional<Instant> absent =
        superseded ? Optional.empty() : look.freshlyAbsent(look.status.jobName());
    if (absent.isPresent()) {
      look.seen.remote = new Remote.Absent(absent.get());
    } else {
      look.describe(look.status.jobName());
    }
    Optional<JobMark> tags = Optional.empty();
    if (look.seen.remote instanceof Remote.Found found) {
      tags = look.tags(found);
      Remote.Found seen = new Remote.Found(found.job(), look.writtenDown(tags), tags);
      look.seen.remote = seen;
      if (seen.ours() && (superseded || stopWished())) {
        return;
      }
      if (seen.mark() == Remote.Mark.OURS) {
        compare(seen);
        return;
      }
    }
    if (!superseded) {
      prepare(tags);
    } else if (look.seen.remote instanceof Remote.Absent gone
        && look.now.isBefore(gone.since().plus(UnderWay.LONGEST))) {
      look.seen.earlierNameOpen = true;
    } else {
      look.seen.remote = new Remote.NotLooked();
      look.seen.superseded = true;
      unreserved();
    }
  }

  /**
   * Whether the specification differs by now from what is recorded: as long as no job is known,
   * run, name, region and role may be corrected.
   */
  private boolean superseded() {
    boolean elsewhere =
        look.status.attempt() == 1
            && wishedScope().filter(scope -> !scope.equals(look.scope())).isPresent();
    return elsewhere
        || !look.spec.run().equals(look.status.run())
        || !look.wantedName(look.status.attempt()).equals(look.status.jobName());
  }

  /** The job of a create whose answer was lost: the specification may have been corrected since. */
  private void compare(Remote.Found found) {
    judge();
    if (look.seen.notAllowed.isEmpty()
        && look.seen.violations.isEmpty()
        && look.plan(look.status.attempt()) instanceof Planning.Planned planned
        && !planned.plan().requestHash().equals(look.status.requestHash())) {
      look.seen.planning = planned;
      mark(found, found.tags(), planned.plan());
    }
  }

  private void judge() {
    look.seen.notAllowed = look.notAllowed(look.scope().roleArn());
    look.seen.violations =
        look.from
            .validator()
            .violations(
                look.owner.namespace(),
                look.owner.name(),
                look.spec,
                look.refs,
                Optional.of(look.scope().region()));
  }

  /** What the request of the recorded name still needs. */
  private void prepare(Optional<JobMark> tags) {
    int attempt = look.status.attempt();
    boolean absent = look.seen.remote instanceof Remote.Absent;
    if (absent && attempt == 1 && takenOn(JobSearch.MAY_BE_OLD)) {
      return;
    }
    if (look.seen.made.filter(made -> !made.complete()).isPresent()) {
      return;
    }
    judge();
    if (!look.seen.notAllowed.isEmpty() || !look.seen.violations.isEmpty()) {
      return;
    }
    look.seen.planning = look.plan(attempt);
    if (!(look.seen.planning instanceof Planning.Planned planned)) {
      return;
    }
    if (look.seen.remote instanceof Remote.Found found) {
      mark(found, tags, planned.plan());
      return;
    }
    Optional<CreatedJob> elsewhere =
        look.seen.made.flatMap(made -> made.elsewhere(look.spec.run()));
    if (elsewhere.isPresent() && look.sees(elsewhere.get(), false)) {
      mayObserve();
      return;
    }
    InputReader.Found input = cachedInput(attempt);
    look.seen.input = input.source();
    if (planned.plan().requestHash().equals(look.status.requestHash())) {
      look.seen.missingAssets = missing(planned.plan().assets());
    } else {
      checkBeforeReserving(planned.plan(), attempt, input);
    }
  }

  /** Whose the job is that was found, and whether the namespace may observe it. */
  private void mark(Remote.Found found, Optional<JobMark> tags, JobPlan plan) {
    Remote.Mark mark =
        tags.map(t -> Remote.Mark.of(t, look.owner, plan.run(), plan.attempt(), plan.requestHash()))
            .orElse(Remote.Mark.FOREIGN);
    look.seen.remote = new Remote.Found(found.job(), mark, tags);
    mayObserve();
  }

  private void mayObserve() {
    if (look.seen.remote instanceof Remote.Found found
        && !found.ours()
        && look.spec.adoption() == Adoption.Always) {
      look.seen.notAllowed =
          look.from.validator().tenancy().notAllowedToObserve(look.owner.namespace(), found.job());
    }
  }

  private void checkBeforeReserving(JobPlan plan, int attempt, InputReader.Found cached) {
    look.seen.input = cached.source();
    if (!JobPlanner.teamReady(look.spec, look.refs)) {
      look.seen.input =
          new InputSource.NotReady(
              Reason.WaitingForWorkforce, JobPlanner.teamMissing(look.spec, look.refs), false);
      return;
    }
    InputReader.Found input =
        attempt == 1 && look.spec.manifestUri() != null
            ? InputReader.ofManifest(
                look.spec.manifestUri(),
                BuiltInTask.of(look.spec.task().type()).type(),
                look.from.validator().tenancy().onlyLocations(look.owner.namespace()),
                JobPlanner.folder(look.spec, plan.jobName()),
                look.store())
            : cached;
    look.seen.input = input.source();
    look.seen.preflight =
        input
            .source()
            .readable()
            .map(
                known ->
                    look.from
                        .preflight()
                        .check(look.spec, plan, known, input.buckets(), look.store()));
    if (input.source() instanceof InputSource.Ready
        && attempt == 1
        && takenOn(JobSearch.MUST_BE_FRESH)) {
      look.seen.planning = new Planning.NotAsked();
    }
  }

  /** The input as far as it is known without asking AWS. */
  private InputReader.Found cachedInput(int attempt) {
    if (attempt > 1) {
      return new InputReader.Found(new InputSource.Ready(look.status.input()), Optional.empty());
    }
    if (look.spec.datasetRef() != null) {
      return InputReader.ofDataset(look.spec, look.refs);
    }
    InputSource source =
        look.refs
            .earlier()
            .<InputSource>map(earlier -> new InputSource.Ready(earlier.output()))
            .orElseGet(InputSource.NotAsked::new);
    return new InputReader.Found(source, Optional.empty());
  }

  private List<Asset> missing(List<Asset> assets) {
    return assets.stream()
        .filter(
            asset -> {
              S3Location place = S3Location.parse(asset.uri());
              return look.store().head(place.bucket(), place.key()).isEmpty();
            })
        .toList();
  }
}
