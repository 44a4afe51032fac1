package dev.labelops.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.ExternalS3;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** An engine whose objects are in another S3: here, another engine's. */
class ExternalS3Test {
  @Test
  void objectsLieInTheExternalS3(@TempDir Path far, @TempDir Path near) {
    try (Engine keeper = Engine.start(EngineSettings.local(far))) {
      S3Client there = Clients.of(keeper, "eu-west-1").s3();
      there.createBucket(b -> b.bucket("external"));
      try (Engine engine = Engine.start(settings(near, keeper))) {
        S3Client here = Clients.of(engine, "eu-west-1").s3();
        here.putObject(b -> b.bucket("external").key("a/k"), RequestBody.fromString("v"));

        assertThat(there.getObjectAsBytes(b -> b.bucket("external").key("a/k")).asUtf8String())
            .isEqualTo("v");
        assertThat(here.listObjectsV2(b -> b.bucket("external").prefix("a/")).contents())
            .extracting("key")
            .containsExactly("a/k");
        assertThat(here.headBucket(b -> b.bucket("external")).bucketRegion())
            .isEqualTo("eu-west-1");
      }
    }
  }

  private static EngineSettings settings(Path folder, Engine keeper) {
    EngineSettings local = EngineSettings.local(folder);
    return local.with(
        s ->
            s.externalS3 =
                Optional.of(new ExternalS3(keeper.address(), "eu-west-1", "test", "test")));
  }
}
