package dev.labelops.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Objects through the real SDK. */
class ObjectsTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static S3Client s3;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    s3 = Clients.of(engine, "eu-west-1").s3();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void whatIsWrittenIsRead() {
    s3.createBucket(b -> b.bucket("objects-round-trip"));
    s3.putObject(
        b -> b.bucket("objects-round-trip").key("a/b c+d:e.txt").contentType("text/plain"),
        RequestBody.fromString("hello"));

    var read = s3.getObjectAsBytes(b -> b.bucket("objects-round-trip").key("a/b c+d:e.txt"));

    assertThat(read.asUtf8String()).isEqualTo("hello");
    assertThat(read.response().contentType()).isEqualTo("text/plain");
  }
}
