package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.TaskType;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest;
import dev.labelops.operator.job.plan.Asset;
import dev.labelops.operator.job.plan.JobPlan;
import dev.labelops.operator.job.plan.JobValidator;
import dev.labelops.operator.job.plan.Referents;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.task.BuiltInLambdas;
import dev.labelops.operator.tenancy.Tenancy;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The request that the sample of each task type leads to, held against the reference
 * (ground-truth-reference 3): {@code task-types/table.yaml} has one row per type, written from
 * there and not from our data. {@code TaskTypeRequestsIT} sends them.
 */
class TaskTypeTableTest {
  private static final Map<TaskType, LabelingJob> SAMPLES = TaskTypeSamples.all();
  private static final ObjectNode TABLE = table();
  private static final JobValidator VALIDATOR =
      new JobValidator(new Tenancy(true, "labelops-system", Map.of()), new BuiltInLambdas());

  private static ObjectNode table() {
    try (InputStream file = TaskTypeTableTest.class.getResourceAsStream("/task-types/table.yaml")) {
      return (ObjectNode) new YAMLMapper().readTree(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Stream<TaskType> types() {
    return Stream.of(TaskType.values());
  }

  @Test
  void everyTypeHasARowAndASample() {
    List<String> names = types().map(TaskType::taskType).toList();
    assertThat(TABLE.fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(names);
    assertThat(SAMPLES).containsOnlyKeys(TaskType.values());
  }

  @ParameterizedTest
  @MethodSource("types")
  void theRequestIsWhatTheReferenceSays(TaskType type) throws IOException {
    JsonNode row = TABLE.get(type.taskType());
    LabelingJob sample = SAMPLES.get(type);
    assertThat(violations(sample)).isEmpty();

    JobPlan plan = TaskTypeSamples.plan(sample, SAMPLES, Samples.SCOPE);
    LabelingJobRequest request = plan.draft();

    functions(type, request.humanTask());
    ui(row.get("ui").asText(), plan);
    assertThat(request.labelAttributeName()).isEqualTo(row.get("attribute").asText());
    if (row.get("categories").isNull()) {
      assertThat(request.labelCategoryConfigUri()).isNull();
    } else {
      assertThat(
              new JsonMapper()
                  .readTree(asset(plan, request.labelCategoryConfigUri()).orElseThrow()))
          .isEqualTo(row.get("categories"));
    }
    assertThat(request.algorithm()).isNull();
    assertThat(request.humanTask().workersPerObject()).isEqualTo(row.get("workers").asInt());
    assertThat(request.output().uri()).isEqualTo("s3://acme-labels/out/");
  }

  private static void functions(TaskType type, LabelingJobRequest.HumanTask task) {
    String functions =
        type == TaskType.Custom
            ? "arn:aws:lambda:eu-west-1:111122223333:function:rank-%s"
            : "arn:aws:lambda:eu-west-1:568282634449:function:%s-" + type.taskType();
    boolean custom = type == TaskType.Custom;
    assertThat(task.preHumanTaskLambdaArn())
        .isEqualTo(functions.formatted(custom ? "prepare" : "PRE"));
    assertThat(task.consolidationLambdaArn())
        .isEqualTo(functions.formatted(custom ? "consolidate" : "ACS"));
  }

  private static void ui(String wanted, JobPlan plan) {
    LabelingJobRequest.HumanTask task = plan.draft().humanTask();
    if (wanted.startsWith("crowd-")) {
      assertThat(task.humanTaskUiArn()).isNull();
      assertThat(asset(plan, task.templateUri()).orElseThrow())
          .containsPattern("<" + wanted + "[ >]");
    } else {
      assertThat(task.templateUri()).isNull();
      assertThat(task.humanTaskUiArn())
          .isEqualTo("arn:aws:sagemaker:eu-west-1:394669845002:human-task-ui/" + wanted);
    }
  }

  private static Optional<String> asset(JobPlan plan, String uri) {
    return plan.assets().stream()
        .filter(asset -> asset.uri().equals(uri))
        .map(Asset::content)
        .findFirst();
  }

  @ParameterizedTest
  @MethodSource("types")
  void automatedLabelingIsForTypesWithAnAlgorithm(TaskType type) {
    String algorithm = TABLE.get(type.taskType()).get("algorithm").asText();
    LabelingJob sample =
        TaskTypeSamples.with(
            SAMPLES.get(type),
            Serialization.unmarshal("autoLabeling: {enabled: true}", ObjectNode.class));
    if (algorithm.equals("none")) {
      assertThat(violations(sample))
          .singleElement()
          .satisfies(
              violation ->
                  assertThat(violation.sentence())
                      .contains("spec.autoLabeling.enabled", type.taskType()));
    } else {
      assertThat(violations(sample)).isEmpty();
      assertThat(
              TaskTypeSamples.plan(sample, SAMPLES, Samples.SCOPE)
                  .draft()
                  .algorithm()
                  .specificationArn())
          .isEqualTo(
              "arn:aws:sagemaker:eu-west-1:027400017018:labeling-job-algorithm-specification/"
                  + algorithm);
    }
  }

  /** The default name follows the rule about {@code -ref}, whatever the object is named. */
  @ParameterizedTest
  @MethodSource("types")
  void theDefaultLabelAttributeKeepsTheRule(TaskType type) {
    boolean ref = TABLE.get(type.taskType()).get("attribute").asText().endsWith("-ref");
    for (String name : List.of("logos", "cross-ref", "source", "x-metadata", "source-ref")) {
      LabelingJob sample = SAMPLES.get(type);
      String before = sample.getMetadata().getName();
      sample.getMetadata().setName(name);
      String attribute =
          sample.getSpec().task().labelAttributeName() != null
              ? name
              : TaskTypeSamples.plan(sample, SAMPLES, Samples.SCOPE).draft().labelAttributeName();
      assertThat(violations(sample)).as(name).isEmpty();
      sample.getMetadata().setName(before);
      if (sample.getSpec().task().labelAttributeName() == null) {
        assertThat(attribute.endsWith("-ref")).as(attribute).isEqualTo(ref);
        assertThat(attribute).isNotIn("source", "source-ref").doesNotEndWith("-metadata");
      }
    }
  }

  private static List<Violation> violations(LabelingJob job) {
    Referents referents = TaskTypeSamples.referents(job, SAMPLES);
    return VALIDATOR.violations(
        "samples", job.getMetadata().getName(), job.getSpec(), referents, Optional.of("eu-west-1"));
  }
}
