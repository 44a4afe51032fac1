package dev.labelops.install.kustomize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.install.Project;
import dev.labelops.install.YamlFile;
import dev.labelops.install.gitops.ArgoCdHealth;
import dev.labelops.install.gitops.GitOpsTools;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What GitOps tools say of a LabelingWorkforce and a LabelingDataset, as {@code docs/use/gitops.md}
 * promises. The running operator writes the objects.
 */
class PeopleAndDataHealthIT {
  private static final String NAMESPACE = "health";
  private static final Path PAGE = Project.ROOT.resolve("docs/use/gitops.md");
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PEOPLE =
      """
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingWorkforce
      metadata: {name: workers-can-label}
      spec:
        identity: {managedCognito: {organization: Example Brands, contactEmail: ml@example.com}}
        teams: [{name: readers, members: [{email: ann@example.com}]}]
      """;

  private static final String OTHERS =
      """
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingWorkforce
      metadata: {name: another-workforce-exists}
      spec:
        identity: {managedCognito: {organization: Example Brands, contactEmail: ml@example.com}}
        teams: [{name: others, members: [{email: ann@example.com}]}]
      ---
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingWorkforce
      metadata: {name: a-secret-is-missing}
      spec:
        identity: {existing: {}}
        teams: [{name: listed, membersFrom: {secretRef: {name: people, key: list}}}]
      ---
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingDataset
      metadata: {name: images-are-listed}
      spec: {bucket: {name: photos}, source: {s3Prefix: {prefix: in/}}}
      ---
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingDataset
      metadata: {name: no-image}
      spec: {bucket: {name: photos}, source: {s3Prefix: {prefix: later/}}}
      ---
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingDataset
      metadata: {name: no-bucket}
      spec: {bucket: {name: nowhere}, source: {s3Prefix: {prefix: in/}}}
      ---
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingDataset
      metadata: {name: a-line-is-invalid}
      spec: {bucket: {name: photos}, source: {manifest: {uri: "s3://photos/wrong.manifest"}}}
      ---
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingWorkforce
      metadata: {name: the-workforce-is-paused, annotations: {labelops.dev/reconcile: paused}}
      spec:
        identity: {existing: {}}
        teams: [{name: later, members: [{email: ann@example.com}]}]
      """;

  private static EngineInstallation installation;

  private record Line(String happened, String reason, String kstatus, String argoCd) {
    String name() {
      return happened.replace(' ', '-');
    }
  }

  static List<Line> lines() throws IOException {
    return Files.readString(PAGE)
        .lines()
        .dropWhile(line -> !line.startsWith("| workforce or data set |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
        .map(cells -> new Line(cells.get(1), cells.get(2), cells.get(3), cells.get(4)))
        .toList();
  }

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    installation = EngineInstallation.start("health", "resources: [CONFIG/overlays/engine]\n");
    try (AccountInUse account =
        new AccountInUse(
            installation.engineAddress(),
            installation.accessKeyId(),
            EngineInstallation.SECRET_ACCESS_KEY)) {
      account.bucket("photos");
      account.put("photos", "in/shelf.jpg", "a picture");
      account.put("photos", "wrong.manifest", "{\"source-ref\":\n");
    }
    installation.kubectl().run("create", "namespace", NAMESPACE);
    apply(PEOPLE);
    // The others presume the workforce that this one makes.
    settled("workers-can-label", "Available");
    apply(OTHERS);
  }

  @AfterAll
  static void stop() {
    if (installation != null) {
      installation.close();
    }
  }

  @Test
  void theTableHasALineForEachObject() throws IOException {
    assertThat(lines().stream().map(Line::name))
        .containsExactlyInAnyOrderElementsOf(
            YamlFile.documents(PEOPLE + "---\n" + OTHERS).stream()
                .map(object -> JSON.valueToTree(object).at("/metadata/name").asText())
                .toList());
  }

  @ParameterizedTest
  @MethodSource("lines")
  void toolsSayWhatThePagePromises(Line line) throws IOException {
    GenericKubernetesResource object = settled(line.name(), line.reason());
    String yaml = Serialization.asYaml(object);
    Path file =
        Files.writeString(installation.folder().resolve("seen-" + line.name() + ".yaml"), yaml);
    String script = Files.readString(Project.ROOT.resolve("config/gitops/argocd/health.lua"));

    ArgoCdHealth.Answer argoCd = new ArgoCdHealth(script).of(YamlFile.documents(yaml).getFirst());
    assertThat(argoCd.status()).as(yaml).isEqualTo(line.argoCd());
    assertThat(argoCd.message()).startsWith(line.reason() + ": ");
    assertThat(GitOpsTools.kstatus(List.of(file))).containsValue(line.kstatus());
  }

  private static void apply(String yaml) throws IOException, InterruptedException {
    Path file = Files.createTempFile(installation.folder(), "objects", ".yaml");
    Files.writeString(file, yaml);
    installation.kubectl().run("--namespace=" + NAMESPACE, "apply", "--filename=" + file);
  }

  /** The object once its condition Ready has the reason, or a failure that shows what it has. */
  private static GenericKubernetesResource settled(String name, String reason) {
    String kind =
        YamlFile.documents(PEOPLE + "---\n" + OTHERS).stream()
            .map(object -> JSON.<JsonNode>valueToTree(object))
            .filter(object -> object.at("/metadata/name").asText().equals(name))
            .findFirst()
            .orElseThrow()
            .path("kind")
            .asText();
    AtomicReference<GenericKubernetesResource> seen = new AtomicReference<>();
    try {
      await(name)
          .atMost(WITHIN)
          .until(
              () -> {
                seen.set(
                    installation
                        .kubernetes()
                        .genericKubernetesResources("labelops.dev/v1alpha1", kind)
                        .inNamespace(NAMESPACE)
                        .withName(name)
                        .require());
                return hasReason(JSON.valueToTree(seen.get()), reason);
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%s %s was not Ready=... %s within %d s: %s"
              .formatted(kind, name, reason, WITHIN.toSeconds(), Serialization.asYaml(seen.get())),
          e);
    }
    return seen.get();
  }

  private static boolean hasReason(JsonNode object, String reason) {
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("reason").asText().equals(reason);
      }
    }
    return false;
  }
}
