package dev.labelops.operator.job.plan;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.AutoLabeling;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.CustomFunctions;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Task;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Template;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus.TeamStatus;
import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest.Algorithm;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest.HumanTask;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest.Input;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest.Output;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest.Stopping;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.task.BuiltInLambdas;
import dev.labelops.operator.task.BuiltInTask;
import dev.labelops.operator.task.Categories;
import dev.labelops.operator.task.LabelCategories;
import dev.labelops.operator.task.WorkerInstructions;
import dev.labelops.operator.task.WorkerTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Determines the next attempt from the specification and what it refers to. Pure. */
public final class JobPlanner {
  private final BuiltInLambdas lambdas;

  public JobPlanner(BuiltInLambdas lambdas) {
    this.lambdas = lambdas;
  }

  /**
   * What is asked for.
   *
   * @param roleArn execution role, the namespace's default where the job names none
   */
  public record Wish(
      Owner owner,
      LabelingJobSpec spec,
      Referents referents,
      Scope scope,
      String roleArn,
      int attempt) {}

  public Planning plan(Wish wish) {
    LabelingJobSpec spec = wish.spec();
    Optional<String> team = teamArn(spec, wish.referents());
    if (team.isEmpty()) {
      return new Planning.Blocked(Reason.WaitingForWorkforce, teamMissing(spec, wish.referents()));
    }
    Optional<String> template = template(spec.task(), wish.referents());
    if (template.isEmpty() && !inS3(spec.task()) && takesTemplate(spec.task())) {
      LabelingJobSpec.KeyRef ref = spec.task().template().configMapRef();
      return new Planning.Blocked(
          Reason.WaitingForTemplate,
          "ConfigMap '" + ref.name() + "' with key '" + ref.key() + "' does not exist.");
    }
    Optional<String> model = initialModel(spec, wish.referents());
    if (wantsModel(spec) && model.isEmpty()) {
      return new Planning.Blocked(Reason.WaitingForModel, modelMissing(spec, wish.referents()));
    }
    Optional<EarlierJob> earlier = wish.referents().earlier();
    if (EarlierJob.ref(spec.task()).isPresent() && earlier.isEmpty()) {
      return new Planning.Blocked(
          Reason.WaitingForJob, EarlierJob.missing(spec.task(), wish.referents().earlierJob()));
    }
    return new Planning.Planned(plan(wish, team.get(), template, model));
  }

  private JobPlan plan(
      Wish wish, String teamArn, Optional<String> template, Optional<String> model) {
    LabelingJobSpec spec = wish.spec();
    Owner owner = wish.owner();
    String jobName =
        JobNames.jobName(
            owner.installation(),
            owner.namespace(),
            owner.name(),
            spec.jobName(),
            spec.run(),
            wish.attempt());
    String folder = folder(spec, jobName);
    List<Asset> assets = new ArrayList<>();
    Categories categories = categories(spec.task(), wish.referents());
    String labels = labels(spec.task(), categories, folder, assets).orElse(null);
    String templateUri =
        template
            .map(
                text ->
                    publish(
                        assets, folder + "template-", ".liquid", "text/html; charset=utf-8", text))
            .orElseGet(() -> inS3(spec.task()) ? spec.task().template().s3Uri() : null);
    LabelingJobRequest draft =
        draft(wish, jobName, labels, templateUri, teamArn, model.orElse(null));
    String hash =
        RequestHash.of(draft, spec, categories, ownTemplate(spec, template), wish.attempt());
    return new JobPlan(
        wish.scope(),
        spec.run(),
        wish.attempt(),
        withTags(draft, spec, owner, wish.attempt(), hash),
        hash,
        assets,
        categories,
        wish.referents().dataset().map(d -> d.getStatus()).map(s -> s.objectBuckets()));
  }

  private LabelingJobRequest draft(
      Wish wish,
      String jobName,
      String labelsUri,
      String templateUri,
      String teamArn,
      String modelArn) {
    LabelingJobSpec spec = wish.spec();
    Task task = spec.task();
    BuiltInTask type = BuiltInTask.of(task.type());
    String region = wish.scope().region();
    return new LabelingJobRequest(
        jobName,
        labelAttribute(task, wish.owner().name()),
        new Input(
            null,
            spec.contentClassifiers() == null
                ? null
                : spec.contentClassifiers().stream().map(Enum::name).toList()),
        new Output(spec.output().uri(), spec.output().kmsKeyId()),
        wish.roleArn(),
        labelsUri,
        spec.stoppingConditions() == null
            ? null
            : new Stopping(
                spec.stoppingConditions().maxHumanLabeledObjects(),
                spec.stoppingConditions().maxPercentLabeled()),
        algorithm(spec.autoLabeling(), type, region, modelArn),
        new HumanTask(
            teamArn,
            templateUri,
            lambdas.humanTaskUi(type, region).orElse(null),
            type.type().isBuiltIn()
                ? lambdas.preHumanTask(type, region)
                : custom(task, CustomFunctions::preAnnotationLambdaArn),
            type.type().isBuiltIn()
                ? lambdas.consolidation(type, region)
                : custom(task, CustomFunctions::consolidationLambdaArn),
            Optional.ofNullable(task.keywords()).orElse(type.keywords()),
            Optional.ofNullable(task.title()).orElse(type.title()),
            Optional.ofNullable(task.description()).orElse(type.description()),
            Optional.ofNullable(task.workersPerObject()).orElse(type.workersPerObject()),
            (int) GoDuration.parse(task.taskTimeLimit()).toSeconds(),
            task.taskAvailability() == null
                ? null
                : Integer.valueOf((int) GoDuration.parse(task.taskAvailability()).toSeconds()),
            task.maxConcurrentTasks()),
        Map.of());
  }

  private static String custom(Task task, Function<CustomFunctions, String> which) {
    return Optional.ofNullable(task.custom()).map(which).orElse(null);
  }

  /** LabelAttributeName: the user's, or one that follows from the object's name. */
  static String labelAttribute(Task task, String name) {
    return Optional.ofNullable(task.labelAttributeName())
        .orElseGet(() -> JobNames.labelAttributeName(name, task.type().facts().refSuffix()));
  }

  /** What workers choose from, as far as the job with earlier labels has ended. */
  static Categories categories(Task task, Referents referents) {
    return Categories.of(
        task, referents.earlier().map(EarlierJob::task), earlierAttribute(task, referents));
  }

  /** The attribute with the labels that are adjusted or verified. */
  static Optional<String> earlierAttribute(Task task, Referents referents) {
    return EarlierJob.labels(task)
        .flatMap(
            labels ->
                Optional.ofNullable(labels.labelAttributeName())
                    .or(() -> referents.earlier().map(EarlierJob::labelAttribute)));
  }

  /** The label category file's address; empty for a custom task without labels. */
  private static Optional<String> labels(
      Task task, Categories categories, String folder, List<Asset> assets) {
    return categories.labels().isEmpty()
        ? Optional.empty()
        : Optional.of(
            publish(
                assets,
                folder + "labels-",
                ".json",
                "application/json",
                LabelCategories.json(
                    task.type().facts().labelCategories().format(),
                    categories,
                    WorkerInstructions.of(task))));
  }

  private static boolean takesTemplate(Task task) {
    return task.type().facts().ui().takesTemplate();
  }

  private Algorithm algorithm(
      AutoLabeling wish, BuiltInTask type, String region, String initialModelArn) {
    return wish == null || !Boolean.TRUE.equals(wish.enabled())
        ? null
        : new Algorithm(
            lambdas.algorithm(type, region).orElseThrow(),
            initialModelArn,
            wish.volumeKmsKeyId(),
            wish.vpc() == null ? null : wish.vpc().securityGroupIds(),
            wish.vpc() == null ? null : wish.vpc().subnets());
  }

  private static LabelingJobRequest withTags(
      LabelingJobRequest draft, LabelingJobSpec spec, Owner owner, int attempt, String hash) {
    Map<String, String> tags = new HashMap<>();
    if (spec.tags() != null) {
      tags.putAll(spec.tags());
    }
    tags.putAll(JobMark.tags(owner, spec.run(), attempt, hash));
    return new LabelingJobRequest(
        draft.jobName(),
        draft.labelAttributeName(),
        draft.input(),
        draft.output(),
        draft.roleArn(),
        draft.labelCategoryConfigUri(),
        draft.stopping(),
        draft.algorithm(),
        draft.humanTask(),
        tags);
  }

  private static String publish(
      List<Asset> assets, String prefix, String ending, String contentType, String content) {
    String uri = prefix + JobNames.sha256Hex(content).substring(0, 16) + ending;
    assets.add(new Asset(uri, contentType, content));
    return uri;
  }

  /** Prefix of the files that are written for a labeling job before it starts. */
  public static String folder(LabelingJobSpec spec, String jobName) {
    return trimSlash(spec.output().uri()) + "/labelops/" + jobName + "/";
  }

  private static String trimSlash(String uri) {
    return uri.replaceAll("/+$", "");
  }

  private static boolean inS3(Task task) {
    return task.template() != null && task.template().s3Uri() != null;
  }

  private static Optional<String> template(Task task, Referents referents) {
    Template template = task.template();
    if (template == null) {
      return takesTemplate(task)
          ? Optional.of(WorkerTemplate.render(task, earlierAttribute(task, referents)))
          : Optional.empty();
    }
    return template.inline() != null ? Optional.of(template.inline()) : referents.template();
  }

  /** The text of a template that the user supplied: it is part of the request's identity. */
  private static Optional<String> ownTemplate(LabelingJobSpec spec, Optional<String> template) {
    return spec.task().template() == null ? Optional.empty() : template;
  }

  private static boolean wantsModel(LabelingJobSpec spec) {
    return spec.autoLabeling() != null && spec.autoLabeling().initialModelFrom() != null;
  }

  private static Optional<String> initialModel(LabelingJobSpec spec, Referents referents) {
    if (!wantsModel(spec)) {
      return Optional.empty();
    }
    String arn = spec.autoLabeling().initialModelFrom().modelArn();
    return arn != null
        ? Optional.of(arn)
        : referents.modelJob().map(job -> job.getStatus()).map(status -> status.finalModelArn());
  }

  private static String modelMissing(LabelingJobSpec spec, Referents referents) {
    String job =
        "LabelingJob '"
            + spec.autoLabeling().initialModelFrom().jobRef().name()
            + "' of spec.autoLabeling.initialModelFrom";
    if (referents.modelJob().isEmpty()) {
      return job + " does not exist in this namespace: apply it, or name a modelArn.";
    }
    LabelingJobStatus status = referents.modelJob().get().getStatus();
    return status != null && Conditions.isTrue(status.conditions(), ConditionType.Finished)
        ? job
            + " has ended without a model (status.finalModelArn): name another job or a"
            + " modelArn, or remove spec.autoLabeling.initialModelFrom."
        : job + " has not ended yet.";
  }

  private static Optional<String> teamArn(LabelingJobSpec spec, Referents referents) {
    return spec.workteamArn() != null
        ? Optional.of(spec.workteamArn())
        : team(spec, referents).map(TeamStatus::arn);
  }

  /** Whether the team has somebody who can work, as far as its workforce knows. */
  public static boolean teamReady(LabelingJobSpec spec, Referents referents) {
    return spec.workteamArn() != null
        || team(spec, referents).filter(t -> Boolean.TRUE.equals(t.ready())).isPresent();
  }

  private static Optional<TeamStatus> team(LabelingJobSpec spec, Referents referents) {
    return referents
        .workforce()
        .map(workforce -> workforce.getStatus())
        .map(LabelingWorkforceStatus::teams)
        .flatMap(
            teams ->
                teams.stream().filter(t -> t.name().equals(spec.workforceRef().team())).findAny());
  }

  public static String teamMissing(LabelingJobSpec spec, Referents referents) {
    String workforce = "LabelingWorkforce '" + spec.workforceRef().name() + "'";
    String team = "team '" + spec.workforceRef().team() + "'";
    if (referents.workforce().isEmpty()) {
      return workforce + " does not exist in this namespace: apply it.";
    }
    boolean listed =
        referents.workforce().get().getSpec().teams().stream()
            .anyMatch(t -> t.name().equals(spec.workforceRef().team()));
    return listed
        ? "The " + team + " of " + workforce + " is not ready yet."
        : workforce + " has no " + team + ": add it there, or name another team.";
  }
}
