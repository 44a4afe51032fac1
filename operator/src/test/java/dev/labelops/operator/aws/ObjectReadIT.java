package dev.labelops.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.operator.aws.s3.S3ObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class ObjectReadIT {
  @Test
  void aReaderMayCloseWhatItReads(@TempDir Path folder) {
    try (Engine engine = Engine.start(EngineSettings.local(folder));
        S3Client s3 =
            S3Client.builder()
                .endpointOverride(engine.address())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
      s3.createBucket(r -> r.bucket("reads"));
      s3.putObject(r -> r.bucket("reads").key("a.json"), RequestBody.fromString("{\"a\":7}"));

      var read =
          new S3ObjectStore(s3, "us-east-1")
              .read(
                  "reads",
                  "a.json",
                  (about, content) -> new ObjectMapper().readTree(content).path("a").asInt());

      assertThat(read).contains(7);
    }
  }
}
