package dev.labelops.install.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hack/test-tools} where nothing can be fetched: one sentence for each thing that lacks. */
class TestToolsTest {
  private static final String GO = "echo go1.25.3";
  private static final String OLD_GO = "echo go1.19.8";
  private static final String KUBECTL = "echo 'Client Version: v1.32.4'";
  private static final String HELM = "echo v3.19.5";

  private Machine machine;

  @BeforeEach
  void anEmptyMachine(@TempDir Path folder) throws Exception {
    machine = Machine.in(folder);
  }

  @Test
  void withoutDockerAndGoThereIsNoWayToAnApiServer() throws Exception {
    Machine.Ended ended = tools(Map.of());

    assertThat(ended.status()).as(ended.output()).isEqualTo(1);
    assertThat(ended.output())
        .endsWith(
            "[test-tools] Install Docker, or Go 1.25 or newer, with which the Kubernetes API server"
                + " is built once.\n");
  }

  @Test
  void goThatIsTooOldDoesNotCount() throws Exception {
    machine.with("go", OLD_GO);

    assertThat(tools(Map.of()).output())
        .contains("Go is missing or older than 1.25")
        .contains("Install Docker, or Go 1.25 or newer");
  }

  @Test
  void withDockerAloneTheChartNeedsHelm() throws Exception {
    machine.with("docker", "exit 0");

    Machine.Ended ended = tools(Map.of());

    assertThat(ended.status()).as(ended.output()).isEqualTo(1);
    assertThat(ended.output())
        .endsWith(
            "Install Helm 3.17 or newer, or Go 1.25 or newer, with which it is built once.\n");
  }

  @Test
  void withoutKubectlAndGoKubectlIsToBeInstalled() throws Exception {
    machine.with("docker", "exit 0").with("helm", HELM);

    Machine.Ended ended = tools(Map.of());

    assertThat(ended.status()).as(ended.output()).isEqualTo(1);
    assertThat(ended.output()).endsWith("Install kubectl 1.24 or newer.\n");
  }

  @Test
  void whatTestsCanDoWithoutIsNamedAndTheCommandRuns() throws Exception {
    machine.with("docker", "exit 0").with("helm", HELM).with("kubectl", KUBECTL);

    Machine.Ended ended = tools(Map.of(), "sh", "-c", "echo ran");

    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(ended.output().lines())
        .satisfiesOnlyOnce(line -> assertThat(line).contains("AWS CLI and boto3", "pip install"))
        .satisfiesOnlyOnce(line -> assertThat(line).contains("kstatus are skipped", "Go 1.25"))
        .satisfiesOnlyOnce(line -> assertThat(line).contains("promtool", "alert rules", "skipped"))
        .satisfiesOnlyOnce(line -> assertThat(line).contains("container images is skipped"))
        .satisfiesOnlyOnce(line -> assertThat(line).contains("web pages", "install Chromium"))
        .last()
        .isEqualTo("ran");
  }

  @Test
  void aGivenClusterNeedsNeitherDockerNorGo() throws Exception {
    machine.with("helm", HELM).with("kubectl", KUBECTL);

    Machine.Ended ended =
        tools(Map.of("LABELOPS_TEST_KUBECONFIG", "mine"), "sh", "-c", "echo $HELM");

    assertThat(ended.status()).as(ended.output()).isZero();
    assertThat(ended.output()).endsWith("/programs/helm\n");
  }

  @Test
  void theHeadlessShellIsUsedUnlessABrowserIsNamed() throws Exception {
    machine
        .with("docker", "exit 0")
        .with("helm", HELM)
        .with("kubectl", KUBECTL)
        .with("chromium", "exit 0")
        .with("chromium-headless-shell", "exit 0");

    Machine.Ended own = tools(Map.of(), "sh", "-c", "echo $LABELOPS_BROWSER");
    Machine.Ended named =
        tools(Map.of("LABELOPS_BROWSER", "chromium"), "sh", "-c", "echo $LABELOPS_BROWSER");

    assertThat(own.output()).endsWith("/programs/chromium-headless-shell\n");
    assertThat(named.output()).endsWith("/programs/chromium\n");
  }

  /** A second run has nothing to say of what the first one put into the cache. */
  @Test
  void whatTheCacheHoldsIsUsed() throws Exception {
    machine
        .with("docker", "exit 0")
        .with("helm", HELM)
        .with("kubectl", KUBECTL)
        .with("go", GO)
        .with("dockerd", "exit 1")
        .with("debootstrap", "exit 1")
        .with("chromium", "exit 0")
        .with("python3", FAKE_PYTHON);
    Path promtool = machine.home().resolve(".cache/labelops/bin/promtool");
    Files.createDirectories(promtool.getParent());
    Files.writeString(promtool, "#!/bin/sh\n");
    assertThat(promtool.toFile().setExecutable(true)).isTrue();

    Machine.Ended first = tools(Map.of(), "sh", "-c", "echo $LABELOPS_PYTHON");
    Machine.Ended second = tools(Map.of(), "sh", "-c", "echo $LABELOPS_PYTHON");

    assertThat(first.output()).contains("installing the AWS CLI and boto3");
    assertThat(second.output())
        .startsWith(machine.home().resolve(".cache/labelops/python-").toString())
        .endsWith("/bin/python\n")
        .hasLineCount(1);
  }

  @Test
  void aHalfBuiltEnvironmentDoesNotCount() throws Exception {
    machine
        .with("docker", "exit 0")
        .with("helm", HELM)
        .with("kubectl", KUBECTL)
        .with("python3", FAKE_PYTHON.replace("exit 0 # pip", "exit 1"));

    Machine.Ended ended = tools(Map.of(), "sh", "-c", "echo \"python: $LABELOPS_PYTHON\"");

    assertThat(ended.output()).contains("their tests are skipped").endsWith("python: \n");
  }

  /** Creates virtual environments whose pip installs nothing. */
  private static final String FAKE_PYTHON =
      """
      if [ "$1 $2" = '-m venv' ]; then
        mkdir -p "$3/bin"
        printf '#!/bin/sh\\nexit 0 # pip\\n' >"$3/bin/pip"
        chmod +x "$3/bin/pip"
      fi
      """;

  private Machine.Ended tools(Map<String, String> settings, String... command) throws Exception {
    String[] all = new String[command.length + 1];
    all[0] = "hack/test-tools";
    System.arraycopy(command, 0, all, 1, command.length);
    return machine.run(settings, all);
  }
}
