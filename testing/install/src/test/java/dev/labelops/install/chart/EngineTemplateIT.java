package dev.labelops.install.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the chart's templates make of values for the engine, rendered by the real helm. */
class EngineTemplateIT {
  private static final String ENGINE = "engine.enabled=true";

  @Test
  void theOperatorIsPointedAtTheEngineWithTheEnginesKey() {
    Rendered chart = Rendered.with(ENGINE);

    Map<String, String> engine = Rendered.environment(chart.engine());
    assertThat(Rendered.environment(chart.operator()))
        .containsEntry("AWS_ENDPOINT_URL", "http://labelops-engine.labelops-system.svc:4566")
        .containsEntry("AWS_REGION", "eu-west-1")
        .containsEntry("AWS_ACCESS_KEY_ID", engine.get("OWNER_ACCESS_KEY_ID"))
        .containsEntry("AWS_SECRET_ACCESS_KEY", engine.get("OWNER_SECRET_ACCESS_KEY"));
    assertThat(engine)
        .containsEntry(
            "LABELOPS_ENGINE_KEYS",
            "$(OWNER_ACCESS_KEY_ID):$(OWNER_SECRET_ACCESS_KEY):111122223333")
        .containsEntry("OWNER_ACCESS_KEY_ID", "labelops-engine-key/AWS_ACCESS_KEY_ID")
        .containsEntry("LABELOPS_ENGINE_DATA", "/data")
        .containsEntry("LABELOPS_ENGINE_HOST", "0.0.0.0");
    assertThat(chart.one("Secret", "labelops-engine-key").path("data").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
    assertThat(chart.engine().at("/spec/strategy/type").asText()).isEqualTo("Recreate");
  }

  /** The engine refuses a role of another account, as the service does. */
  @Test
  void theSamplesNameRolesOfTheEnginesAccount() throws IOException {
    String role =
        "executionRoleArn: arn:aws:iam::"
            + Rendered.YAML
                .readTree(Helm.CHART.resolve("values.yaml").toFile())
                .at("/engine/accountId")
                .asText();
    List<String> named = new ArrayList<>();
    try (var samples = Files.list(Project.ROOT.resolve("config/samples"))) {
      for (Path sample : samples.filter(file -> file.toString().endsWith(".yaml")).toList()) {
        Files.readAllLines(sample).stream()
            .map(String::strip)
            .filter(line -> line.startsWith("executionRoleArn:"))
            .forEach(named::add);
      }
    }
    assertThat(named).hasSizeGreaterThan(3).allMatch(line -> line.startsWith(role));
  }

  @ParameterizedTest
  @CsvSource({
    "engine.service.port=4566, http://localhost:4566",
    "engine.service.port=8000, http://localhost:8000",
    "'engine.ingress.enabled=true,engine.ingress.host=a.example.com', https://a.example.com",
    "'engine.ingress.enabled=true,engine.ingress.host=a.example.com,engine.ingress.tls.enabled=false',"
        + " http://a.example.com",
    "engine.publicUrl=https://b.example.com:8443, https://b.example.com:8443",
  })
  void browsersAreSentToThePublicAddress(String settings, String address) {
    assertThat(Rendered.environment(Rendered.with(ENGINE, settings).engine()))
        .containsEntry("LABELOPS_ENGINE_PUBLIC_URL", address);
  }

  @Test
  void theIngressServesTls() {
    JsonNode ingress = Rendered.of(file("engine")).one("Ingress", "labelops-engine");

    assertThat(ingress.at("/spec/ingressClassName").asText()).isEqualTo("nginx");
    assertThat(ingress.at("/spec/tls/0/hosts/0").asText()).isEqualTo("labels.example.com");
    assertThat(ingress.at("/spec/tls/0/secretName").asText()).isEqualTo("labelops-engine-tls");
    assertThat(ingress.at("/spec/rules/0/host").asText()).isEqualTo("labels.example.com");
    assertThat(ingress.at("/spec/rules/0/http/paths/0/backend/service/name").asText())
        .isEqualTo("labelops-engine");
    assertThat(ingress.at("/metadata/annotations/cert-manager.io~1cluster-issuer").asText())
        .isEqualTo("letsencrypt");
    assertThat(
            Rendered.with(
                    ENGINE,
                    "engine.ingress.enabled=true",
                    "engine.ingress.host=a.example.com",
                    "engine.ingress.tls.enabled=false")
                .one("Ingress", "labelops-engine")
                .at("/spec/tls")
                .isMissingNode())
        .isTrue();
  }

  @Test
  void objectsDatabaseAndMailMayLieElsewhereWithPasswordsFromSecrets() {
    Rendered chart = Rendered.of(file("engine-external"));

    assertThat(Rendered.environment(chart.one("Deployment", "labels-engine")))
        .containsEntry("LABELOPS_ENGINE_DATABASE", "engine-database/LABELOPS_ENGINE_DATABASE")
        .containsEntry("LABELOPS_ENGINE_S3", "https://s3.example.com")
        .containsEntry("LABELOPS_ENGINE_S3_REGION", "eu-central-1")
        .containsEntry("OBJECTS_ACCESS_KEY_ID", "engine-objects/AWS_ACCESS_KEY_ID")
        .containsEntry(
            "LABELOPS_ENGINE_S3_KEY", "$(OBJECTS_ACCESS_KEY_ID):$(OBJECTS_SECRET_ACCESS_KEY):s3")
        .containsEntry("LABELOPS_ENGINE_SMTP", "engine-mail/LABELOPS_ENGINE_SMTP")
        .containsEntry("LABELOPS_ENGINE_MAIL_FROM", "labels@example.com")
        .containsEntry("OWNER_ACCESS_KEY_ID", "engine-owner/AWS_ACCESS_KEY_ID")
        .containsEntry("JAVA_TOOL_OPTIONS", "-Xmx1g");
    assertThat(chart.all("Secret")).isEmpty();
    assertThat(Rendered.environment(chart.one("Deployment", "labels-operator")))
        .containsEntry("AWS_ENDPOINT_URL", "http://labels-engine.labelops-system.svc:80")
        .containsEntry("AWS_ACCESS_KEY_ID", "engine-owner/AWS_ACCESS_KEY_ID");
  }

  @ParameterizedTest
  @CsvSource({
    "engine.persistence.enabled=true, labelops-engine, true",
    "engine.persistence.existingClaim=mine, mine, false",
    "engine.persistence.enabled=false, '', false",
  })
  void dataLiesInAClaim(String setting, String claim, boolean made) {
    Rendered chart = Rendered.with(ENGINE, setting);

    JsonNode volume = chart.engine().at("/spec/template/spec/volumes/0");
    assertThat(volume.path("name").asText()).isEqualTo("data");
    assertThat(volume.at("/persistentVolumeClaim/claimName").asText()).isEqualTo(claim);
    assertThat(chart.all("PersistentVolumeClaim")).hasSize(made ? 1 : 0);
  }

  @Test
  void dataAndKeyAreKeptOnUninstallUnlessTheUserWishesOtherwise() {
    String policy = "/metadata/annotations/helm.sh~1resource-policy";
    Rendered kept = Rendered.with(ENGINE);
    Rendered gone = Rendered.with(ENGINE, "engine.persistence.keep=false");

    assertThat(kept.one("PersistentVolumeClaim", "labelops-engine").at(policy).asText())
        .isEqualTo("keep");
    assertThat(kept.one("Secret", "labelops-engine-key").at(policy).asText()).isEqualTo("keep");
    assertThat(gone.one("PersistentVolumeClaim", "labelops-engine").at(policy).isMissingNode())
        .isTrue();
    assertThat(gone.one("Secret", "labelops-engine-key").at(policy).isMissingNode()).isTrue();
  }

  private static Path file(String name) {
    return Helm.CHART.resolve("ci/" + name + "-values.yaml");
  }
}
