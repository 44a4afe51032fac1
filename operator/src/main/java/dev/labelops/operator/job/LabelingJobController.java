package dev.labelops.operator.job;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.aws.cognito.CognitoTeamMembers;
import dev.labelops.operator.aws.cognito.RecentTeamMembers;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.sagemaker.LabelingJobs;
import dev.labelops.operator.aws.sagemaker.SageMakerActiveJobs;
import dev.labelops.operator.aws.sagemaker.SageMakerLabelingJobs;
import dev.labelops.operator.aws.sagemaker.SageMakerTemplates;
import dev.labelops.operator.feed.JobFeed;
import dev.labelops.operator.job.act.JobActor;
import dev.labelops.operator.job.look.JobCaches;
import dev.labelops.operator.job.look.JobMemory;
import dev.labelops.operator.job.look.JobObserver;
import dev.labelops.operator.job.look.JobSearch;
import dev.labelops.operator.job.look.JobSources;
import dev.labelops.operator.job.look.PreflightChecks;
import dev.labelops.operator.job.look.TemplateTrial;
import dev.labelops.operator.job.plan.JobPlanner;
import dev.labelops.operator.job.plan.JobValidator;
import dev.labelops.operator.kube.ChangedByOthers;
import dev.labelops.operator.pass.GuardedPass;
import dev.labelops.operator.task.BuiltInLambdas;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drives LabelingJobs; see docs/build/reconcile-flow.md. Wires, and holds no logic. */
@Singleton
@GradualRetry(maxAttempts = -1, initialInterval = 1000, maxInterval = 60_000)
@ControllerConfiguration(
    name = "labelingjob",
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = ChangedByOthers.class))
public class LabelingJobController implements Reconciler<LabelingJob>, Cleaner<LabelingJob> {
  private static final Logger LOG = LoggerFactory.getLogger(LabelingJobController.class);
  private static final Duration FEED_STUCK = Duration.ofMinutes(20);
  private static final Duration KUBERNETES_AGAIN = Duration.ofSeconds(5);

  private final Platform platform;
  private final JobFeed feed;
  private final JobCaches caches;
  private final JobPass pass;
  private final GuardedPass<LabelingJob> guarded;

  public LabelingJobController(Platform platform) {
    this.platform = platform;
    this.feed =
        new JobFeed(
            new SageMakerActiveJobs(platform.aws()),
            platform.budget(),
            platform.settings().feed(),
            platform.clock(),
            platform.leading(),
            platform.metrics());
    this.caches = new JobCaches(platform.kubernetes());
    BuiltInLambdas lambdas = new BuiltInLambdas(platform.settings().aws().lambdaAccounts());
    LabelingJobs jobs = new SageMakerLabelingJobs(platform.aws());
    JobMemory memory =
        new JobMemory(
            Optional.of(platform.clock().instant())
                .filter(now -> platform.leading().getAsBoolean()));
    JobObserver observer =
        new JobObserver(
            new JobSources(
                platform.installation(),
                platform.settings().aws().region(),
                caches,
                new JobValidator(platform.settings().tenancy(), lambdas),
                new JobPlanner(lambdas),
                new PreflightChecks(
                    new RecentTeamMembers(new CognitoTeamMembers(platform.aws()), platform.clock()),
                    new TemplateTrial(new SageMakerTemplates(platform.aws()))),
                jobs,
                new JobSearch(jobs, memory),
                scope -> ObjectStore.in(platform.aws(), scope),
                feed::latest,
                memory));
    JobActor actor = new JobActor(jobs, scope -> ObjectStore.in(platform.aws(), scope));
    this.pass = new JobPass(platform, observer, actor, feed, memory);
    this.guarded = new GuardedPass<>(platform, pass::missed);
  }

  /** Regions in which running jobs are not followed any more, though they should be. */
  public List<String> unwatchedRegions() {
    return feed.stuck(FEED_STUCK);
  }

  @Override
  public List<EventSource<?, LabelingJob>> prepareEventSources(
      EventSourceContext<LabelingJob> context) {
    platform.metrics().jobsByPhase(() -> context.getPrimaryCache().list());
    platform
        .metrics()
        .conditions(
            LabelingJob.class,
            () -> context.getPrimaryCache().list(),
            job -> job.getStatus() == null ? null : job.getStatus().conditions());
    return List.of(
        feed.eventSource(),
        caches.workforces(LabelingWorkforce.class, context),
        caches.datasets(LabelingDataset.class, context));
  }

  @Override
  public UpdateControl<LabelingJob> reconcile(LabelingJob cached, Context<LabelingJob> context) {
    UpdateControl<LabelingJob> control = UpdateControl.noUpdate();
    run(cached).next().ifPresent(next -> control.rescheduleAfter(next));
    return control;
  }

  @Override
  public DeleteControl cleanup(LabelingJob cached, Context<LabelingJob> context) {
    JobPass.Result result = run(cached);
    if (result.release()) {
      return DeleteControl.defaultDelete();
    }
    DeleteControl control = DeleteControl.noFinalizerRemoval();
    result.next().ifPresent(next -> control.rescheduleAfter(next.toMillis()));
    return control;
  }

  private JobPass.Result run(LabelingJob cached) {
    try {
      return guarded.run(
          cached, () -> pass.run(cached), next -> new JobPass.Result(false, Optional.of(next)));
    } catch (KubernetesClientException e) {
      LOG.warn(
          "{}: the API server did not do as asked: {}",
          ResourceID.fromResource(cached),
          e.getMessage());
      return new JobPass.Result(false, Optional.of(KUBERNETES_AGAIN));
    }
  }
}
