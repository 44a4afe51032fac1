package dev.labelops.engine.learning;

import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.run.LearningRunner;
import dev.labelops.engine.labeling.run.Runs;
import dev.labelops.engine.store.Database;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does each learning run in a Job of the cluster. A Job outlives the engine: one that starts again
 * finds the Jobs of its runs by their names and waits for them.
 */
public final class KubernetesRunner implements LearningRunner {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesRunner.class);

  /** How often it is checked whether the run's job was stopped. */
  private static final Duration CHECK = Duration.ofSeconds(2);

  private static final Duration AFTER_AN_ERROR = Duration.ofSeconds(10);
  private static final Duration GONE_WITHIN = Duration.ofMinutes(2);
  private static final int AT_ONCE = 16;

  private final KubernetesClient client;
  private final String namespace;
  private final LearningJob template;
  private final Runs runs;
  private final Clock clock;
  private volatile boolean stopping;

  /**
   * @param client closed with this
   * @param template the Job's; its namespace counts, else the client's
   */
  KubernetesRunner(
      KubernetesClient client,
      LearningJob template,
      EngineSettings settings,
      Database database,
      Clock clock) {
    this.client = client;
    this.template = template;
    this.namespace =
        Optional.ofNullable(template.template().getMetadata().getNamespace())
            .orElseGet(client::getNamespace);
    this.runs = new Runs(database.jdbi(), clock, settings.pace().lease());
    this.clock = clock;
  }

  /** Runs wait for their Jobs here and need nothing else, so the cluster is the limit. */
  @Override
  public int atOnce() {
    return AT_ONCE;
  }

  @Override
  public Optional<Instant> execute(String runId) {
    try {
      return done(runId);
    } catch (KubernetesClientException e) {
      LOG.error(
          "the Job of learning run {} in namespace {}: {}", runId, namespace, e.getMessage(), e);
      return runs.nextTry(runId).map(due -> clock.instant().plus(AFTER_AN_ERROR));
    }
  }

  private Optional<Instant> done(String runId) {
    Job job = job(runId).get();
    if (job == null) {
      Optional<Instant> due = runs.nextTry(runId);
      if (due.isEmpty() || stopping || due.get().isAfter(clock.instant())) {
        return due;
      }
      job = create(runId);
    }
    String owner = LearningJob.owner(job);
    Optional<Job> ended = awaitEnd(runId);
    if (ended.isEmpty()) {
      return runs.nextTry(runId);
    }
    if (!LearningJob.ended(ended.get())) {
      return runs.died(runId, owner, "its Job was deleted");
    }
    if (LearningJob.succeeded(ended.get())) {
      // Kept for people who read its log, until its time is over; unless the run goes on.
      runs.release(runId, owner);
      return again(runId, runs.nextTry(runId));
    }
    ContainerStateTerminated state = terminated(runId);
    if (state.getExitCode() != null && state.getExitCode() == LearnExit.NOT_NOW) {
      runs.release(runId, owner);
      return again(runId, runs.nextTry(runId));
    }
    return again(runId, runs.died(runId, owner, describe(state)));
  }

  private Optional<Instant> again(String runId, Optional<Instant> due) {
    if (due.isPresent()) {
      delete(runId);
    }
    return due;
  }

  private Job create(String runId) {
    try {
      return client
          .batch()
          .v1()
          .jobs()
          .inNamespace(namespace)
          .resource(template.of(runId, UUID.randomUUID().toString()))
          .create();
    } catch (KubernetesClientException e) {
      // Another engine was quicker.
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return job(runId).require();
      }
      throw e;
    }
  }

  /**
   * The Job when it has ended, or as it was last when it is gone; empty when nobody waits for it
   * here any more.
   */
  private Optional<Job> awaitEnd(String runId) {
    Job[] last = {job(runId).get()};
    CompletableFuture<List<Job>> end =
        job(runId)
            .informOnCondition(
                found -> {
                  found.forEach(job -> last[0] = job);
                  return found.isEmpty() || LearningJob.ended(found.getFirst());
                });
    try {
      while (true) {
        try {
          end.get(CHECK.toMillis(), TimeUnit.MILLISECONDS);
          return Optional.ofNullable(last[0]);
        } catch (TimeoutException e) {
          if (stopping) {
            return Optional.empty();
          }
          if (runs.find(runId).map(Run::state).filter(Run.State.Cancelled::equals).isPresent()) {
            delete(runId);
            return Optional.empty();
          }
        }
      }
    } catch (ExecutionException e) {
      throw new KubernetesClientException("cannot be watched", e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException("threads of runs are never interrupted", e);
    } finally {
      end.cancel(true);
    }
  }

  private void delete(String runId) {
    job(runId).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
    job(runId).waitUntilCondition(Objects::isNull, GONE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How the container of the Job's pod ended; nothing is known when the pod is gone. */
  private ContainerStateTerminated terminated(String runId) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel(LearningJob.RUN, runId)
        .list()
        .getItems()
        .stream()
        .map(Pod::getStatus)
        .flatMap(status -> status.getContainerStatuses().stream())
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .map(ContainerState::getTerminated)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseGet(ContainerStateTerminated::new);
  }

  private static String describe(ContainerStateTerminated state) {
    if ("OOMKilled".equals(state.getReason())) {
      return "OOMKilled: its pod needs a higher memory limit";
    }
    return state.getExitCode() == null ? "its pod failed" : LearnExit.describe(state.getExitCode());
  }

  private ScalableResource<Job> job(String runId) {
    return client.batch().v1().jobs().inNamespace(namespace).withName(LearningJob.name(runId));
  }

  /** The Jobs go on: an engine that starts again waits for them. */
  @Override
  public void stop() {
    stopping = true;
  }

  @Override
  public void close() {
    stop();
    client.close();
  }
}
