package dev.labelops.operator.job.look;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.job.plan.Stage;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads a job, what it refers to and the service, and changes nothing. Asks AWS only what the next
 * decision needs: a job that runs is watched by the feed, one that has ended is not read again.
 */
public final class JobObserver {
  private final JobSources from;

  public JobObserver(JobSources from) {
    this.from = from;
  }

  public JobObservation observe(LabelingJob live, Instant now) {
    ObservationDraft seen = new ObservationDraft(live, now);
    if (seen.object.forceOrphan() && seen.object.deleting()) {
      return seen.build();
    }
    JobLook look = new JobLook(from, live, now, seen, from.referents().read(live));
    try {
      look(look);
    } catch (CloudFailure failure) {
      seen.failure = Optional.of(failure);
    }
    return seen.build();
  }

  private static void look(JobLook look) {
    Stage stage = Stage.of(look.spec, look.status);
    if (look.seen.object.deleting()) {
      new LookBeforeLeaving(look).leaving(stage);
      return;
    }
    switch (stage) {
      case UNRESERVED -> new LookBeforeStart(look).unreserved();
      case RESERVED -> new LookBeforeStart(look).reserved();
      case STARTED -> new LookAfterStart(look).running();
      case ENDED -> new LookAfterStart(look).ended();
    }
  }
}
