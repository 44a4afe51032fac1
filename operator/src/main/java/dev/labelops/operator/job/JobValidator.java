package dev.labelops.operator.job;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Template;
import dev.labelops.operator.aws.RemoteLabelingJob;
import dev.labelops.operator.config.Tenancy;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.task.BuiltInLambdas;
import dev.labelops.operator.task.BuiltInTask;
import dev.labelops.operator.task.TemplateCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The rules that the schema cannot see. Pure; returns every violation at once. */
final class JobValidator {
  private static final String GRANT =
      "ask whoever runs the operator to add it to %s of this namespace in the tenancy setting";

  private final Tenancy tenancy;
  private final BuiltInLambdas lambdas;

  JobValidator(Tenancy tenancy, BuiltInLambdas lambdas) {
    this.tenancy = tenancy;
    this.lambdas = lambdas;
  }

  /** The role that Ground Truth is to work under. */
  Optional<String> executionRole(String namespace, LabelingJobSpec spec) {
    return Optional.ofNullable(spec.executionRoleArn())
        .or(() -> tenancy.grant(namespace).defaultExecutionRole());
  }

  /** Whether AWS calls for the namespace may be made under the role. */
  boolean mayAssume(String namespace, String role) {
    return tenancy.mayAssume(namespace, role);
  }

  /**
   * What the namespace names without being allowed to.
   *
   * @param assumedRole that the AWS calls would be made under, whoever names it
   */
  List<Violation> notAllowed(String namespace, LabelingJobSpec spec, Optional<String> assumedRole) {
    List<Violation> found = new ArrayList<>();
    executionRole(namespace, spec)
        .filter(role -> !tenancy.mayPassRole(namespace, role))
        .ifPresent(
            role ->
                found.add(forbidden(namespace, "spec.executionRoleArn", role, "executionRoles")));
    assumedRole
        .filter(role -> !tenancy.mayAssume(namespace, role))
        .ifPresent(
            role ->
                found.add(
                    forbidden(
                        namespace,
                        spec.aws() == null
                            ? "assumeRoleArn of spec.workforceRef"
                            : "spec.aws.assumeRoleArn",
                        role,
                        "assumableRoles")));
    if (spec.workteamArn() != null && !tenancy.mayUseWorkteam(namespace, spec.workteamArn())) {
      found.add(forbidden(namespace, "spec.workteamArn", spec.workteamArn(), "workteams"));
    }
    location(namespace, "spec.output.uri", spec.output().uri(), found);
    location(namespace, "spec.manifestUri", spec.manifestUri(), found);
    location(
        namespace,
        "spec.task.template.s3Uri",
        Optional.ofNullable(spec.task().template()).map(Template::s3Uri).orElse(null),
        found);
    return found;
  }

  /**
   * What a labeling job that somebody else made would show the namespace without its being allowed
   * to look there.
   */
  List<Violation> notAllowedToObserve(String namespace, RemoteLabelingJob job) {
    List<Violation> found = new ArrayList<>();
    Stream.of(job.outputUri(), job.outputManifestUri(), job.inputManifestUri())
        .flatMap(Optional::stream)
        .distinct()
        .filter(uri -> !tenancy.mayUseLocation(namespace, uri))
        .forEach(
            uri ->
                found.add(
                    new Violation(
                        "spec.jobName",
                        job.name(),
                        "that labeling job uses "
                            + uri
                            + ", which namespace '"
                            + namespace
                            + "' may not name",
                        GRANT.formatted("locations"))));
    return found;
  }

  /** The S3 addresses that the namespace may name; empty: any. */
  Optional<Predicate<String>> onlyLocations(String namespace) {
    return tenancy.unrestricted(namespace)
        ? Optional.empty()
        : Optional.of(uri -> tenancy.mayUseLocation(namespace, uri));
  }

  private void location(String namespace, String field, String uri, List<Violation> found) {
    if (uri != null && !tenancy.mayUseLocation(namespace, uri)) {
      found.add(forbidden(namespace, field, uri, "locations"));
    }
  }

  private static Violation forbidden(String namespace, String field, String value, String list) {
    return new Violation(
        field, value, "namespace '" + namespace + "' may not name it", GRANT.formatted(list));
  }

  /**
   * What is wrong with the specification itself.
   *
   * @param region where the job would run; empty while nothing says it
   */
  List<Violation> violations(
      String namespace, LabelingJobSpec spec, Referents referents, Optional<String> region) {
    List<Violation> found = new ArrayList<>();
    if (executionRole(namespace, spec).isEmpty()) {
      found.add(
          new Violation(
              "spec.executionRoleArn",
              "",
              "Ground Truth works under a role and the operator has no default for this namespace",
              "set it to the ARN of a role that sagemaker.amazonaws.com may assume"));
    }
    region.ifPresent(name -> builtInTasks(name, found));
    regions(spec, referents, found);
    template(spec, referents, found);
    outputUnderSource(spec, referents, found);
    media(spec, referents, found);
    tags(spec, found);
    return found;
  }

  private void builtInTasks(String region, List<Violation> found) {
    lambdas
        .problem(region)
        .ifPresent(
            problem ->
                found.add(new Violation("spec.aws.region", region, "it is not usable", problem)));
  }

  private static void regions(LabelingJobSpec spec, Referents referents, List<Violation> found) {
    Optional<String> team = JobScope.teamRegion(spec, referents.workforce());
    String wished = spec.aws() == null ? null : spec.aws().region();
    if (wished != null && team.isPresent() && !team.get().equals(wished)) {
      found.add(
          new Violation(
              "spec.aws.region",
              wished,
              "the team is in " + team.get() + " and a job runs in its team's region",
              "remove spec.aws.region, or name a team of that region"));
    }
    Optional<String> dataset =
        referents.dataset().map(LabelingDataset::getStatus).map(status -> status.region());
    if (team.isPresent() && dataset.isPresent() && !team.get().equals(dataset.get())) {
      found.add(
          new Violation(
              "spec.datasetRef.name",
              spec.datasetRef().name(),
              "its bucket is in " + dataset.get() + " and the team in " + team.get(),
              "use a data set and a team of one region"));
    }
  }

  private static void template(LabelingJobSpec spec, Referents referents, List<Violation> found) {
    Template template = spec.task().template();
    if (template == null || template.s3Uri() != null) {
      return;
    }
    String field =
        template.inline() != null ? "spec.task.template.inline" : "spec.task.template.configMapRef";
    Optional.ofNullable(template.inline())
        .or(referents::template)
        .map(text -> TemplateCheck.problems(text, BuiltInTask.of(spec.task().type())))
        .orElse(List.of())
        .forEach(
            problem ->
                found.add(new Violation(field, "(the template)", "it cannot be used", problem)));
  }

  private static void outputUnderSource(
      LabelingJobSpec spec, Referents referents, List<Violation> found) {
    Optional<LabelingDatasetSpec> dataset = referents.dataset().map(LabelingDataset::getSpec);
    if (dataset.isEmpty()
        || dataset.get().source() == null
        || dataset.get().source().s3Prefix() == null) {
      return;
    }
    String prefix = dataset.get().source().s3Prefix().prefix();
    String source = "s3://" + dataset.get().bucket().name() + "/" + (prefix == null ? "" : prefix);
    String output = spec.output().uri().replaceAll("/*$", "/");
    if (output.startsWith(source)) {
      found.add(
          new Violation(
              "spec.output.uri",
              spec.output().uri(),
              "it lies under the source "
                  + source
                  + " of LabelingDataset '"
                  + spec.datasetRef().name()
                  + "', so results would become input",
              "choose a prefix outside of it"));
    }
  }

  private static void media(LabelingJobSpec spec, Referents referents, List<Violation> found) {
    String wanted =
        switch (BuiltInTask.of(spec.task().type()).media()) {
          case IMAGE -> "Image";
          case TEXT -> "Text";
        };
    referents
        .dataset()
        .map(dataset -> dataset.getSpec().mediaType())
        .filter(media -> !media.name().equals(wanted))
        .ifPresent(
            media ->
                found.add(
                    new Violation(
                        "spec.task.type",
                        spec.task().type().name(),
                        "it labels mediaType "
                            + wanted
                            + " and LabelingDataset '"
                            + spec.datasetRef().name()
                            + "' holds "
                            + media,
                        "choose a task type or a data set that fits")));
  }

  private static void tags(LabelingJobSpec spec, List<Violation> found) {
    if (spec.tags() == null) {
      return;
    }
    spec.tags().keySet().stream()
        .filter(key -> key.startsWith("aws:") || key.startsWith("labelops.dev/"))
        .sorted()
        .forEach(
            key ->
                found.add(
                    new Violation(
                        "spec.tags",
                        key,
                        "keys beginning with 'aws:' and 'labelops.dev/' are reserved",
                        "choose another key")));
  }
}
