package dev.labelops.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.s3.protocol.S3Address;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Buckets named by the host instead of the path. */
class HostStyleTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:4566,            /logos/a/b.jpg, logos,     a/b.jpg",
    "logos.localhost:4566,      /a/b.jpg,       logos,     a/b.jpg",
    "my.logos.localhost,        /a,             my.logos,  a",
    "engine.localhost:80,       /logos/a,       logos,     a",
    "logos.engine.localhost,    /a,             logos,     a",
    "logos.s3.eu-west-1.lab,    /a%20b,         logos,     a b",
    "logos.127.0.0.1.nip.io:80, /a+b,           logos,     a+b",
    "engine.example.com,        /logos/a,       logos,     a"
  })
  void hostAndPathNameBucketAndKey(String host, String path, String bucket, String key) {
    S3Address address =
        S3Address.of(
            host,
            "GET",
            path,
            null,
            Optional.of("engine.localhost"),
            Set.of("logos", "my.logos")::contains);
    assertThat(address.bucket()).isEqualTo(bucket);
    assertThat(address.key()).isEqualTo(key);
  }

  /** The name of such a host need not resolve here: the request goes to the engine all the same. */
  @Test
  void aLinkOfTheSdkInHostStyleIsServed(@TempDir Path folder) throws IOException {
    try (Engine engine = Engine.start(EngineSettings.local(folder));
        S3Presigner presigner = presigner(engine)) {
      S3Client s3 = Clients.of(engine, "eu-west-1").s3();
      s3.createBucket(b -> b.bucket("logos"));
      s3.putObject(b -> b.bucket("logos").key("a b.txt"), RequestBody.fromString("seen"));
      URI link =
          URI.create(
              presigner
                  .presignGetObject(
                      p ->
                          p.signatureDuration(Duration.ofMinutes(1))
                              .getObjectRequest(g -> g.bucket("logos").key("a b.txt")))
                  .url()
                  .toString());
      assertThat(link.getHost()).isEqualTo("logos.localhost");

      assertThat(get(engine, link)).startsWith("HTTP/1.1 200").endsWith("seen");
    }
  }

  private static S3Presigner presigner(Engine engine) {
    return S3Presigner.builder()
        .endpointOverride(URI.create("http://localhost:" + engine.address().getPort()))
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  private static String get(Engine engine, URI link) throws IOException {
    try (Socket socket = new Socket(engine.address().getHost(), engine.address().getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("GET %s?%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                      .formatted(link.getRawPath(), link.getRawQuery(), link.getAuthority()))
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
