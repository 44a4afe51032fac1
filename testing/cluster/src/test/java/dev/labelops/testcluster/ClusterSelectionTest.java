package dev.labelops.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterSelectionTest {

  private static final DockerAnswer USABLE = new DockerAnswer.Usable();
  private static final DockerAnswer NO_IMAGE =
      new DockerAnswer.Unusable("the image rancher/k3s cannot be had (not found)");
  private static final Path GIVEN = Path.of("given.yaml");
  private static final Path PLAIN = Path.of("plain.yaml");
  private static final Path ASSETS = Path.of("assets");
  private static final ClusterChoice K3S = new ClusterChoice.K3s(K3sCluster.IMAGE);

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void choosesInOrder(
      String reason,
      Environment here,
      boolean controllerManager,
      ClusterChoice expected,
      String remark) {
    ClusterSelection selection = ClusterSelection.choose(here, controllerManager);

    assertThat(selection.choice()).as(reason).isEqualTo(expected);
    if (remark.isEmpty()) {
      assertThat(selection.remarks()).as(reason).isEmpty();
    } else {
      assertThat(selection.remarks()).as(reason).anySatisfy(r -> assertThat(r).contains(remark));
    }
  }

  static Stream<Arguments> choosesInOrder() {
    Case all = new Case().kubeconfig().docker(USABLE).assets(true).built().go();
    return Stream.of(
        arguments(
            "a kubeconfig given on purpose comes first",
            all.here(),
            true,
            new ClusterChoice.Given(GIVEN),
            ""),
        arguments(
            "then Docker", new Case().docker(USABLE).assets(true).built().here(), true, K3S, ""),
        arguments(
            "Docker without the image is skipped in one line",
            new Case().assets(true).here(),
            true,
            new ClusterChoice.Assets(ASSETS),
            "k3s in Docker: skipped, the image rancher/k3s cannot be had"),
        arguments(
            "assets of setup-envtest are enough when only the API server is asked for",
            new Case().assets(false).go().here(),
            false,
            new ClusterChoice.Assets(ASSETS),
            "skipped"),
        arguments(
            "assets without the controller manager do not do when it is asked for",
            new Case().assets(false).go().here(),
            true,
            new ClusterChoice.Built(),
            "it has no kube-controller-manager"),
        arguments(
            "then what Go can build",
            new Case().go().here(),
            true,
            new ClusterChoice.Built(),
            "k3s in Docker"),
        arguments(
            "a filled cache needs no Go",
            new Case().built().here(),
            true,
            new ClusterChoice.Built(),
            "k3s in Docker"),
        arguments(
            "nothing at all: one sentence says what to install",
            new Case().here(),
            true,
            new ClusterChoice.None(),
            "install Go 1.24 or newer"),
        arguments(
            "KUBECONFIG may point to production, so it is not enough",
            new Case().plainKubeconfig().go().here(),
            true,
            new ClusterChoice.Built(),
            "Set LABELOPS_TEST_KUBECONFIG=plain.yaml to use it"),
        arguments(
            "KUBECONFIG is used when the wish says kubeconfig",
            new Case().plainKubeconfig().wanted("kubeconfig").here(),
            true,
            new ClusterChoice.Given(PLAIN),
            ""),
        arguments(
            "a wish for built skips everything before it",
            all.wanted("built").here(),
            true,
            new ClusterChoice.Built(),
            ""),
        arguments(
            "a wish that cannot be met is not replaced by another kind",
            new Case().go().wanted("k3s").here(),
            true,
            new ClusterChoice.None(),
            "k3s in Docker: skipped"),
        arguments(
            "a wish for assets needs the variable",
            new Case().go().wanted("assets").here(),
            true,
            new ClusterChoice.None(),
            "needs KUBEBUILDER_ASSETS"),
        arguments(
            "an unknown wish names the kinds",
            new Case().go().wanted("minikube").here(),
            true,
            new ClusterChoice.None(),
            "kubeconfig, k3s, assets or built"));
  }

  @Test
  void dockerIsNotAskedWhenAClusterIsGiven() {
    Environment here = new Case().kubeconfig().dockerThatMustNotBeAsked().here();

    assertThat(ClusterSelection.choose(here, true).choice())
        .isEqualTo(new ClusterChoice.Given(GIVEN));
  }

  private record Case(Environment here) {

    Case() {
      this(
          new Environment(
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              () -> NO_IMAGE,
              Optional.empty(),
              false,
              false,
              false));
    }

    Case kubeconfig() {
      return with(Optional.of(GIVEN), here.plainKubeconfig(), here.wanted());
    }

    Case plainKubeconfig() {
      return with(here.kubeconfig(), Optional.of(PLAIN), here.wanted());
    }

    Case wanted(String kind) {
      return with(here.kubeconfig(), here.plainKubeconfig(), Optional.of(kind));
    }

    private Case with(Optional<Path> kubeconfig, Optional<Path> plain, Optional<String> wanted) {
      return new Case(
          new Environment(
              kubeconfig,
              plain,
              wanted,
              here.docker(),
              here.assets(),
              here.assetsHaveControllerManager(),
              here.built(),
              here.go()));
    }

    Case docker(DockerAnswer answer) {
      return new Case(here.withDocker(answer));
    }

    Case dockerThatMustNotBeAsked() {
      return new Case(
          new Environment(
              here.kubeconfig(),
              here.plainKubeconfig(),
              here.wanted(),
              () -> {
                throw new AssertionError("Docker was asked");
              },
              here.assets(),
              here.assetsHaveControllerManager(),
              here.built(),
              here.go()));
    }

    Case assets(boolean controllerManager) {
      return local(Optional.of(ASSETS), controllerManager, here.built(), here.go());
    }

    Case built() {
      return local(here.assets(), here.assetsHaveControllerManager(), true, here.go());
    }

    Case go() {
      return local(here.assets(), here.assetsHaveControllerManager(), here.built(), true);
    }

    private Case local(
        Optional<Path> assets, boolean controllerManager, boolean built, boolean go) {
      return new Case(
          new Environment(
              here.kubeconfig(),
              here.plainKubeconfig(),
              here.wanted(),
              here.docker(),
              assets,
              controllerManager,
              built,
              go));
    }
  }
}
