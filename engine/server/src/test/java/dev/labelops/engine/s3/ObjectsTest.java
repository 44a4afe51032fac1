package dev.labelops.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

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

  @Test
  void theFirstWriterWins() {
    s3.createBucket(b -> b.bucket("conditional"));
    s3.putObject(
        b -> b.bucket("conditional").key("k").ifNoneMatch("*"), RequestBody.fromString("first"));
    assertThatThrownBy(
            () ->
                s3.putObject(
                    b -> b.bucket("conditional").key("k").ifNoneMatch("*"),
                    RequestBody.fromString("second")))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    assertThat(s3.getObjectAsBytes(b -> b.bucket("conditional").key("k")).asUtf8String())
        .isEqualTo("first");
  }

  @Test
  void partsRangesAndCopies() {
    s3.createBucket(b -> b.bucket("multipart"));
    String first = "a".repeat(5 * 1024 * 1024);
    String upload = s3.createMultipartUpload(b -> b.bucket("multipart").key("whole")).uploadId();
    String firstTag =
        s3.uploadPart(
                b -> b.bucket("multipart").key("whole").uploadId(upload).partNumber(1),
                RequestBody.fromString(first))
            .eTag();
    String secondTag =
        s3.uploadPart(
                b -> b.bucket("multipart").key("whole").uploadId(upload).partNumber(2),
                RequestBody.fromString("tail"))
            .eTag();
    s3.completeMultipartUpload(
        b ->
            b.bucket("multipart")
                .key("whole")
                .uploadId(upload)
                .multipartUpload(
                    m ->
                        m.parts(
                            p -> p.partNumber(1).eTag(firstTag),
                            p -> p.partNumber(2).eTag(secondTag))));
    s3.copyObject(
        b ->
            b.sourceBucket("multipart")
                .sourceKey("whole")
                .destinationBucket("multipart")
                .destinationKey("copy"));

    assertThat(
            s3.getObjectAsBytes(b -> b.bucket("multipart").key("copy").range("bytes=-5"))
                .asUtf8String())
        .isEqualTo("atail");
  }

  @Test
  void keysAreListedInTheOrderOfTheirBytes() {
    s3.createBucket(b -> b.bucket("order"));
    for (String key : List.of("a/b", "a0", "a-b", "\u00e9", "a/c", "Z")) {
      s3.putObject(b -> b.bucket("order").key(key), RequestBody.fromString(key));
    }
    assertThat(s3.listObjectsV2Paginator(b -> b.bucket("order").maxKeys(2)).contents())
        .extracting("key")
        .containsExactly("Z", "a-b", "a/b", "a/c", "a0", "\u00e9");
  }

  @Test
  void aConnectionIsUsedAgainAfterAnUpload() {
    s3.createBucket(b -> b.bucket("again"));
    // The trailer of a chunked upload may come after the last byte that the service needs.
    for (int i = 0; i < 300; i++) {
      String key = "k" + i;
      s3.putObject(b -> b.bucket("again").key(key), RequestBody.fromString(key));
    }
    assertThat(s3.listObjectsV2Paginator(b -> b.bucket("again")).contents()).hasSize(300);
  }

  @Test
  void aRefusedUploadSpoilsNoConnection() {
    s3.createBucket(b -> b.bucket("unspoilt"));
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(
              () ->
                  s3.putObject(
                      b -> b.bucket("no-such-bucket").key("k"), RequestBody.fromString("v")))
          .isInstanceOf(NoSuchBucketException.class);
      assertThat(s3.listObjectsV2(b -> b.bucket("unspoilt")).contents()).isEmpty();
    }
  }

  @Test
  void theDataFolderMayBeARelativePath(@TempDir Path data) {
    Path relative = Path.of("").toAbsolutePath().relativize(data);
    try (Engine near = Engine.start(EngineSettings.local(relative))) {
      S3Client client = Clients.of(near, "eu-west-1").s3();
      client.createBucket(b -> b.bucket("relative"));
      String upload = client.createMultipartUpload(b -> b.bucket("relative").key("a/b")).uploadId();
      String tag =
          client
              .uploadPart(
                  b -> b.bucket("relative").key("a/b").uploadId(upload).partNumber(1),
                  RequestBody.fromString("part"))
              .eTag();
      client.completeMultipartUpload(
          b ->
              b.bucket("relative")
                  .key("a/b")
                  .uploadId(upload)
                  .multipartUpload(m -> m.parts(p -> p.partNumber(1).eTag(tag))));

      assertThat(client.listObjectsV2(b -> b.bucket("relative").prefix("a/")).contents())
          .extracting("key")
          .containsExactly("a/b");
    }
  }

  @Test
  void everythingIsThereAfterARestart(@TempDir Path data) {
    try (Engine before = Engine.start(EngineSettings.local(data))) {
      S3Client client = Clients.of(before, "eu-west-1").s3();
      client.createBucket(b -> b.bucket("kept"));
      client.putObject(b -> b.bucket("kept").key("k"), RequestBody.fromString("v"));
    }
    try (Engine after = Engine.start(EngineSettings.local(data))) {
      S3Client client = Clients.of(after, "eu-west-1").s3();
      assertThat(client.getObjectAsBytes(b -> b.bucket("kept").key("k")).asUtf8String())
          .isEqualTo("v");
      assertThat(client.headBucket(b -> b.bucket("kept")).bucketRegion()).isEqualTo("eu-west-1");
    }
  }
}
