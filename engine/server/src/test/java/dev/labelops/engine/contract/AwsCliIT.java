package dev.labelops.engine.contract;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real AWS CLI makes a team and a job with nothing but the engine's address. */
class AwsCliIT {
  @TempDir Path data;
  @TempDir Path work;

  @Test
  void makesATeamAndAJob() throws Exception {
    RealClient client = new RealClient(work);
    assumeTrue(client.has("aws", "--version"), "skipped: there is no `aws` on the PATH");
    try (Engine engine = Engine.start(EngineSettings.local(data))) {
      client.runAgainst(engine.address(), "bash", RealClient.script("team-and-job.sh").toString());
    }
    client.sawTeamAndJob("contract-cli");
  }
}
