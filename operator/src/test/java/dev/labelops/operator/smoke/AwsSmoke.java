package dev.labelops.operator.smoke;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.TaskType;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.cognito.CognitoTeamMembers;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.s3.StoredObject;
import dev.labelops.operator.aws.sagemaker.ActiveJobs;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.LabelingJobs;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.aws.sagemaker.SageMakerActiveJobs;
import dev.labelops.operator.aws.sagemaker.SageMakerLabelingJobs;
import dev.labelops.operator.task.BuiltInLambdas;
import dev.labelops.operator.task.BuiltInTask;
import dev.labelops.operator.task.Categories;
import dev.labelops.operator.task.LabelCategories;
import dev.labelops.operator.task.WorkerInstructions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The life of one tiny labeling job through the operator's own ports: look at bucket and team,
 * write the files, create, describe, list, read tags, stop. Whatever happens, a job that was
 * created is stopped, and the files are removed.
 */
final class AwsSmoke {
  /** Everything that it writes is below it. */
  static final String PREFIX = "labelops-smoke/";

  private static final BuiltInTask TASK = BuiltInTask.of(TaskType.TextMultiClass);

  private final SmokeRequest wish;
  private final String jobName;
  private final AwsClients clients;
  private final Duration patience;
  private final Consumer<String> says;
  private final AwsClients.Scope scope;
  private final ObjectStore store;
  private final LabelingJobs jobs;

  /**
   * @param jobName must be new
   * @param patience for each change of the job's state
   * @param says takes one line per step
   */
  AwsSmoke(
      SmokeRequest wish,
      String jobName,
      AwsClients clients,
      Duration patience,
      Consumer<String> says) {
    this.wish = wish;
    this.jobName = jobName;
    this.clients = clients;
    this.patience = patience;
    this.says = says;
    this.scope = clients.scope(null);
    this.store = ObjectStore.in(clients, scope);
    this.jobs = new SageMakerLabelingJobs(clients);
  }

  /**
   * @throws RuntimeException when a step fails; its message names the call
   */
  void run() {
    check();
    Optional<String> arn = Optional.empty();
    try {
      LabelingJobRequest request = write();
      arn = Optional.of(jobs.create(scope, request));
      says.accept("created " + jobName);
      RemoteLabelingJob begun = await(LabelingJobState.InProgress);
      expect("listed as running", listed());
      expect("its tags read back", jobs.tags(scope, begun.arn()).equals(request.tags()));
      jobs.stop(scope, jobName);
      says.accept("asked to stop");
      await(LabelingJobState.Stopped);
      arn = Optional.empty();
    } finally {
      arn.ifPresent(left -> stopAnyway());
      remove();
    }
  }

  private void check() {
    String region =
        store
            .bucketRegion(wish.bucket())
            .orElseThrow(() -> new IllegalStateException("no bucket " + wish.bucket()));
    expect("bucket is in " + wish.region(), region.equals(wish.region()));
    expect(
        "team exists and somebody can sign in",
        new CognitoTeamMembers(clients)
            .look(scope, wish.workteamArn())
            .orElseThrow(() -> new IllegalStateException("no team " + wish.workteamArn()))
            .enabled()
            .orElse(true));
  }

  private LabelingJobRequest write() {
    String folder = PREFIX + jobName + "/";
    String manifest = put(folder + "input.manifest", "{\"source\":\"A text to be labeled\"}\n");
    String template =
        put(
            folder + "template.liquid.html",
            """
            <script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
            <crowd-form>
              <crowd-classifier name="crowd-classifier" header="A test of LabelOps: please"
                  + " ignore it"
                  categories="{{ task.input.labels | to_json | escape }}">
                <classification-target>{{ task.input.taskObject }}</classification-target>
                <full-instructions header="Instructions">Ignore this.</full-instructions>
                <short-instructions>Ignore this.</short-instructions>
              </crowd-classifier>
            </crowd-form>
            """);
    String labels =
        put(
            folder + "labels.json",
            LabelCategories.json(
                TASK.type().labelCategories().format(),
                Categories.named(List.of("yes", "no")),
                new WorkerInstructions("", "")));
    says.accept("wrote three files below s3://" + wish.bucket() + "/" + folder);
    BuiltInLambdas lambdas = new BuiltInLambdas();
    Owner owner = new Owner("aws-smoke", "none", jobName, "none");
    return new LabelingJobRequest(
        jobName,
        "smoke",
        new LabelingJobRequest.Input(manifest, null),
        new LabelingJobRequest.Output("s3://" + wish.bucket() + "/" + folder + "output/", null),
        wish.roleArn(),
        labels,
        null,
        null,
        new LabelingJobRequest.HumanTask(
            wish.workteamArn(),
            template,
            null,
            lambdas.preHumanTask(TASK, wish.region()),
            lambdas.consolidation(TASK, wish.region()),
            null,
            "A test of LabelOps: please ignore it",
            "It is stopped within minutes",
            1,
            60,
            3600,
            1),
        owner.tags());
  }

  private String put(String key, String content) {
    store.putIfAbsent(
        wish.bucket(),
        key,
        "text/plain",
        new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    return "s3://" + wish.bucket() + "/" + key;
  }

  private RemoteLabelingJob await(LabelingJobState wanted) {
    Instant begin = Instant.now();
    RemoteLabelingJob job =
        Awaitility.await(jobName + " to be " + wanted)
            .atMost(patience)
            .pollInterval(patience.dividedBy(100))
            .until(
                () -> jobs.describe(scope, jobName).orElse(null),
                seen -> seen != null && (seen.state() == wanted || seen.state().ended()));
    if (job.state() != wanted) {
      throw new IllegalStateException(
          "%s ended as %s instead of %s: %s"
              .formatted(jobName, job.state(), wanted, job.failureReason().orElse("no reason")));
    }
    says.accept(
        "%s after %d s".formatted(wanted, Duration.between(begin, Instant.now()).toSeconds()));
    return job;
  }

  private boolean listed() {
    ActiveJobs active = new SageMakerActiveJobs(clients);
    return active.page(scope, LabelingJobState.InProgress, Optional.empty()).jobs().stream()
        .anyMatch(job -> job.name().equals(jobName));
  }

  private void expect(String what, boolean holds) {
    if (!holds) {
      throw new IllegalStateException("check failed: " + what);
    }
    says.accept("ok: " + what);
  }

  /** A job that is Initializing cannot be stopped yet. */
  private void stopAnyway() {
    try {
      Awaitility.await()
          .atMost(patience)
          .until(
              () ->
                  jobs.describe(scope, jobName)
                      .filter(job -> job.state() != LabelingJobState.Initializing)
                      .isPresent());
      if (jobs.describe(scope, jobName).filter(job -> job.state().ended()).isEmpty()) {
        jobs.stop(scope, jobName);
      }
      says.accept("stopped " + jobName + " after a failure");
    } catch (RuntimeException e) {
      says.accept(
          "STOP IT YOURSELF: aws sagemaker stop-labeling-job --region %s --labeling-job-name %s"
              + " (%s)".formatted(wish.region(), jobName, e.getMessage()));
    }
  }

  /** The operator deletes no objects, so this goes past its ports. */
  private void remove() {
    String folder = PREFIX + jobName + "/";
    try (Stream<StoredObject> left = store.list(wish.bucket(), folder)) {
      left.forEach(
          object -> clients.s3(scope).deleteObject(r -> r.bucket(wish.bucket()).key(object.key())));
      says.accept("removed the files");
    } catch (RuntimeException e) {
      says.accept(
          "could not remove the files below s3://%s/%s: %s"
              .formatted(wish.bucket(), folder, e.getMessage()));
    }
  }
}
