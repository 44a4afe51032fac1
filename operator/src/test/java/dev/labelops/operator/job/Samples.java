package dev.labelops.operator.job;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.sagemaker.LabelCounters;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.MadeJobs;
import dev.labelops.operator.job.look.ObservationDraft;
import dev.labelops.operator.job.look.Preflight;
import dev.labelops.operator.job.look.Preflight.Finding;
import dev.labelops.operator.job.look.Preflight.Verdict;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.job.plan.JobNames;
import dev.labelops.operator.job.plan.JobPlan;
import dev.labelops.operator.job.plan.JobPlanner;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.plan.Referents;
import dev.labelops.operator.job.status.JobStatusDraft;
import dev.labelops.operator.status.MissedLooks;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.task.BuiltInLambdas;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Observations for tests of pure code: a plain job that can be varied in one place at a time. */
public final class Samples {
  public static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");
  public static final Scope SCOPE = new Scope("eu-west-1", Optional.empty(), Optional.empty());
  public static final Owner OWNER = new Owner("inst", "team-a", "logos", "uid-1");
  public static final String TEAM =
      "arn:aws:sagemaker:eu-west-1:000000000000:workteam/private-crowd/logos";
  public static final String ROLE = "arn:aws:iam::000000000000:role/ground-truth";
  public static final Input INPUT = new Input("s3://logos/in.manifest", "abc", 60L);

  private Samples() {}

  /** A specification from YAML members laid over a plain one. */
  @SuppressWarnings("unchecked")
  public static LabelingJobSpec spec(String... overrides) {
    Map<String, Object> plain =
        Serialization.unmarshal(
            """
            workteamArn: %s
            manifestUri: s3://logos/in.manifest
            executionRoleArn: %s
            task:
              type: BoundingBox
              labels: [{name: DHL}, {name: RedBull}]
              taskTimeLimit: 5m
              maxConcurrentTasks: 10
            output: {uri: s3://logos/output/}
            run: 1
            adoption: IfOwned
            hold: false
            stop: false
            deletionPolicy: Stop
            """
                .formatted(TEAM, ROLE),
            Map.class);
    for (String override : overrides) {
      merge(plain, Serialization.unmarshal(override, Map.class));
    }
    plain.values().removeIf("absent"::equals);
    return Serialization.unmarshal(Serialization.asYaml(plain), LabelingJobSpec.class);
  }

  @SuppressWarnings("unchecked")
  private static void merge(Map<String, Object> into, Map<String, Object> from) {
    from.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> map && into.get(key) instanceof Map<?, ?> old) {
            Map<String, Object> copy = new HashMap<>((Map<String, Object>) old);
            merge(copy, (Map<String, Object>) map);
            into.put(key, copy);
          } else {
            into.put(key, value);
          }
        });
  }

  public static LabelingJob object(LabelingJobSpec spec, LabelingJobStatus status) {
    LabelingJob job = new LabelingJob();
    job.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(OWNER.namespace())
            .withName(OWNER.name())
            .withUid(OWNER.uid())
            .withGeneration(1L)
            .withCreationTimestamp("2026-05-04T09:00:00Z")
            .build());
    job.setSpec(spec);
    job.setStatus(status);
    return job;
  }

  public static JobPlan plan(LabelingJobSpec spec, int attempt) {
    Planning planning =
        new JobPlanner(new BuiltInLambdas())
            .plan(new JobPlanner.Wish(OWNER, spec, Referents.NONE, SCOPE, ROLE, attempt));
    return ((Planning.Planned) planning).plan();
  }

  public static final LabelingJobStatus NO_STATUS = draft(d -> {}).build(-1L, List.of());

  public static JobStatusDraft draft(Consumer<JobStatusDraft> change) {
    JobStatusDraft draft = new JobStatusDraft(LabelingJobStatus.EMPTY);
    change.accept(draft);
    return draft;
  }

  /** Status with the name of the plan written down. */
  public static LabelingJobStatus reserved(LabelingJobSpec spec) {
    return draft(
            d -> {
              d.reserve(plan(spec, 1).reserve(INPUT), null);
              d.phase = Phase.Pending;
            })
        .build(1L, List.of());
  }

  /** Status of a job that exists. */
  public static LabelingJobStatus started(LabelingJobSpec spec) {
    JobStatusDraft draft = new JobStatusDraft(reserved(spec));
    draft.jobArn = arn(draft.jobName);
    draft.phase = Phase.InProgress;
    return draft.build(1L, List.of(condition("Ready", "True", Reason.Labeling)));
  }

  /** Status of a job whose end was written down. */
  public static LabelingJobStatus ended(LabelingJobSpec spec, Phase phase, Reason reason) {
    JobStatusDraft draft = new JobStatusDraft(started(spec));
    draft.phase = phase;
    draft.completionTime = "2026-05-04T09:30:00Z";
    List<Condition> conditions = new ArrayList<>();
    boolean stalled =
        List.of(Reason.LabelingFailed, Reason.NothingToChainFrom, Reason.StoppedExternally)
            .contains(reason);
    conditions.add(condition("Ready", stalled ? "False" : "True", reason));
    if (stalled) {
      conditions.add(condition("Stalled", "True", reason));
    }
    conditions.add(condition("Finished", "True", reason));
    return draft.build(1L, conditions);
  }

  public static Condition condition(String type, String status, Reason reason) {
    return new Condition(type, status, 1L, "2026-05-04T09:30:00Z", reason.name(), "said before");
  }

  public static String arn(String name) {
    return "arn:aws:sagemaker:eu-west-1:000000000000:labeling-job/" + name;
  }

  public static RemoteLabelingJob remote(String name, LabelingJobState state) {
    return new RemoteLabelingJob(
        name,
        arn(name),
        state,
        new LabelCounters(6L, 6L, 0L, 0L, 54L),
        state == LabelingJobState.Failed ? Optional.of("ClientError: no") : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of("s3://logos/output/"),
        Optional.of(INPUT.manifestUri()),
        Optional.of("logos"),
        NOW.minusSeconds(600),
        NOW.minusSeconds(60));
  }

  public static Remote.Found found(LabelingJobSpec spec, LabelingJobState state, Remote.Mark mark) {
    JobPlan plan = plan(spec, 1);
    Optional<JobMark> tags =
        switch (mark) {
          case OURS -> Optional.of(new JobMark(OWNER, plan.run(), 1, plan.requestHash(), false));
          case OURS_OTHER_REQUEST ->
              Optional.of(new JobMark(OWNER, plan.run(), 1, "another", false));
          case ELSEWHERE ->
              Optional.of(new JobMark(ANOTHER_CLUSTER, plan.run(), 1, plan.requestHash(), false));
          case FOREIGN, UNREAD -> Optional.empty();
        };
    return new Remote.Found(remote(plan.jobName(), state), mark, tags);
  }

  /** The same namespace and name in another installation. */
  public static final Owner ANOTHER_CLUSTER =
      new Owner("another-inst", OWNER.namespace(), OWNER.name(), "uid-2");

  /** What a look at the service found. */
  public static Optional<MadeJobs> made(MadeJobs.MadeJob... jobs) {
    return Optional.of(new MadeJobs(OWNER, List.of(jobs), true));
  }

  public static MadeJobs.MadeJob madeBy(Owner owner, int run, int attempt, LabelingJobState state) {
    String name =
        JobNames.jobName(owner.installation(), owner.namespace(), owner.name(), null, run, attempt);
    return new MadeJobs.MadeJob(
        remote(name, state),
        new JobMark(owner, run, attempt, plan(spec(), 1).requestHash(), false));
  }

  /** The same, with a tag that says who stopped it. */
  public static Remote.Found stoppedByLabelOps(Remote.Found found) {
    JobMark tags = found.tags().orElseThrow();
    return new Remote.Found(
        found.job(),
        found.mark(),
        Optional.of(
            new JobMark(tags.owner(), tags.run(), tags.attempt(), tags.requestHash(), true)));
  }

  public static final Preflight CLEAN =
      new Preflight(
          List.of(new Finding(Verdict.PROVED, Reason.Available, "work team 'logos' has members")));

  public static MissedLooks failedSweeps(ErrorClass errorClass) {
    return new MissedLooks(failure(errorClass, "sagemaker:ListLabelingJobs"), NOW, 3);
  }

  public static CloudFailure failure(ErrorClass errorClass, String action) {
    return new CloudFailure(errorClass, action, "Code", "said AWS", null);
  }

  /** What an observer sees of such an object when nothing else is asked. */
  public static ObservationDraft seen(LabelingJobSpec spec, LabelingJobStatus status) {
    ObservationDraft seen = new ObservationDraft(object(spec, status), NOW);
    seen.scope = Optional.of(SCOPE);
    seen.made = made();
    return seen;
  }

  /** Ready to reserve: everything is there, no job of the name exists. */
  public static ObservationDraft ready(LabelingJobSpec spec) {
    ObservationDraft seen = seen(spec, NO_STATUS);
    seen.planning = new Planning.Planned(plan(spec, 1));
    seen.input = new InputSource.Ready(INPUT);
    seen.remote = new Remote.Absent(NOW);
    seen.preflight = Optional.of(CLEAN);
    return seen;
  }

  /** Reserved, and no job of the name exists. */
  public static ObservationDraft reservedAndAbsent(LabelingJobSpec spec) {
    ObservationDraft seen = seen(spec, reserved(spec));
    seen.planning = new Planning.Planned(plan(spec, 1));
    seen.remote = new Remote.Absent(NOW);
    return seen;
  }

  /** Running, with the job as seen. */
  public static ObservationDraft running(LabelingJobSpec spec, LabelingJobState state) {
    ObservationDraft seen = seen(spec, started(spec));
    seen.remote = found(spec, state, Remote.Mark.OURS);
    return seen;
  }

  public static ObservationDraft with(ObservationDraft seen, Consumer<ObservationDraft> change) {
    change.accept(seen);
    return seen;
  }

  /** The same observation of an object with other metadata. */
  public static JobObservation as(ObservationDraft draft, boolean deleting, boolean forceOrphan) {
    JobObservation seen = draft.build();
    return new JobObservation(
        seen.now(),
        new JobObservation.ObjectFacts(
            seen.object().namespace(),
            seen.object().name(),
            seen.object().generation(),
            seen.object().created(),
            deleting,
            forceOrphan),
        seen.scope(),
        seen.spec(),
        seen.status(),
        seen.violations(),
        seen.notAllowed(),
        seen.planning(),
        seen.input(),
        seen.remote(),
        seen.made(),
        seen.settled(),
        seen.regionUnknown(),
        seen.superseded(),
        seen.earlierNameOpen(),
        seen.preflight(),
        seen.missingAssets(),
        seen.chainable(),
        seen.output(),
        seen.failedSweeps(),
        seen.failure(),
        seen.nextOutputLook());
  }
}
