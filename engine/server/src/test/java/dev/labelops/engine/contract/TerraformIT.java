package dev.labelops.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Terraform with its AWS provider makes, changes and removes all of a user pool. */
class TerraformIT {
  private static final String CONFIGURATION = System.getenv("LABELOPS_TERRAFORM_CONFIG");

  @TempDir Path data;
  @TempDir Path work;

  @Test
  void makesChangesAndRemovesAUserPool() throws Exception {
    RealClient client = new RealClient(work);
    assumeTrue(client.has("terraform", "version"), "skipped: there is no `terraform` on the PATH");
    assumeTrue(
        CONFIGURATION != null && Files.exists(Path.of(CONFIGURATION)),
        "skipped: LABELOPS_TERRAFORM_CONFIG names no Terraform CLI configuration with a mirror of"
            + " the provider hashicorp/aws, which is too large to download for a test");
    Files.copy(RealClient.script("terraform/main.tf"), work.resolve("main.tf"));
    try (Engine engine = Engine.start(EngineSettings.local(data))) {
      terraform(client, engine, "init", "-input=false");
      for (String second : new String[] {"second=false", "second=true"}) {
        terraform(client, engine, "apply", "-auto-approve", "-var", second);
        // Ends with 2 when the provider reads something else than it wrote.
        terraform(client, engine, "plan", "-detailed-exitcode", "-var", second);
      }
      terraform(client, engine, "destroy", "-auto-approve");
      assertThat(
              Clients.of(engine, "eu-west-1")
                  .cognito()
                  .listUserPools(b -> b.maxResults(1))
                  .userPools())
          .isEmpty();
    }
  }

  private static void terraform(RealClient client, Engine engine, String... arguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("env", "TF_CLI_CONFIG_FILE=" + CONFIGURATION, "terraform", arguments[0]));
    command.add("-no-color");
    command.addAll(List.of(arguments).subList(1, arguments.length));
    client.runAgainst(engine.address(), command.toArray(String[]::new));
  }
}
