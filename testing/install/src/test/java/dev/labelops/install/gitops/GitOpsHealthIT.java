package dev.labelops.install.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.demo.stack.Kubectl;
import dev.labelops.install.Project;
import dev.labelops.install.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The health checks of {@code config/gitops} say of each thing that can happen to a LabelingJob
 * what {@code docs/use/gitops.md} promises. The objects are written by the operator's own code.
 */
class GitOpsHealthIT {
  private static final Path GITOPS = Project.ROOT.resolve("config/gitops");
  private static final String KEY = "resource.customizations.health.labelops.dev_";

  private static Map<String, Object> argoCd;
  private static List<Map<String, Object>> flux;

  @BeforeAll
  @SuppressWarnings("unchecked")
  static void read() throws InterruptedException {
    String rendered =
        new Kubectl(Path.of("none")).run("kustomize", GITOPS.resolve("argocd").toString());
    Map<String, Object> configMap = YamlFile.documents(rendered).getFirst();
    assertThat((Map<String, Object>) configMap.get("metadata"))
        .containsEntry("name", "argocd-cm")
        .containsEntry("namespace", "argocd");
    argoCd = (Map<String, Object>) configMap.get("data");
    flux =
        (List<Map<String, Object>>)
            spec(GITOPS.resolve("flux/labels-complete.yaml")).get("healthCheckExprs");
  }

  static List<HealthTable.Line> lines() {
    return HealthTable.lines();
  }

  @Test
  void theTableHasALineForEachObject() {
    assertThat(HealthTable.lines().stream().map(HealthTable.Line::object))
        .containsExactlyInAnyOrderElementsOf(HealthTable.objects());
  }

  @ParameterizedTest
  @MethodSource("lines")
  void argoCd(HealthTable.Line line) {
    ArgoCdHealth check = new ArgoCdHealth((String) argoCd.get(KEY + "LabelingJob"));
    ArgoCdHealth.Answer answer = check.of(YamlFile.documents(line.object()).getFirst());
    assertThat(answer.status()).isEqualTo(line.argoCd());
    assertThat(answer.message()).as("shown to people").isNotBlank();
  }

  @Test
  void argoCdKnowsEveryKind() {
    assertThat(argoCd)
        .containsOnlyKeys(KEY + "LabelingWorkforce", KEY + "LabelingDataset", KEY + "LabelingJob");
    assertThat(Set.copyOf(argoCd.values())).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("lines")
  void fluxWaitsForComplete(HealthTable.Line line) {
    assertThat(flux).singleElement();
    FluxHealth check = new FluxHealth(flux.getFirst());
    assertThat(check.of(YamlFile.documents(line.object()).getFirst())).isEqualTo(line.complete());
  }

  @Test
  void fluxWaitsForReadyWithoutExpressions() {
    assertThat(spec(GITOPS.resolve("flux/labeling.yaml")))
        .containsEntry("wait", true)
        .doesNotContainKey("healthCheckExprs");
  }

  @Test
  void fluxKnowsEveryField() throws IOException {
    try (Stream<Path> files = Files.list(GITOPS.resolve("flux"))) {
      GitOpsTools.requireFluxKnows(files.toList());
    }
  }

  @ParameterizedTest
  @MethodSource("lines")
  void kstatus(HealthTable.Line line) {
    assertThat(GitOpsTools.kstatus(HealthTable.objects()))
        .containsEntry(line.object().getFileName().toString(), line.kstatus());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> spec(Path file) {
    return (Map<String, Object>) YamlFile.documents(file).getFirst().get("spec");
  }
}
