package dev.labelops.operator.job;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Counters;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.LabelingJobs;
import dev.labelops.operator.aws.ObjectStore;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.RemoteLabelingJob;
import dev.labelops.operator.feed.Sighting;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Looks at a job, at what it refers to and at the service, and changes nothing. Asks AWS only what
 * the next decision needs: a job that runs is watched by the feed, one that has ended is left
 * alone.
 */
final class JobObserver {
  private final String installation;
  private final String operatorRegion;
  private final Referents.Reader referents;
  private final JobValidator validator;
  private final JobPlanner planner;
  private final PreflightChecks preflight;
  private final LabelingJobs jobs;
  private final Function<Scope, ObjectStore> stores;
  private final BiFunction<Scope, String, Optional<Sighting>> feed;
  private final JobMemory memory;

  JobObserver(
      String installation,
      String operatorRegion,
      Referents.Reader referents,
      JobValidator validator,
      JobPlanner planner,
      PreflightChecks preflight,
      LabelingJobs jobs,
      Function<Scope, ObjectStore> stores,
      BiFunction<Scope, String, Optional<Sighting>> feed,
      JobMemory memory) {
    this.installation = installation;
    this.operatorRegion = operatorRegion;
    this.referents = referents;
    this.validator = validator;
    this.planner = planner;
    this.preflight = preflight;
    this.jobs = jobs;
    this.stores = stores;
    this.feed = feed;
    this.memory = memory;
  }

  JobObservation observe(LabelingJob live, Instant now) {
    Look look = new Look(live, now);
    try {
      look.look();
    } catch (CloudFailure failure) {
      look.seen.failure = Optional.of(failure);
    }
    return look.seen.build();
  }

  /** One look; fills the observation as far as it gets. */
  private final class Look {
    private final String uid;
    private final Owner owner;
    private final LabelingJobSpec spec;
    private final LabelingJobStatus status;
    private final Instant now;
    private final LabelingJob live;
    private final ObservationDraft seen;
    private Referents refs = Referents.NONE;
    private Scope scope;

    Look(LabelingJob live, Instant now) {
      this.live = live;
      this.now = now;
      this.uid = live.getMetadata().getUid();
      this.owner =
          new Owner(
              installation, live.getMetadata().getNamespace(), live.getMetadata().getName(), uid);
      this.spec = live.getSpec();
      this.seen = new ObservationDraft(live, now);
      this.status = seen.status;
    }

    void look() {
      if (seen.object.paused() || seen.object.forceOrphan() && seen.object.deleting()) {
        return;
      }
      Stage stage = Stage.of(spec, status);
      boolean beforeStart = stage == Stage.UNRESERVED || stage == Stage.RESERVED;
      if (beforeStart) {
        seen.notAllowed = validator.notAllowed(owner.namespace(), spec);
        if (!seen.notAllowed.isEmpty()) {
          return;
        }
      }
      refs = referents.read(live);
      Optional<Scope> found = JobScope.of(spec, status, refs.workforce(), operatorRegion);
      if (beforeStart && !seen.object.deleting()) {
        seen.violations =
            validator.violations(owner.namespace(), spec, refs, found.map(Scope::region));
      }
      if (found.isEmpty()) {
        seen.planning =
            new Planning.Blocked(Reason.WaitingForWorkforce, JobPlanner.teamMissing(spec, refs));
        return;
      }
      scope = found.get();
      seen.scope = found;
      if (seen.object.deleting()) {
        leaving(stage);
      } else if (beforeStart) {
        beforeStart(stage);
      } else if (stage == Stage.STARTED) {
        running();
      } else {
        ended();
      }
    }

    private void leaving(Stage stage) {
      boolean neverReserved =
          stage == Stage.UNRESERVED
              && status.observedGeneration() != null
              && status.observedGeneration() >= 0;
      boolean letGo = spec.deletionPolicy() == LabelingJobSpec.DeletionPolicy.Orphan;
      if (stage == Stage.ENDED || neverReserved || letGo) {
        return;
      }
      String name =
          status.jobName() != null
              ? status.jobName()
              : JobNames.jobName(
                  installation, owner.namespace(), owner.name(), spec.jobName(), spec.run(), 1);
      describe(name);
      readTagsIfActive();
    }

    private void beforeStart(Stage stage) {
      boolean heldOrStopped =
          stage == Stage.UNRESERVED
              && (Boolean.TRUE.equals(spec.hold()) || Boolean.TRUE.equals(spec.stop()));
      if (!seen.violations.isEmpty() || heldOrStopped) {
        return;
      }
      int attempt = stage == Stage.RESERVED ? status.attempt() : 1;
      seen.planning = plan(attempt);
      if (!(seen.planning instanceof Planning.Planned planned)) {
        return;
      }
      JobPlan plan = planned.plan();
      InputReader.Found input = cachedInput(attempt);
      seen.input = input.source();
      boolean reserved = stage == Stage.RESERVED && plan.requestHash().equals(status.requestHash());
      Optional<Instant> absent =
          reserved ? memory.freshlyAbsent(uid, now) : Optional.<Instant>empty();
      if (absent.isPresent()) {
        seen.remote = new Remote.Absent(absent.get());
      } else {
        describe(plan.jobName());
      }
      if (seen.remote instanceof Remote.Found found) {
        Map<String, String> tags = jobs.tags(scope, found.job().arn());
        seen.remote =
            new Remote.Found(
                found.job(),
                JobMark.read(owner, tags, plan.run(), plan.attempt(), plan.requestHash()));
        return;
      }
      if (reserved) {
        seen.missingAssets = missing(plan.assets());
      } else {
        checkBeforeReserving(plan, attempt, input);
      }
    }

    private void checkBeforeReserving(JobPlan plan, int attempt, InputReader.Found cached) {
      if (!JobPlanner.teamReady(spec, refs)) {
        seen.input =
            new InputSource.NotReady(
                Reason.WaitingForWorkforce, JobPlanner.teamMissing(spec, refs), false);
        return;
      }
      InputReader.Found input =
          attempt == 1 && spec.manifestUri() != null
              ? InputReader.ofManifest(spec.manifestUri(), stores.apply(scope))
              : cached;
      seen.input = input.source();
      if (input.source() instanceof InputSource.Ready ready) {
        seen.preflight =
            Optional.of(
                preflight.check(spec, plan, ready.input(), input.buckets(), stores.apply(scope)));
      }
    }

    /** The input as far as it is known without asking AWS. */
    private InputReader.Found cachedInput(int attempt) {
      if (attempt > 1) {
        return new InputReader.Found(new InputSource.Ready(status.input()), Optional.empty());
      }
      return spec.datasetRef() != null
          ? InputReader.ofDataset(spec, refs)
          : new InputReader.Found(new InputSource.NotAsked(), Optional.empty());
    }

    private void running() {
      Optional<Sighting> sighting = feed.apply(scope, status.jobName());
      seen.missedSweeps = sighting.map(Sighting::failedSweeps).orElse(0);
      boolean stop = Boolean.TRUE.equals(spec.stop());
      if (stop || sighting.map(Sighting::describe).orElse(false)) {
        describe(status.jobName());
      } else {
        sighting
            .flatMap(Sighting::job)
            .ifPresent(job -> seen.remote = new Remote.Found(job, Remote.Mark.UNREAD));
      }
      if (stop) {
        readTagsIfActive();
      }
      if (seen.remote instanceof Remote.Found found) {
        if (found.job().state().ended()) {
          chain(found);
        } else {
          lookAtOutput(counters(found.job()));
        }
      }
    }

    private void ended() {
      boolean moreAttempts =
          status.phase() == Phase.Failed
              && Conditions.find(status.conditions(), ConditionType.Ready)
                  .filter(c -> c.reason().equals(Reason.LabelingFailed.name()))
                  .isPresent()
              && status.attempt() < seen.maxAttempts();
      if (moreAttempts) {
        describe(status.jobName());
        if (seen.remote instanceof Remote.Found found) {
          chain(found);
        }
      }
      seen.nextOutputLook =
          OutputSchedule.afterEnd(
              status, memory.outputLooked(uid).map(JobMemory.OutputLooked::at), now);
      if (seen.nextOutputLook.filter(at -> !now.isBefore(at)).isPresent()) {
        seen.output = Optional.of(output(status.counters(), true));
        memory.lookedAtOutput(uid, now, Optional.ofNullable(status.counters()));
      }
    }

    /** After a failure with attempts left: whether and how the next one can go on. */
    private void chain(Remote.Found found) {
      boolean another =
          found.job().state() == dev.labelops.operator.aws.LabelingJobState.Failed
              && spec.run().equals(status.run())
              && status.attempt() < seen.maxAttempts()
              && !Boolean.TRUE.equals(spec.stop());
      if (!another) {
        return;
      }
      readTags(found);
      String uri =
          found
              .job()
              .outputManifestUri()
              .orElseGet(() -> S3Uri.outputManifest(spec.output().uri(), found.job().name()));
      S3Uri place = S3Uri.parse(uri);
      try {
        seen.chainable =
            Optional.of(stores.apply(scope).head(place.bucket(), place.key()).isPresent());
      } catch (CloudFailure failure) {
        if (failure.errorClass() != ErrorClass.DENIED) {
          throw failure;
        }
        seen.chainable = Optional.of(false);
      }
      Long objects = status.input() == null ? null : status.input().objectCount();
      seen.input = new InputSource.Ready(new Input(uri, null, objects));
      seen.planning = plan(status.attempt() + 1);
    }

    private Planning plan(int attempt) {
      String role = validator.executionRole(owner.namespace(), spec).orElse(null);
      return planner.plan(new JobPlanner.Wish(owner, spec, refs, scope, role, attempt));
    }

    private void describe(String name) {
      Optional<RemoteLabelingJob> job = jobs.describe(scope, name);
      if (job.isPresent()) {
        memory.present(uid);
      }
      seen.remote =
          job.<Remote>map(j -> new Remote.Found(j, Remote.Mark.UNREAD))
              .orElseGet(() -> new Remote.Absent(memory.absent(uid, now)));
    }

    private void readTagsIfActive() {
      if (seen.remote instanceof Remote.Found found && !found.job().state().ended()) {
        readTags(found);
      }
    }

    private void readTags(Remote.Found found) {
      Map<String, String> tags = jobs.tags(scope, found.job().arn());
      int run = status.run() == null ? spec.run() : status.run();
      int attempt = status.attempt() == null ? 1 : status.attempt();
      String hash = status.requestHash() == null ? "" : status.requestHash();
      seen.remote = new Remote.Found(found.job(), JobMark.read(owner, tags, run, attempt, hash));
    }

    private List<Asset> missing(List<Asset> assets) {
      ObjectStore store = stores.apply(scope);
      return assets.stream()
          .filter(
              asset -> {
                S3Uri place = S3Uri.parse(asset.uri());
                return store.head(place.bucket(), place.key()).isEmpty();
              })
          .toList();
    }

    private Counters counters(RemoteLabelingJob job) {
      JobStatusDraft draft = new JobStatusDraft(status);
      JobFacts.apply(draft, job, now);
      return draft.counters;
    }

    private void lookAtOutput(Counters counters) {
      seen.nextOutputLook =
          OutputSchedule.whileRunning(Optional.ofNullable(counters), memory.outputLooked(uid));
      if (seen.nextOutputLook.filter(at -> !now.isBefore(at)).isPresent()) {
        seen.output = Optional.of(output(counters, false));
        memory.lookedAtOutput(uid, now, Optional.ofNullable(counters));
        seen.nextOutputLook = Optional.empty();
      }
    }

    private OutputLook output(Counters counters, boolean ended) {
      return OutputReader.read(stores.apply(scope), spec, status, counters, ended, now);
    }
  }
}
