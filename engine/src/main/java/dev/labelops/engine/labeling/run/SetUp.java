package dev.labelops.engine.labeling.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.input.Inputs;
import dev.labelops.engine.labeling.input.JobFailure;
import dev.labelops.engine.labeling.input.LabelCategories;
import dev.labelops.engine.labeling.input.Manifest;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSpec;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.template.InvalidTemplate;
import dev.labelops.engine.labeling.template.TaskInput;
import dev.labelops.engine.labeling.template.WorkerTemplate;
import dev.labelops.engine.s3.ObjectStores;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/** Takes a job from Initializing to InProgress: reads and checks what the request refers to. */
final class SetUp {
  private static final int ACCOUNT_FIELD = 4;

  private final Jdbi jdbi;
  private final ObjectStores objects;
  private final Clock clock;

  SetUp(Jdbi jdbi, ObjectStores objects, Clock clock) {
    this.jdbi = jdbi;
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
    String text =
        inputs.text("InputConfig.DataSource.S3DataSource.ManifestS3Uri", spec.manifest(), region);
    Manifest manifest = Manifest.parse(text, job.type().media(), spec.labelAttributeName());
    List<String> labels =
        LabelCategories.parse(
            inputs.text("LabelCategoryConfigS3Uri", spec.labelCategories(), region), job.type());
    String template =
        inputs.text("HumanTaskConfig.UiConfig.UiTemplateS3Uri", spec.template(), region);
    int first = manifest.kept().indexOf(false);
    checkTemplate(
        template,
        first < 0
            ? Optional.empty()
            : Optional.of(
                TaskInput.of(job.type(), labels, Json.read(manifest.lines().get(first)))));
    jdbi.useTransaction(
        handle -> {
          JobTable jobs = new JobTable(handle);
          if (jobs.lock(job.id()).status() != JobStatus.Initializing) {
            return;
          }
          int kept = Collections.frequency(manifest.kept(), true);
          new ObjectTable(handle, job.id())
              .insert(manifest.lines(), manifest.kept(), places(job, manifest.lines().size()));
          jobs.setUp(job.id(), labels, template, manifest.lines().size(), kept);
          Instant now = clock.instant();
          jobs.started(job.id(), now);
          jobs.status(job.id(), JobStatus.InProgress, Optional.empty(), now);
          jobs.lookAgain(job.id(), Optional.of(now));
        });
  }

  /** Renders the page of the first object, if any: what no worker could see must not wait. */
  private static void checkTemplate(String template, Optional<JsonNode> firstInput) {
    WorkerTemplate page = new WorkerTemplate(template);
    try {
      firstInput.ifPresentOrElse(input -> page.render(input, uri -> uri), page::check);
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

  /** A random order, the same whenever it is asked for: seeded with the job's ARN. */
  private static int[] places(Job job, int size) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
    Collections.shuffle(order, new Random(job.arn().hashCode()));
    return order.stream().mapToInt(Integer::intValue).toArray();
  }
}
