package dev.labelops.operator.job;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.TaskType;
import dev.labelops.operator.aws.AwsClients.Scope;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.job.plan.EarlierJob;
import dev.labelops.operator.job.plan.JobPlan;
import dev.labelops.operator.job.plan.JobPlanner;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.plan.Referents;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.task.BuiltInLambdas;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The samples in {@code config/samples/task-types}: one LabelingJob per task type. */
public final class TaskTypeSamples {
  public static final Path FOLDER = Path.of("..", "config", "samples", "task-types");
  private static final String DEFAULTS =
      """
      {"run": 1, "task": {"taskTimeLimit": "5m", "maxConcurrentTasks": 1000}}
      """;

  private TaskTypeSamples() {}

  /** The files, by the type in them. */
  public static Map<TaskType, LabelingJob> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(TaskTypeSamples::read)
          .collect(
              Collectors.toMap(
                  job -> job.getSpec().task().type(),
                  Function.identity(),
                  (one, other) -> {
                    throw new IllegalStateException("two samples of one type");
                  },
                  TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the API server returns it, with the schema's defaults. */
  private static LabelingJob read(Path file) {
    try {
      LabelingJob job = Serialization.unmarshal(Files.readString(file), LabelingJob.class);
      return with(job, Serialization.unmarshal(DEFAULTS, ObjectNode.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The job with members of a specification below its own. */
  static LabelingJob with(LabelingJob job, ObjectNode below) {
    ObjectNode own = new JsonMapper().valueToTree(job.getSpec());
    LabelingJob copy = new LabelingJob();
    copy.setMetadata(new ObjectMetaBuilder(job.getMetadata()).withNamespace("samples").build());
    copy.setSpec(
        new JsonMapper().convertValue(merged(below.deepCopy(), own), LabelingJobSpec.class));
    return copy;
  }

  private static ObjectNode merged(ObjectNode below, ObjectNode above) {
    above
        .properties()
        .forEach(
            member -> {
              if (member.getValue() instanceof ObjectNode object
                  && below.get(member.getKey()) instanceof ObjectNode old) {
                merged(old, object);
              } else {
                below.set(member.getKey(), member.getValue());
              }
            });
    return below;
  }

  /** What a sample refers to: of an earlier job, that it has ended. */
  static Referents referents(LabelingJob job, Map<TaskType, LabelingJob> samples) {
    Optional<LabelingJob> earlier =
        EarlierJob.ref(job.getSpec().task())
            .map(
                ref ->
                    samples.values().stream()
                        .filter(other -> other.getMetadata().getName().equals(ref.name()))
                        .findFirst()
                        .orElseThrow());
    earlier.ifPresent(found -> found.setStatus(ended(found, samples)));
    return new Referents(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        earlier,
        Optional.of("<crowd-form>{{ task.input }}</crowd-form>"));
  }

  private static dev.labelops.operator.api.v1alpha1.LabelingJobStatus ended(
      LabelingJob job, Map<TaskType, LabelingJob> samples) {
    JobPlan plan = plan(job, samples, Samples.SCOPE);
    return Samples.draft(
            status -> {
              status.reserve(plan.reserve(Samples.INPUT), null);
              status.outputManifestUri =
                  "s3://acme-labels/out/" + plan.jobName() + "/manifests/output/output.manifest";
            })
        .build(1L, List.of(Samples.condition("Finished", "True", Reason.Completed)));
  }

  static JobPlan plan(LabelingJob job, Map<TaskType, LabelingJob> samples, Scope scope) {
    Owner owner =
        new Owner(
            "inst", job.getMetadata().getNamespace(), job.getMetadata().getName(), "uid-of-it");
    Planning planning =
        new JobPlanner(new BuiltInLambdas())
            .plan(
                new JobPlanner.Wish(
                    owner,
                    job.getSpec(),
                    referents(job, samples),
                    scope,
                    job.getSpec().executionRoleArn(),
                    1));
    return ((Planning.Planned) planning).plan();
  }
}
