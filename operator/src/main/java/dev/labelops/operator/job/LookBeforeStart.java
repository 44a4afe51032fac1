package dev.labelops.operator.job;

import dev.labelops.operator.api.v1alpha1.Adoption;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.MediaType;
import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.task.BuiltInTask;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at a job that is not known to exist: first at the name that is written down, whatever else
 * is wrong, since a job of it may have been paid for; then at what the next request needs.
 */
final class LookBeforeStart {
  private final JobLook look;

  LookBeforeStart(JobLook look) {
    this.look = look;
  }

  /**
   * Where the job would live; empty while that is unknown, or when the namespace may not go there.
   */
  Optional<Scope> allowedScope() {
    Optional<Scope> scope =
        JobScope.wished(look.spec, look.refs.workforce(), look.from.operatorRegion());
    look.seen.notAllowed = look.notAllowed(scope.flatMap(Scope::roleArn));
    return look.seen.notAllowed.isEmpty() ? scope : Optional.empty();
  }

  void unreserved() {
    Optional<Scope> scope = allowedScope();
    if (!look.seen.notAllowed.isEmpty()) {
      return;
    }
    look.seen.violations =
        look.from
            .validator()
            .violations(look.owner.namespace(), look.spec, look.refs, scope.map(Scope::region));
    if (scope.isEmpty()) {
      look.seen.planning =
          new Planning.Blocked(
              Reason.WaitingForWorkforce, JobPlanner.teamMissing(look.spec, look.refs));
      return;
    }
    look.in(scope.get());
    boolean heldOrStopped =
        Boolean.TRUE.equals(look.spec.hold()) || Boolean.TRUE.equals(look.spec.stop());
    if (!look.seen.violations.isEmpty() || heldOrStopped) {
      return;
    }
    look.seen.planning = look.plan(1);
    if (look.seen.planning instanceof Planning.Planned planned) {
      look.describe(planned.plan().jobName());
      if (look.seen.remote instanceof Remote.Found found) {
        mark(found, look.tags(found), planned.plan());
      } else {
        checkBeforeReserving(planned.plan(), 1, cachedInput(1));
      }
    }
  }

  void reserved() {
    look.in(JobScope.recorded(look.spec, look.status, look.refs.workforce()).orElseThrow());
    boolean superseded =
        !look.spec.run().equals(look.status.run())
            || !look.wantedName(look.status.attempt()).equals(look.status.jobName());
    Optional<Instant> absent =
        superseded ? Optional.empty() : look.from.memory().freshlyAbsent(look.uid(), look.now);
    if (absent.isPresent()) {
      look.seen.remote = new Remote.Absent(absent.get());
    } else {
      look.describe(look.status.jobName());
    }
    Map<String, String> tags = Map.of();
    if (look.seen.remote instanceof Remote.Found found) {
      tags = look.tags(found);
      look.seen.remote = new Remote.Found(found.job(), look.writtenDown(tags));
      if (look.writtenDown(tags) == Remote.Mark.OURS) {
        return;
      }
    }
    if (!superseded) {
      prepare(tags);
    } else if (look.seen.remote instanceof Remote.Absent gone
        && look.now.isBefore(gone.since().plus(JobDecider.ABSENCE_IS_BELIEVED))) {
      look.seen.earlierNameOpen = true;
    } else {
      look.seen.remote = new Remote.NotLooked();
      unreserved();
    }
  }

  /** What the request of the name that is written down still needs. */
  private void prepare(Map<String, String> tags) {
    look.seen.notAllowed = look.notAllowed(look.scope().roleArn());
    look.seen.violations =
        look.from
            .validator()
            .violations(
                look.owner.namespace(), look.spec, look.refs, Optional.of(look.scope().region()));
    if (!look.seen.notAllowed.isEmpty() || !look.seen.violations.isEmpty()) {
      return;
    }
    int attempt = look.status.attempt();
    look.seen.planning = look.plan(attempt);
    if (!(look.seen.planning instanceof Planning.Planned planned)) {
      return;
    }
    if (look.seen.remote instanceof Remote.Found found) {
      mark(found, tags, planned.plan());
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

  /** Whose the job is that has the plan's name, and whether the namespace may observe it. */
  private void mark(Remote.Found found, Map<String, String> tags, JobPlan plan) {
    Remote.Mark mark =
        JobMark.read(look.owner, tags, plan.run(), plan.attempt(), plan.requestHash());
    look.seen.remote = new Remote.Found(found.job(), mark);
    if (mark == Remote.Mark.FOREIGN && look.spec.adoption() == Adoption.Always) {
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
                switch (BuiltInTask.of(look.spec.task().type()).media()) {
                  case IMAGE -> MediaType.Image;
                  case TEXT -> MediaType.Text;
                },
                look.from.validator().tenancy().onlyLocations(look.owner.namespace()),
                JobPlanner.folder(look.spec, plan.jobName()),
                look.store())
            : cached;
    look.seen.input = input.source();
    look.seen.preflight =
        input
            .source()
            .known()
            .map(
                known ->
                    look.from
                        .preflight()
                        .check(look.spec, plan, known, input.buckets(), look.store()));
  }

  /** The input as far as it is known without asking AWS. */
  private InputReader.Found cachedInput(int attempt) {
    if (attempt > 1) {
      return new InputReader.Found(new InputSource.Ready(look.status.input()), Optional.empty());
    }
    return look.spec.datasetRef() != null
        ? InputReader.ofDataset(look.spec, look.refs)
        : new InputReader.Found(new InputSource.NotAsked(), Optional.empty());
  }

  private List<Asset> missing(List<Asset> assets) {
    return assets.stream()
        .filter(
            asset -> {
              S3Uri place = S3Uri.parse(asset.uri());
              return look.store().head(place.bucket(), place.key()).isEmpty();
            })
        .toList();
  }
}
