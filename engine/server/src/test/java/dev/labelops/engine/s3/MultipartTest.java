package dev.labelops.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Multipart uploads: their parts, and where the object is. */
class MultipartTest {
  private static final String BUCKET = "multipart";
  private static final int MINIMUM = 5 << 20;
  private static final Map<Integer, String> CONTENT =
      Map.of(1, "A".repeat(MINIMUM), 2, "B".repeat(MINIMUM), 3, "tail");

  @TempDir static Path folder;
  private static Engine engine;
  private static S3Client s3;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    s3 = Clients.of(engine, "eu-west-1").s3();
    s3.createBucket(b -> b.bucket(BUCKET));
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void partsComeInOrderAndOnce() {
    Upload upload = Upload.of("order", CONTENT);
    refused(() -> upload.complete(2, 1), "InvalidPartOrder");
    refused(() -> upload.complete(1, 1), "InvalidPartOrder");
    refused(() -> upload.complete(1, 4), "InvalidPart");
    refused(() -> upload.complete(), "MalformedXML");
    refused(
        () -> Upload.of("small", Map.of(1, "small", 2, "tail")).complete(1, 2), "EntityTooSmall");
    refused(() -> Upload.of("empty", Map.of()).with(1, "\"0\"").complete(1), "InvalidPart");
    refused(
        () ->
            s3.uploadPart(
                b -> b.bucket(BUCKET).key("order").uploadId(upload.id()).partNumber(10_001),
                RequestBody.fromString("x")),
        "InvalidArgument");

    // Each refusal left the parts where they were; not all of them need be used.
    upload.complete(1, 3);
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("order")).contentLength())
        .isEqualTo(MINIMUM + 4);
    refused(() -> upload.complete(1, 2), "NoSuchUpload");
  }

  @Test
  void aPartIsReadByItsNumber() {
    Upload.of("parts", CONTENT).complete(1, 2, 3);

    var last = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("parts").partNumber(3));
    assertThat(last.asUtf8String()).isEqualTo("tail");
    assertThat(last.response().partsCount()).isEqualTo(3);
    assertThat(last.response().contentRange())
        .isEqualTo("bytes %d-%d/%d".formatted(2 * MINIMUM, 2 * MINIMUM + 3, 2 * MINIMUM + 4));
    var head = s3.headObject(b -> b.bucket(BUCKET).key("parts").partNumber(2));
    assertThat(head.contentLength()).isEqualTo(MINIMUM);
    assertThat(head.partsCount()).isEqualTo(3);
    assertThat(head.sdkHttpResponse().statusCode()).isEqualTo(206);
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("parts")).partsCount()).isNull();
    assertThatThrownBy(() -> s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("parts").partNumber(4)))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(416));

    s3.putObject(b -> b.bucket(BUCKET).key("at once"), RequestBody.fromString("whole"));
    var whole = s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("at once").partNumber(1));
    assertThat(whole.asUtf8String()).isEqualTo("whole");
    assertThat(whole.response().partsCount()).isNull();
    s3.putObject(b -> b.bucket(BUCKET).key("nothing"), RequestBody.empty());
    assertThat(
            s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("nothing").partNumber(1)).asByteArray())
        .isEmpty();
  }

  @Test
  void theLocationIsTheObjectsOwn(@TempDir Path other) throws Exception {
    String key = "a b/ü&<x>.png";
    String path = "/" + BUCKET + "/a%20b/%C3%BC%26%3Cx%3E.png";
    Upload upload = Upload.of(key, Map.of(1, "whole"));
    assertThat(upload.complete(1).location()).isEqualTo(engine.address().resolve(path).toString());

    Upload again = Upload.of(key, Map.of(1, "whole"));
    String host = BUCKET + ".localhost:" + engine.address().getPort();
    String answer =
        new RawRequests(engine.address())
            .signed(
                "POST",
                URI.create("http://" + host + "/a%20b/%C3%BC%26%3Cx%3E.png?uploadId=" + again.id()),
                Map.of(),
                "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
                    + again.tags().get(1).replace("\"", "&quot;")
                    + "</ETag></Part></CompleteMultipartUpload>");
    assertThat(answer)
        .contains("<Location>http://" + host + "/a%20b/%C3%BC%26%3Cx%3E.png</Location>");

    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (Engine named = Engine.start(under("https://labels.example.com", port, other))) {
      S3Client client =
          new Clients(
                  URI.create("http://127.0.0.1:" + port),
                  "eu-west-1",
                  AwsBasicCredentials.create("test", "test"))
              .s3();
      client.createBucket(b -> b.bucket(BUCKET));
      assertThat(Upload.of(client, key, Map.of(1, "whole")).complete(1).location())
          .isEqualTo("https://labels.example.com" + path);
    }
  }

  private static EngineSettings under(String publicUrl, int port, Path data) {
    EngineSettings local = EngineSettings.local(data);
    return local.with(
        s -> {
          s.port = port;
          s.publicUrl = Optional.of(URI.create(publicUrl));
        });
  }

  private record Upload(S3Client client, String key, String id, Map<Integer, String> tags) {
    static Upload of(String key, Map<Integer, String> content) {
      return of(s3, key, content);
    }

    static Upload of(S3Client client, String key, Map<Integer, String> content) {
      String id = client.createMultipartUpload(b -> b.bucket(BUCKET).key(key)).uploadId();
      Map<Integer, String> tags = new HashMap<>();
      content.forEach(
          (number, text) ->
              tags.put(
                  number,
                  client
                      .uploadPart(
                          b -> b.bucket(BUCKET).key(key).uploadId(id).partNumber(number),
                          RequestBody.fromString(text))
                      .eTag()));
      return new Upload(client, key, id, tags);
    }

    Upload with(int number, String tag) {
      tags.put(number, tag);
      return this;
    }

    CompleteMultipartUploadResponse complete(int... numbers) {
      List<CompletedPart> parts = new ArrayList<>();
      for (int number : numbers) {
        parts.add(
            CompletedPart.builder()
                .partNumber(number)
                .eTag(tags.getOrDefault(number, "\"0\""))
                .build());
      }
      return client.completeMultipartUpload(
          b -> b.bucket(BUCKET).key(key).uploadId(id).multipartUpload(m -> m.parts(parts)));
    }
  }

  private static void refused(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
