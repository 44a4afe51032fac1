package dev.labelops.operator.job.plan;

import dev.labelops.operator.api.v1alpha1.Adoption;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.AutoLabeling;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Template;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.tenancy.Claim;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.Tenancy;
import dev.labelops.operator.tenancy.WorkforceRight;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which of the operator's permissions a job uses without a grant to its namespace. Pure. */
public final class JobTenancy {
  private final Tenancy tenancy;

  JobTenancy(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  /** The role that Ground Truth assumes. */
  public Optional<String> executionRole(String namespace, LabelingJobSpec spec) {
    return Optional.ofNullable(spec.executionRoleArn())
        .or(() -> tenancy.grant(namespace).defaultExecutionRole());
  }

  /** Whether AWS calls for the namespace may use the role. */
  public boolean mayAssume(String namespace, String role) {
    return tenancy.may(namespace, Grantable.ASSUMABLE_ROLES, role);
  }

  /**
   * What the namespace names without being allowed to.
   *
   * @param refs what the specification refers to: what these refer to counts as named too
   * @param assumedRole that the AWS calls would use, whoever names it
   */
  public List<Violation> notAllowed(
      String namespace, LabelingJobSpec spec, Referents refs, Optional<String> assumedRole) {
    return tenancy.refused(namespace, claims(namespace, spec, refs, assumedRole));
  }

  private Stream<Claim> claims(
      String namespace, LabelingJobSpec spec, Referents refs, Optional<String> assumedRole) {
    Stream.Builder<Claim> claims = Stream.builder();
    claims.add(
        new Claim.Names(
            Grantable.EXECUTION_ROLES,
            "spec.executionRoleArn",
            executionRole(namespace, spec).orElse(null)));
    claims.add(
        new Claim.Names(
            Grantable.ASSUMABLE_ROLES,
            spec.aws() == null ? "assumeRoleArn of spec.workforceRef" : "spec.aws.assumeRoleArn",
            assumedRole.orElse(null)));
    claims.add(new Claim.Names(Grantable.WORKTEAMS, "spec.workteamArn", spec.workteamArn()));
    if (spec.workforceRef() != null) {
      claims.add(
          new Claim.Needs(
              WorkforceRight.JOIN, "spec.workforceRef.name", spec.workforceRef().name()));
    }
    claims.add(new Claim.Names(Grantable.LOCATIONS, "spec.output.uri", spec.output().uri()));
    claims.add(new Claim.Names(Grantable.LOCATIONS, "spec.manifestUri", spec.manifestUri()));
    claims.add(
        new Claim.Names(
            Grantable.LOCATIONS,
            "status.manifestUri of spec.datasetRef",
            refs.dataset().map(LabelingDataset::getStatus).map(s -> s.manifestUri()).orElse(null)));
    claims.add(
        new Claim.Names(
            Grantable.LOCATIONS,
            "spec.task.template.s3Uri",
            Optional.ofNullable(spec.task().template()).map(Template::s3Uri).orElse(null)));
    claims.add(
        new Claim.Names(
            Grantable.LOCATIONS,
            "status.outputManifestUri of " + EarlierJob.field(spec.task()),
            refs.earlier().map(earlier -> earlier.output().manifestUri()).orElse(null)));
    if (spec.task().custom() != null) {
      claims.add(
          new Claim.Names(
              Grantable.LAMBDA_FUNCTIONS,
              "spec.task.custom.preAnnotationLambdaArn",
              spec.task().custom().preAnnotationLambdaArn()));
      claims.add(
          new Claim.Names(
              Grantable.LAMBDA_FUNCTIONS,
              "spec.task.custom.consolidationLambdaArn",
              spec.task().custom().consolidationLambdaArn()));
    }
    claims.add(
        new Claim.Names(Grantable.KMS_KEYS, "spec.output.kmsKeyId", spec.output().kmsKeyId()));
    return spec.autoLabeling() == null
        ? claims.build()
        : Stream.concat(claims.build(), autoLabeling(spec.autoLabeling(), refs));
  }

  private static Stream<Claim> autoLabeling(AutoLabeling wish, Referents refs) {
    Stream.Builder<Claim> claims = Stream.builder();
    claims.add(
        new Claim.Names(
            Grantable.KMS_KEYS, "spec.autoLabeling.volumeKmsKeyId", wish.volumeKmsKeyId()));
    if (wish.vpc() != null) {
      Claim.each(
              Grantable.SECURITY_GROUPS,
              "spec.autoLabeling.vpc.securityGroupIds",
              wish.vpc().securityGroupIds())
          .forEach(claims::add);
      Claim.each(Grantable.SUBNETS, "spec.autoLabeling.vpc.subnets", wish.vpc().subnets())
          .forEach(claims::add);
    }
    if (wish.initialModelFrom() != null) {
      claims.add(
          new Claim.Names(
              Grantable.MODELS,
              "spec.autoLabeling.initialModelFrom.modelArn",
              wish.initialModelFrom().modelArn()));
      // A job that observes somebody else's labeling job shows somebody else's model.
      claims.add(
          new Claim.Names(
              Grantable.MODELS,
              "status.finalModelArn of spec.autoLabeling.initialModelFrom.jobRef",
              refs.modelJob()
                  .filter(job -> job.getSpec().adoption() == Adoption.Always)
                  .map(job -> job.getStatus())
                  .map(status -> status.finalModelArn())
                  .orElse(null)));
    }
    return claims.build();
  }

  /** What a labeling job that somebody else created would show the namespace without a grant. */
  public List<Violation> notAllowedToObserve(String namespace, RemoteLabelingJob job) {
    return Stream.of(job.outputUri(), job.outputManifestUri(), job.inputManifestUri())
        .flatMap(Optional::stream)
        .distinct()
        .filter(uri -> !tenancy.mayUseLocation(namespace, uri))
        .map(
            uri ->
                new Violation(
                    "spec.jobName",
                    job.name(),
                    "that labeling job uses "
                        + uri
                        + ", which namespace '"
                        + namespace
                        + "' may not use",
                    "ask whoever runs the operator to add it to locations of this namespace in the"
                        + " tenancy setting"))
        .toList();
  }

  /** The S3 addresses that the namespace may name; empty: any. */
  public Optional<Predicate<String>> onlyLocations(String namespace) {
    return tenancy.unrestricted(namespace)
        ? Optional.empty()
        : Optional.of(uri -> tenancy.mayUseLocation(namespace, uri));
  }
}
