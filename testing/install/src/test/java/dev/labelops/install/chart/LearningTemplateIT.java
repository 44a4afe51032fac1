package dev.labelops.install.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where the chart lets learning runs work. */
class LearningTemplateIT {
  private static final String ENGINE = "engine.enabled=true";
  private static final Path JOBS = Helm.CHART.resolve("ci/engine-jobs-values.yaml");

  @Test
  void runsAreProcessesBesideTheEngineByDefault() {
    Rendered chart = Rendered.with(ENGINE, "engine.learning.memory=2g");

    assertThat(Rendered.environment(chart.engine()))
        .containsEntry("LABELOPS_ENGINE_LEARNING_RUNNER", "process")
        .containsEntry("LABELOPS_ENGINE_LEARNING_MEMORY", "2g")
        .containsEntry("LABELOPS_ENGINE_LEARNING_THREADS", "2")
        .containsEntry("LABELOPS_ENGINE_TARGET_ACCURACY", "0.95")
        .doesNotContainKeys(
            "LABELOPS_ENGINE_LEARNING_JOB",
            "LABELOPS_ENGINE_BACKBONE",
            "LABELOPS_ENGINE_TEXT_BACKBONE");
    assertThat(
            chart.engine().at("/spec/template/spec/automountServiceAccountToken").asBoolean(true))
        .isFalse();
    assertThat(chart.names()).noneMatch(name -> name.endsWith("-engine-learning"));
    assertThat(chart.all("ServiceAccount")).hasSize(1);
  }

  @Test
  void theEngineMayCreateJobsAndNothingElse() {
    Rendered chart = Rendered.of(JOBS);
    JsonNode pod = chart.engine().at("/spec/template/spec");

    assertThat(Rendered.environment(chart.engine()))
        .containsEntry("LABELOPS_ENGINE_LEARNING_RUNNER", "kubernetes")
        .containsEntry("LABELOPS_ENGINE_LEARNING_JOB", "/etc/labelops/learning/job.yaml");
    assertThat(pod.path("serviceAccountName").asText()).isEqualTo("labelops-engine");
    assertThat(pod.path("automountServiceAccountToken").asBoolean()).isTrue();
    assertThat(chart.one("Role", "labelops-engine-learning").path("rules").toString())
        .isEqualTo(
            "[{\"apiGroups\":[\"batch\"],\"resources\":[\"jobs\"],"
                + "\"verbs\":[\"get\",\"list\",\"watch\",\"create\",\"delete\"]},"
                + "{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"list\"]}]");
    JsonNode binding = chart.one("RoleBinding", "labelops-engine-learning");
    assertThat(binding.at("/subjects/0/name").asText()).isEqualTo("labelops-engine");
    assertThat(binding.at("/roleRef/name").asText()).isEqualTo("labelops-engine-learning");
  }

  @Test
  void theJobHasWhatTheValuesSay() {
    Job job = job();
    PodSpec pod = job.getSpec().getTemplate().getSpec();
    Container container = pod.getContainers().getFirst();

    assertThat(job.getMetadata().getNamespace()).isEqualTo(Helm.NAMESPACE);
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isEqualTo(86400);
    assertThat(pod.getContainers()).hasSize(1);
    assertThat(container.getArgs()).containsExactly("learn");
    assertThat(container.getImage()).isEqualTo("registry.example.com/labelops-engine-gpu:1");
    assertThat(pod.getNodeSelector()).containsEntry("example.com/gpu", "true");
    assertThat(pod.getTolerations()).extracting("key").containsExactly("example.com/gpu");
    assertThat(pod.getVolumes())
        .filteredOn(volume -> volume.getPersistentVolumeClaim() != null)
        .extracting(volume -> volume.getPersistentVolumeClaim().getClaimName())
        .containsExactly("features", "backbones");
    assertThat(container.getEnv()).extracting(EnvVar::getName).doesNotHaveDuplicates();
    assertThat(value(container, "LABELOPS_ENGINE_BACKBONE")).isEqualTo("/backbones/dinov2");
    assertThat(value(container, "LABELOPS_ENGINE_TEXT_BACKBONE")).isEqualTo("/backbones/minilm");
    assertThat(value(container, "LABELOPS_ENGINE_S3_KEY"))
        .isEqualTo("$(OBJECTS_ACCESS_KEY_ID):$(OBJECTS_SECRET_ACCESS_KEY):s3");
    assertThat(
            container.getEnv().stream()
                .filter(variable -> variable.getValueFrom() != null)
                .map(variable -> variable.getValueFrom().getSecretKeyRef().getName()))
        .containsExactly("engine-database", "engine-objects", "engine-objects");
  }

  private static String value(Container container, String name) {
    return container.getEnv().stream()
        .filter(variable -> variable.getName().equals(name))
        .map(EnvVar::getValue)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theJobsPodMeetsThePodSecurityStandardRestricted() {
    PodSpec pod = job().getSpec().getTemplate().getSpec();
    var security = pod.getContainers().getFirst().getSecurityContext();

    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(security.getAllowPrivilegeEscalation()).isFalse();
    assertThat(security.getReadOnlyRootFilesystem()).isTrue();
    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
  }

  @Test
  void jobsReachTheDatabaseAndTheObjectsAndTheEngineTheApiServer() {
    Rendered chart = Rendered.of(JOBS);

    assertThat(ports(chart, "labelops-engine-learning")).containsExactly("53", "53", "5432", "443");
    assertThat(ports(chart, "labelops-engine"))
        .containsExactly("53", "53", "443", "6443", "5432", "443");
  }

  private static List<String> ports(Rendered chart, String policy) {
    return chart.one("NetworkPolicy", policy).at("/spec/egress").findValues("port").stream()
        .map(JsonNode::asText)
        .toList();
  }

  @Test
  void anotherJobStartsTheEngineAgain() {
    String checksum = "/spec/template/metadata/annotations/checksum~1learning";
    List<String> checksums =
        Stream.of("a", "b")
            .map(image -> Rendered.of(JOBS, "--set=engine.learning.job.image=" + image))
            .map(chart -> chart.engine().at(checksum).asText())
            .toList();

    assertThat(checksums).doesNotHaveDuplicates().doesNotContain("");
  }

  private static Job job() {
    String yaml =
        Rendered.of(JOBS)
            .one("ConfigMap", "labelops-engine-learning")
            .at("/data/job.yaml")
            .asText();
    return Serialization.unmarshal(yaml, Job.class);
  }
}
