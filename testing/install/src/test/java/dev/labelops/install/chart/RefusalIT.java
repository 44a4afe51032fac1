package dev.labelops.install.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.HelmBinary;
import dev.labelops.install.Project;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that mean nothing are refused in words; the documentation's commands are not. */
class RefusalIT {
  private static final String AWS = "aws.region=eu-west-1";

  private static final List<String> PAGES =
      List.of(
          "README.md",
          "docs/operate/helm.md",
          "docs/use/getting-started-aws.md",
          "charts/labelops/README.md");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replicaCount=2 | aws.region is not set: set the region of the operator",
        "aws.regoin=eu-west-1 | additional properties 'regoin' not allowed",
        "aws.region=Ireland | at '/aws/region': 'Ireland' does not match pattern",
        "replicaCount=two | at '/replicaCount': got string, want integer",
        "aws.roleArn=LabelOps | at '/aws/roleArn': 'LabelOps' does not match pattern",
        "tenancy.namespaces.a.roles={x} | additional properties 'roles' not allowed",
        "tenancy.namespaces.a.locations={bucket} | at '/tenancy/namespaces/a/locations/0': 'bucket'",
        "tenancy.namespaces.a.locations={s3://bucket/$x} | does not match pattern",
        "tenancy.namespaces.a.workforce=own | must be one of",
        "tenancy.namespaces.a.topics={topic} | does not match pattern",
        "tenancy.namespaces.a.workteams={arn:aws:sagemaker:eu-west-1:394669845002:workteam/public-crowd/default} | does not match pattern",
        "tenancy.namespaces.Team_A.locations={s3://bucket} | 'Team_A' does not match pattern",
        "feed.shortestInterval=5s | at '/feed/shortestInterval': '5s' does not match pattern",
        "engine.accountId=1 | at '/engine/accountId'",
        "engine.publicUrl=labels.example.com | at '/engine/publicUrl'",
        "engine.mail.url=smtp://user:password@mail:25 | at '/engine/mail/url'",
        "log.format=xml | value must be one of 'json', 'text'",
        "engine.enabled=true,aws.endpointUrl=http://x | aws.endpointUrl and engine.enabled are both set",
        "engine.enabled=true,aws.existingSecret=x | the engine's own key signs the operator's calls",
        "aws.region=eu-west-1,aws.existingSecret=x,aws.roleArn=arn:aws:iam::111122223333:role/R"
            + " | aws.roleArn and aws.existingSecret are both set",
        "aws.region=eu-west-1,serviceAccount.create=false,aws.roleArn=arn:aws:iam::111122223333:role/R"
            + " | Annotate yours with eks.amazonaws.com/role-arn",
        "metrics.prometheusRule.runbookUrl=wiki/labelops | at '/metrics/prometheusRule/runbookUrl'",
        "engine.enabled=true,engine.s3.endpoint=https://s3.example.com"
            + " | engine.s3 needs endpoint, region and existingSecret together",
        "engine.enabled=true,engine.learning.runner=kubernetes"
            + " | needs engine.database.existingSecret: a Job cannot use the embedded database",
        "engine.enabled=true,engine.learning.runner=kubernetes,engine.database.existingSecret=x"
            + " | needs engine.s3: a Job cannot read objects in the engine's data folder",
        "engine.learning.runner=thread | value must be one of 'process', 'kubernetes'",
        "engine.learning.targetAccuracy=1 | at '/engine/learning/targetAccuracy'",
        "engine.learning.memory=1000 | at '/engine/learning/memory'",
        "engine.enabled=true,engine.mail.from=a@example.com | without a mail server",
        "engine.enabled=true,engine.mail.url=smtp://mail:25 | without engine.mail.from",
        "engine.enabled=true,engine.ingress.enabled=true | engine.ingress.host is not set",
        "engine.enabled=true,networkPolicy.enabled=true,engine.database.existingSecret=x"
            + " | allow them in networkPolicy.engine.egress",
      })
  void wrongValuesAreRefusedInWords(String settings, String words) {
    assertThat(Rendered.refusal(settings)).contains(words);
  }

  @Test
  void anOldClusterIsRefused() {
    Helm.Ended ended =
        Helm.offline()
            .attempt("template", "x", Helm.CHART.toString(), "--kube-version=1.25", "--set", AWS);

    assertThat(ended.status()).isNotZero();
    assertThat(ended.err()).contains("requires kubeVersion: >=1.29");
  }

  @Test
  void theCommandsOfTheDocumentationFitTheChart() throws Exception {
    List<String> commands = new ArrayList<>();
    for (String page : PAGES) {
      String text = Files.readString(Project.ROOT.resolve(page)).replace("\\\n", " ");
      List<String> shown =
          text.lines().map(String::strip).filter(line -> line.startsWith("helm install ")).toList();
      assertThat(shown).as(page).isNotEmpty();
      commands.addAll(shown);
    }

    assertThat(commands).hasSizeGreaterThan(8);
    for (String command : commands) {
      String render =
          "AWS_REGION=eu-west-1; "
              + command
                  .replace("helm install", HelmBinary.path() + " template --kube-version=1.34")
                  .replace("--take-ownership", "");
      Process process =
          new ProcessBuilder("sh", "-c", render)
              .directory(Project.ROOT.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    }
  }
}
