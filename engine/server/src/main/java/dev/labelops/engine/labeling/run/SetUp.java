package dev.labelops.engine.labeling.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.input.Inputs;
import dev.labelops.engine.labeling.input.JobFailure;
import dev.labelops.engine.labeling.input.LabelCategoryFile;
import dev.labelops.engine.labeling.input.Manifest;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSchedule;
import dev.labelops.engine.labeling.job.JobSpec;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ManifestLine;
import dev.labelops.engine.labeling.job.ModelTable;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.template.InvalidTemplate;
import dev.labelops.engine.labeling.template.WorkerTemplate;
import dev.labelops.engine.s3.ObjectStores;
import dev.labelops.groundtruth.S3Location;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;

/** Takes a job from Initializing to InProgress: reads and checks what the request refers to. */
final class SetUp {
  private static final int ACCOUNT_FIELD = 4;

  /** Nothing documents how large the file may be: thousands of categories with long names. */
  private static final int MAX_LABEL_FILE_BYTES = 1024 * 1024;

  /** Nothing documents how large the file may be; a template may hold images. */
  private static final int MAX_TEMPLATE_BYTES = 4 * 1024 * 1024;

  private final Jdbi jdbi;
  private final ObjectStores objects;
  private final Learning learning;
  private final Clock clock;

  SetUp(Jdbi jdbi, ObjectStores objects, Learning learning, Clock clock) {
    this.jdbi = jdbi;
    this.learning = learning;
    this.objects = objects;
    this.clock = clock;
  }

  /**
   * @throws JobFailure when something is wrong that the service finds only now
   * @throws IOException when the objects cannot be reached just now
   */
  void run(Job job) throws IOException {
    JobSpec spec = job.spec();
    String region = job.key().region();
    checkRole(job);
    Inputs inputs = new Inputs(objects.as(spec.principal()));
    inputs.checkRegion("OutputConfig.S3OutputPath", spec.outputRoot().bucket(), region);
    LabelCategories labels =
        LabelCategoryFile.read(
            inputs.text(
                "LabelCategoryConfigS3Uri", spec.labelCategories(), region, MAX_LABEL_FILE_BYTES),
            job.type());
    checkInitialModel(job, inputs);
    String template = template(job, inputs);
    checkTemplate(() -> new WorkerTemplate(template).check());
    AtomicBoolean tried = new AtomicBoolean();
    ObjectIntake intake = new ObjectIntake(jdbi, job);
    try {
      intake.clear();
      inputs.read(
          "InputConfig.DataSource.S3DataSource.ManifestS3Uri",
          spec.manifest(),
          region,
          content ->
              Manifest.read(
                  content,
                  job.type().facts(),
                  spec.labelAttributeName(),
                  line -> {
                    if (!line.kept() && tried.compareAndSet(false, true)) {
                      tryTemplate(template, input(job, labels, line));
                    }
                    intake.take(line);
                  }));
      intake.finish();
    } catch (JobFailure failure) {
      intake.clear();
      throw failure;
    } catch (ObjectIntake.Interrupted stopped) {
      intake.clear();
      return;
    }
    jdbi.useTransaction(
        handle -> {
          JobTable jobs = new JobTable(handle);
          if (jobs.lock(job.id()).status() != JobStatus.Initializing) {
            return;
          }
          if (new ObjectTable(handle, job.id()).count() != intake.objects()) {
            throw new IllegalStateException("another engine on the same database set up this job");
          }
          jobs.setUp(job.id(), labels, template, intake.objects(), intake.kept());
          Instant now = clock.instant();
          learning.begin(handle, job, now);
          jobs.started(job.id(), now);
          jobs.status(job.id(), JobStatus.InProgress, Optional.empty(), now);
          new JobSchedule(handle).lookAgain(job.id(), Optional.of(now));
        });
    learning.begun(job);
  }

  private void checkInitialModel(Job job, Inputs inputs) throws IOException {
    Optional<S3Location> archive =
        job.spec()
            .initialModelArn()
            .flatMap(arn -> jdbi.withHandle(handle -> new ModelTable(handle).find(arn)))
            .map(ModelTable.Model::archive);
    if (archive.isPresent()) {
      inputs.read(
          "LabelingJobAlgorithmsConfig.InitialActiveLearningModelArn",
          archive.get(),
          job.key().region(),
          content -> {});
    }
  }

  private static String template(Job job, Inputs inputs) throws IOException {
    Optional<String> page = job.type().page();
    return page.isPresent()
        ? page.get()
        : inputs.text(
            "HumanTaskConfig.UiConfig.UiTemplateS3Uri",
            job.spec().template(),
            job.key().region(),
            MAX_TEMPLATE_BYTES);
  }

  private static JsonNode input(Job job, LabelCategories labels, ManifestLine line) {
    JsonNode notProbed = Json.MAPPER.createObjectNode();
    return job.type().input(new TaskObject(Json.read(line.text()), labels, notProbed));
  }

  /**
   * Renders the page of the first object that is not labeled: what no worker could see must not
   * wait.
   */
  private static void tryTemplate(String template, JsonNode input) {
    checkTemplate(() -> new WorkerTemplate(template).render(input, uri -> uri));
  }

  private static void checkTemplate(Runnable check) {
    try {
      check.run();
    } catch (InvalidTemplate e) {
      throw JobFailure.client("HumanTaskConfig.UiConfig.UiTemplateS3Uri: " + e.getMessage());
    }
  }

  private static void checkRole(Job job) {
    String[] parts = job.spec().roleArn().split(":", -1);
    if (!parts[ACCOUNT_FIELD].equals(job.key().accountId())) {
      throw JobFailure.client(
          "RoleArn: SageMaker cannot assume the role %s, it belongs to another account than %s."
              .formatted(job.spec().roleArn(), job.key().accountId()));
    }
  }
}
