package dev.labelops.operator.feed;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CallBudget;
import dev.labelops.operator.aws.sagemaker.ActiveJobs;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.metrics.Metrics;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Watches running labeling jobs by listing instead of describing: one sweep per account, region and
 * role answers for all of its jobs, and wakes only the objects that have news. A sweep without news
 * costs no request to Kubernetes.
 */
public final class JobFeed implements AutoCloseable {
  private record Place(AwsClients.Scope scope, String jobName) {}

  /** Stops the feed together with the controller. */
  private final class Source extends SimpleInboundEventSource<LabelingJob> {
    private Source() {
      super("job-feed");
    }

    @Override
    public void stop() {
      super.stop();
      close();
    }
  }

  private final Source source = new Source();
  private final ScopeSweeper.Surroundings surroundings;
  private final Map<AwsClients.Scope, ScopeSweeper> sweepers = new HashMap<>();
  private final Map<ResourceID, Place> places = new HashMap<>();
  private boolean closed;

  /**
   * @param leading asked before every sweep: a replica that does not lead makes no call
   */
  public JobFeed(
      ActiveJobs jobs,
      CallBudget budget,
      OperatorSettings.Feed settings,
      InstantSource clock,
      BooleanSupplier leading,
      Metrics metrics) {
    this.surroundings =
        new ScopeSweeper.Surroundings(
            jobs, budget, settings, clock, leading, metrics, source::propagateEvent);
    metrics.watched(this::size);
  }

  /**
   * Wakes the object from now on when the job has news. An object waits for one job: a second name
   * takes the place of the first. Calling it again with the same values does nothing.
   */
  public synchronized void watch(AwsClients.Scope scope, String jobName, ResourceID object) {
    Place place = new Place(scope, jobName);
    Place before = places.put(object, place);
    if (closed || place.equals(before)) {
      return;
    }
    if (before != null) {
      leave(before, object);
    }
    sweepers.computeIfAbsent(scope, this::open).watch(jobName, object);
  }

  /** Ends the watch of the object, if there is one. */
  public synchronized void forget(ResourceID object) {
    Place place = places.remove(object);
    if (place != null) {
      leave(place, object);
    }
  }

  /** Users name scopes: a sweeper without jobs ends, for there may be any number. */
  private void leave(Place place, ResourceID object) {
    ScopeSweeper sweeper = sweepers.get(place.scope());
    sweeper.watched().remove(place.jobName(), object);
    if (sweeper.watched().size() == 0) {
      sweepers.remove(place.scope());
      sweeper.close();
    }
  }

  /**
   * Regions whose sweeper has hung or ended; empty when all is well, and on a replica that does not
   * lead.
   *
   * @param after beyond the longest interval; a sweep of many pages that waits for its budget takes
   *     minutes
   */
  public synchronized List<String> stuck(Duration after) {
    return sweepers.entrySet().stream()
        .filter(entry -> entry.getValue().stuck(after))
        .map(entry -> entry.getKey().region())
        .sorted()
        .toList();
  }

  synchronized int sweepers() {
    return sweepers.size();
  }

  /** What is known of a watched job; empty when nobody watches it. */
  public synchronized Optional<Sighting> latest(AwsClients.Scope scope, String jobName) {
    return Optional.ofNullable(sweepers.get(scope))
        .flatMap(sweeper -> sweeper.watched().sighting(jobName));
  }

  /** Has a pass over the object run soon. */
  public void wake(ResourceID job) {
    source.propagateEvent(job);
  }

  /** To be registered by the controller; wakes its objects, and stops the feed with it. */
  public EventSource<Void, LabelingJob> eventSource() {
    return source;
  }

  @Override
  public synchronized void close() {
    closed = true;
    sweepers.values().forEach(ScopeSweeper::close);
  }

  private synchronized int size() {
    return places.size();
  }

  private ScopeSweeper open(AwsClients.Scope scope) {
    ScopeSweeper sweeper = new ScopeSweeper(scope, surroundings);
    Thread.ofVirtual().name("job-feed-" + scope.region()).start(sweeper);
    return sweeper;
  }
}
