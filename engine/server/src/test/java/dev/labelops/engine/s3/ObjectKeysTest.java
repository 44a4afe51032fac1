package dev.labelops.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Keys that no file system would take as names, or would take for one another. */
class ObjectKeysTest {
  private static final List<String> KEYS =
      List.of(
          "a/b",
          "a//b",
          "a/./b",
          "x/../a/b",
          "../a/b",
          "/a/b",
          "plain",
          "plain/below",
          "folder/",
          "folder/in",
          ".mpus-mine",
          "ключ/日本語 \u00fc+%25?.jpg",
          "\ud83d\ude00",
          "\uffee",
          "\u0001",
          "\u0002",
          "n".repeat(300),
          "d/".repeat(500) + "end");

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
  void everyKeyIsAnObjectOfItsOwn() {
    s3.createBucket(b -> b.bucket("keys"));
    for (String key : KEYS) {
      s3.putObject(b -> b.bucket("keys").key(key), RequestBody.fromString("under " + key));
    }
    for (String key : KEYS) {
      assertThat(s3.getObjectAsBytes(b -> b.bucket("keys").key(key)).asUtf8String())
          .isEqualTo("under " + key);
    }
    assertThat(
            s3
                .listObjectsV2Paginator(b -> b.bucket("keys").maxKeys(2).encodingType("url"))
                .contents()
                .stream()
                .map(S3Object::key))
        .containsExactlyElementsOf(
            KEYS.stream().sorted((a, b) -> Arrays.compareUnsigned(bytes(a), bytes(b))).toList());

    for (String key : KEYS) {
      s3.deleteObject(b -> b.bucket("keys").key(key));
    }
    s3.deleteBucket(b -> b.bucket("keys"));
  }

  @Test
  void folderNamesStandForWhatLiesBelow() {
    s3.createBucket(b -> b.bucket("folders"));
    for (String key : List.of("a", "a/1", "a/2", "a//3", "b-1", "b-2", "c/4")) {
      s3.putObject(b -> b.bucket("folders").key(key), RequestBody.fromString(key));
    }
    assertThat(
            s3.listObjectsV2Paginator(b -> b.bucket("folders").delimiter("/").maxKeys(1)).stream()
                .flatMap(page -> page.commonPrefixes().stream().map(CommonPrefix::prefix)))
        .containsExactly("a/", "c/");
    assertThat(
            s3.listObjectsV2(b -> b.bucket("folders").delimiter("/").prefix("a/")).commonPrefixes())
        .extracting(CommonPrefix::prefix)
        .containsExactly("a//");
    assertThat(s3.listObjectsV2(b -> b.bucket("folders").delimiter("-")).commonPrefixes())
        .extracting(CommonPrefix::prefix)
        .containsExactly("b-");
    assertThat(s3.listObjects(b -> b.bucket("folders").marker("a/1").maxKeys(2)).contents())
        .extracting(S3Object::key)
        .containsExactly("a/2", "b-1");
  }

  @Test
  void aKeyMayHave1024BytesAndNotOneMore() {
    s3.createBucket(b -> b.bucket("long"));
    s3.putObject(b -> b.bucket("long").key("ü".repeat(512)), RequestBody.fromString("long"));
    refused(
        () -> s3.putObject(b -> b.bucket("long").key("e".repeat(1025)), RequestBody.fromString("")),
        "KeyTooLongError");
  }

  @Test
  void anUploadIsUnderItsOwnKey() {
    s3.createBucket(b -> b.bucket("uploads"));
    String upload =
        s3.createMultipartUpload(b -> b.bucket("uploads").key("a//b").contentType("image/png"))
            .uploadId();
    assertThat(s3.listMultipartUploads(b -> b.bucket("uploads")).uploads())
        .singleElement()
        .satisfies(found -> assertThat(found.key()).isEqualTo("a//b"));
    refused(
        () ->
            s3.uploadPart(
                b -> b.bucket("uploads").key("other").uploadId(upload).partNumber(1),
                RequestBody.fromString("x")),
        "NoSuchUpload");
    String tag =
        s3.uploadPart(
                b -> b.bucket("uploads").key("a//b").uploadId(upload).partNumber(1),
                RequestBody.fromString("all of it"))
            .eTag();
    assertThat(s3.listObjectsV2(b -> b.bucket("uploads")).contents()).isEmpty();
    s3.completeMultipartUpload(
        b ->
            b.bucket("uploads")
                .key("a//b")
                .uploadId(upload)
                .multipartUpload(
                    m -> m.parts(CompletedPart.builder().partNumber(1).eTag(tag).build())));

    var read = s3.getObjectAsBytes(b -> b.bucket("uploads").key("a//b"));
    assertThat(read.asUtf8String()).isEqualTo("all of it");
    assertThat(read.response().contentType()).isEqualTo("image/png");
    assertThat(s3.listMultipartUploads(b -> b.bucket("uploads")).uploads()).isEmpty();
  }

  @Test
  void anUploadThatNobodyCompletesKeepsNoBucketAlive() {
    s3.createBucket(b -> b.bucket("abandoned"));
    String upload = s3.createMultipartUpload(b -> b.bucket("abandoned").key("never")).uploadId();
    s3.uploadPart(
        b -> b.bucket("abandoned").key("never").uploadId(upload).partNumber(1),
        RequestBody.fromString("x"));
    s3.putObject(b -> b.bucket("abandoned").key("there"), RequestBody.fromString("x"));
    refused(() -> s3.deleteBucket(b -> b.bucket("abandoned")), "BucketNotEmpty");
    s3.deleteObject(b -> b.bucket("abandoned").key("there"));

    s3.deleteBucket(b -> b.bucket("abandoned"));

    assertThat(folder.resolve("objects/abandoned")).doesNotExist();
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
