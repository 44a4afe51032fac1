package dev.labelops.operator.job;

import dev.labelops.operator.api.v1alpha1.AwsScope;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.aws.AwsClients.Scope;
import java.util.Optional;

/** Finds out where a job lives. The region comes from the team. Pure. */
final class JobScope {
  private JobScope() {}

  /**
   * Region and role of the job's AWS calls; empty while the referenced workforce, which says it, is
   * missing.
   *
   * @param operatorRegion used when nothing else names one
   */
  static Optional<Scope> of(
      LabelingJobSpec spec,
      LabelingJobStatus status,
      Optional<LabelingWorkforce> workforce,
      String operatorRegion) {
    Optional<AwsScope> wish =
        Optional.ofNullable(spec.aws()).or(() -> workforce.map(w -> w.getSpec().aws()));
    Optional<String> region =
        Optional.ofNullable(status.region())
            .or(() -> teamRegion(spec, workforce))
            .or(() -> wish.map(AwsScope::region));
    boolean unknown =
        region.isEmpty() && spec.workforceRef() != null && workforce.isEmpty() && wish.isEmpty();
    return unknown
        ? Optional.empty()
        : Optional.of(
            new Scope(
                region.orElse(operatorRegion),
                wish.map(AwsScope::assumeRoleArn),
                wish.map(AwsScope::externalId)));
  }

  /** Region of the team, from its ARN or from the workforce's status. */
  static Optional<String> teamRegion(LabelingJobSpec spec, Optional<LabelingWorkforce> workforce) {
    return spec.workteamArn() != null
        ? Optional.of(spec.workteamArn().split(":")[3]).filter(region -> !region.isEmpty())
        : workforce.map(LabelingWorkforce::getStatus).map(status -> status.region());
  }
}
