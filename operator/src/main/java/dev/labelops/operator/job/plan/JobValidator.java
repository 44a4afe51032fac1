package dev.labelops.operator.job.plan;

import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Template;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.task.BuiltInLambdas;
import dev.labelops.operator.task.BuiltInTask;
import dev.labelops.operator.task.TemplateCheck;
import dev.labelops.operator.tenancy.Tenancy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules that the schema cannot express. Pure; returns all violations together. */
public final class JobValidator {
  private final JobTenancy tenancy;
  private final BuiltInLambdas lambdas;

  public JobValidator(Tenancy tenancy, BuiltInLambdas lambdas) {
    this.tenancy = new JobTenancy(tenancy);
    this.lambdas = lambdas;
  }

  public JobTenancy tenancy() {
    return tenancy;
  }

  /**
   * What is wrong with the specification itself.
   *
   * @param name of the LabelingJob
   * @param region where the job would run; empty while unknown
   */
  public List<Violation> violations(
      String namespace,
      String name,
      LabelingJobSpec spec,
      Referents referents,
      Optional<String> region) {
    List<Violation> found = new ArrayList<>();
    if (tenancy.executionRole(namespace, spec).isEmpty()) {
      found.add(
          new Violation(
              "spec.executionRoleArn",
              "",
              "Ground Truth needs a role, and the operator has no default for this namespace",
              "set it to the ARN of a role that sagemaker.amazonaws.com may assume"));
    }
    region
        .filter(anyRegion -> spec.task().type().facts().isBuiltIn())
        .ifPresent(builtIn -> builtInTasks(builtIn, found));
    regions(spec, referents, found);
    template(spec, referents, found);
    outputUnderSource(spec, referents, found);
    media(spec, referents, found);
    tags(spec, found);
    found.addAll(TaskRules.violations(name, spec, referents));
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
              "it is below the source "
                  + source
                  + " of LabelingDataset '"
                  + spec.datasetRef().name()
                  + "', so results would become input",
              "choose a prefix outside of it"));
    }
  }

  private static void media(LabelingJobSpec spec, Referents referents, List<Violation> found) {
    Medium wanted = spec.task().type().facts().medium();
    referents
        .dataset()
        .map(dataset -> dataset.getSpec().mediaType())
        .filter(media -> wanted != Medium.Any && media.medium() != wanted)
        .ifPresent(
            media ->
                found.add(
                    new Violation(
                        "spec.task.type",
                        spec.task().type().taskType(),
                        "it labels mediaType "
                            + wanted
                            + " and LabelingDataset '"
                            + spec.datasetRef().name()
                            + "' has "
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
