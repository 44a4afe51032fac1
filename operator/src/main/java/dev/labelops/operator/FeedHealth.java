package dev.labelops.operator;

import dev.labelops.operator.job.LabelingJobController;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down when running jobs are not followed any more: Kubernetes then starts the operator again. */
@Liveness
@Singleton
public class FeedHealth implements HealthCheck {
  private final LabelingJobController jobs;

  public FeedHealth(LabelingJobController jobs) {
    this.jobs = jobs;
  }

  @Override
  public HealthCheckResponse call() {
    List<String> stuck = jobs.unwatchedRegions();
    return HealthCheckResponse.named("job-feed")
        .status(stuck.isEmpty())
        .withData("stuck", String.join(", ", stuck))
        .build();
  }
}
