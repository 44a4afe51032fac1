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
import dev.labelops.operator.pass.Pass;
import dev.labelops.operator.task.BuiltInLambdas;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Drives LabelingJobs; see docs/build/reconcile-flow.md. Wires, and holds no logic. */
@Singleton
@GradualRetry(maxAttempts = -1, initialInterval = 1000, maxInterval = 60_000)
@ControllerConfiguration(
    name = "labelingjob",
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = ChangedByOthers.class))
public class LabelingJobController implements Reconciler<LabelingJob>, Cleaner<LabelingJob> {
  private static final Duration FEED_STUCK = Duration.ofMinutes(20);

  private final Platform platform;
  private final JobFeed feed;
  private final JobCaches caches;
  private final Pass<LabelingJob, ?, ?, ?, ?> pass;

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
    this.pass = new Pass<>(platform, new JobKind(platform, observer, actor, feed, caches, memory));
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
  public UpdateControl<LabelingJob> reconcile(LabelingJob copy, Context<LabelingJob> context) {
    return pass.reconcile(copy);
  }

  @Override
  public DeleteControl cleanup(LabelingJob copy, Context<LabelingJob> context) {
    return pass.cleanup(copy);
  }
}
