package dev.labelops.operator.job.plan;

import dev.labelops.operator.api.v1alpha1.AwsScope;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.aws.AwsClients.Scope;
import java.util.Optional;

/** Determines the region and role of a job. The region comes from the team. Pure. */
public final class JobScope {
  private JobScope() {}

  /**
   * Region and role that the specification asks for; empty while the referenced workforce, which
   * has the region, is missing.
   *
   * @param operatorRegion used when nothing else names one
   */
  public static Optional<Scope> wished(
      LabelingJobSpec spec, Optional<LabelingWorkforce> workforce, String operatorRegion) {
    Optional<AwsScope> wish = wish(spec, workforce);
    Optional<String> region = teamRegion(spec, workforce).or(() -> wish.map(AwsScope::region));
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

  /**
   * Region and role that were recorded with the job's name: however specification and workforce
   * have changed since, the job is there. Empty when no job was recorded.
   */
  public static Optional<Scope> recorded(
      LabelingJobSpec spec, LabelingJobStatus status, Optional<LabelingWorkforce> workforce) {
    if (status.region() == null) {
      return Optional.empty();
    }
    if (status.assumeRoleArn() != null) {
      return Optional.of(
          new Scope(
              status.region(),
              Optional.of(status.assumeRoleArn()),
              Optional.ofNullable(status.externalId())));
    }
    // Written by an operator that did not record the role. Only what has started cannot have
    // been corrected since.
    Optional<AwsScope> wish =
        spec.run().equals(status.run()) && status.jobArn() != null
            ? wish(spec, workforce)
            : Optional.empty();
    return Optional.of(
        new Scope(
            status.region(), wish.map(AwsScope::assumeRoleArn), wish.map(AwsScope::externalId)));
  }

  private static Optional<AwsScope> wish(
      LabelingJobSpec spec, Optional<LabelingWorkforce> workforce) {
    return Optional.ofNullable(spec.aws()).or(() -> workforce.map(w -> w.getSpec().aws()));
  }

  /** Region of the team, from its ARN or from the workforce's status. */
  static Optional<String> teamRegion(LabelingJobSpec spec, Optional<LabelingWorkforce> workforce) {
    return spec.workteamArn() != null
        ? Optional.of(spec.workteamArn().split(":")[3]).filter(region -> !region.isEmpty())
        : workforce.map(LabelingWorkforce::getStatus).map(status -> status.region());
  }
}
