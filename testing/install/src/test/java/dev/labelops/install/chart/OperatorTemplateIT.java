package dev.labelops.install.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.install.Project;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What the chart's templates make of values for the operator, rendered by the real helm. */
class OperatorTemplateIT {
  private static final String AWS = "aws.region=eu-west-1";

  @Test
  void aloneItSpeaksToAwsWithTheCredentialsOfItsPod() {
    Rendered chart = Rendered.with(AWS);

    assertThat(chart.names())
        .containsExactlyInAnyOrder(
            "CustomResourceDefinition/labelingdatasets.labelops.dev",
            "CustomResourceDefinition/labelingjobs.labelops.dev",
            "CustomResourceDefinition/labelingworkforces.labelops.dev",
            "ServiceAccount/labelops-operator",
            "ClusterRole/labelops-operator",
            "ClusterRoleBinding/labelops-operator",
            "Role/labelops-operator-leader-election",
            "RoleBinding/labelops-operator-leader-election",
            "ClusterRole/labelops-view",
            "ClusterRole/labelops-edit",
            "ConfigMap/labelops-operator",
            "Service/labelops-operator",
            "PodDisruptionBudget/labelops-operator",
            "Deployment/labelops-operator");
    assertThat(Rendered.environment(chart.operator()))
        .containsEntry("AWS_REGION", "eu-west-1")
        .containsEntry("LABELOPS_NAMESPACE", "metadata.namespace")
        .containsEntry("LABELOPS_IDENTITY", "metadata.name")
        .doesNotContainKeys("AWS_ACCESS_KEY_ID", "AWS_ENDPOINT_URL");
    assertThat(chart.operator().at("/spec/replicas").asInt()).isEqualTo(2);
  }

  @Test
  void irsaIsAnAnnotationOfTheServiceAccount() {
    JsonNode account = Rendered.of(file("aws-irsa")).one("ServiceAccount", "labelops-operator");

    assertThat(account.at("/metadata/annotations/eks.amazonaws.com~1role-arn").asText())
        .isEqualTo("arn:aws:iam::111122223333:role/labelops-operator");
  }

  @Test
  void aSecretHoldsTheKeyWhereThereIsNoRole() {
    assertThat(Rendered.environment(Rendered.of(file("aws-secret")).operator()))
        .containsEntry("AWS_ACCESS_KEY_ID", "aws-key/AWS_ACCESS_KEY_ID")
        .containsEntry("AWS_SECRET_ACCESS_KEY", "aws-key/AWS_SECRET_ACCESS_KEY")
        .containsEntry("AWS_SESSION_TOKEN", "aws-key/AWS_SESSION_TOKEN")
        .containsEntry("HTTPS_PROXY", "http://proxy.example.com:3128");
  }

  @Test
  void tenancyBecomesTheOperatorsProperties() throws IOException {
    Properties settings = settings(Rendered.of(file("aws-irsa")));

    String teamA = "labelops.tenancy.namespaces.\"team-a\".";
    assertThat(settings)
        .containsEntry("labelops.tenancy.allow-all", "false")
        .containsEntry(
            teamA + "default-execution-role", "arn:aws:iam::111122223333:role/GroundTruthExecution")
        .containsEntry(teamA + "execution-roles[0]", "arn:aws:iam::111122223333:role/Other")
        .containsEntry(teamA + "assumable-roles[0]", "arn:aws:iam::444455556666:role/Labeling")
        .containsEntry(teamA + "locations[0]", "s3://team-a-images")
        .containsEntry(teamA + "locations[1]", "s3://shared/a,b=c:d/")
        .containsEntry(
            teamA + "workteams[0]",
            "arn:aws:sagemaker:eu-west-1:111122223333:workteam/private-crowd/labelers")
        .containsEntry(teamA + "user-pools[0]", "eu-west-1_AbCdEf123")
        .containsEntry(teamA + "workforce", "make")
        .containsEntry(teamA + "topics[0]", "arn:aws:sns:eu-west-1:111122223333:new-work")
        .containsEntry(teamA + "kms-keys[1]", "alias/team-a")
        .containsEntry(teamA + "subnets[0]", "subnet-0123456789abcdef0")
        .containsEntry(teamA + "security-groups[0]", "sg-0123456789abcdef0")
        .containsEntry(teamA + "models[0]", "arn:aws:sagemaker:eu-west-1:111122223333:model/logos")
        .containsEntry(
            teamA + "lambda-functions[0]", "arn:aws:lambda:eu-west-1:111122223333:function:prepare")
        .containsEntry("labelops.tenancy.namespaces.\"team-b\".locations[0]", "s3://team-b");
    assertThat(settings(Rendered.of(file("aws-secret"))))
        .containsEntry("labelops.tenancy.allow-all", "true")
        .containsEntry("labelops.installation", "production")
        .containsEntry("labelops.aws.call-timeout", "PT90S");
  }

  @Test
  void changedSettingsStartThePodsAnew() {
    String checksum = "/spec/template/metadata/annotations/checksum~1settings";
    String before = Rendered.with(AWS).operator().at(checksum).asText();

    assertThat(before).hasSize(64);
    assertThat(Rendered.with(AWS, "tenancy.allowAll=true").operator().at(checksum).asText())
        .isNotEqualTo(before);
    assertThat(Rendered.with(AWS, "replicaCount=3").operator().at(checksum).asText())
        .isEqualTo(before);
  }

  @Test
  void theRolesAreThoseOfKustomize() throws IOException {
    Rendered chart = Rendered.with(AWS);

    assertThat(chart.one("ClusterRole", "labelops-operator").path("rules"))
        .isEqualTo(kustomize("role.yaml").one("ClusterRole", "labelops-operator").path("rules"));
    assertThat(chart.one("Role", "labelops-operator-leader-election").path("rules"))
        .isEqualTo(
            kustomize("leader_election_role.yaml")
                .one("Role", "labelops-operator-leader-election")
                .path("rules"));
    for (JsonNode binding :
        List.of(
            chart.one("ClusterRoleBinding", "labelops-operator"),
            chart.one("RoleBinding", "labelops-operator-leader-election"))) {
      assertThat(binding.at("/roleRef/name")).isEqualTo(binding.at("/metadata/name"));
      assertThat(binding.at("/subjects/0/name").asText()).isEqualTo("labelops-operator");
      assertThat(binding.at("/subjects/0/namespace").asText()).isEqualTo(Helm.NAMESPACE);
    }
  }

  @Test
  void namespaceAdministratorsGetRightsOnTheResourcesUnlessSwitchedOff() {
    JsonNode edit = Rendered.with(AWS).one("ClusterRole", "labelops-edit");

    assertThat(edit.at("/metadata/labels/rbac.authorization.k8s.io~1aggregate-to-edit").asText())
        .isEqualTo("true");
    assertThat(edit.at("/rules/0/resources").toString()).doesNotContain("status");
    assertThat(Rendered.with(AWS, "rbac.aggregate=false").all("ClusterRole")).hasSize(1);
    assertThat(
            Rendered.with(AWS, "rbac.create=false", "rbac.aggregate=false").names().stream()
                .filter(name -> name.contains("Role")))
        .isEmpty();
  }

  @Test
  void crdsAreThoseOfTheProjectAndAreKept() throws IOException {
    Rendered chart = Rendered.with(AWS);

    for (Path file : crds()) {
      JsonNode own = Rendered.parse(Files.readString(file)).objects().getFirst();
      JsonNode crd = chart.one("CustomResourceDefinition", own.at("/metadata/name").asText());
      assertThat(crd.path("spec")).isEqualTo(own.path("spec"));
      assertThat(crd.at("/metadata/annotations/helm.sh~1resource-policy").asText())
          .isEqualTo("keep");
    }
    assertThat(Rendered.with(AWS, "crds.install=false").all("CustomResourceDefinition")).isEmpty();
  }

  private static Path file(String name) {
    return Helm.CHART.resolve("ci/" + name + "-values.yaml");
  }

  private static List<Path> crds() throws IOException {
    try (var files = Files.list(Project.ROOT.resolve("crds"))) {
      List<Path> found = files.toList();
      assertThat(found).hasSize(3);
      return found;
    }
  }

  private static Rendered kustomize(String file) throws IOException {
    return Rendered.parse(Files.readString(Project.ROOT.resolve("config/rbac/" + file)));
  }

  private static Properties settings(Rendered chart) throws IOException {
    Properties settings = new Properties();
    settings.load(
        new StringReader(
            chart
                .one("ConfigMap", "labelops-operator")
                .at("/data/application.properties")
                .asText()));
    return settings;
  }
}
