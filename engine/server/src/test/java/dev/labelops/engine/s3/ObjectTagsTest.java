package dev.labelops.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

/** Tags of objects: they come and go with the object. */
class ObjectTagsTest {
  private static final String BUCKET = "tagged";
  private static final Tag READABLE = Tag.builder().key("SageMaker").value("true").build();

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
  void tagsArePutReadAndRemoved() {
    put("a");
    assertThat(tags("a")).isEmpty();

    s3.putObjectTagging(b -> b.bucket(BUCKET).key("a").tagging(t -> t.tagSet(READABLE)));
    assertThat(tags("a")).containsExactly(READABLE);
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("a")).asUtf8String()).isEqualTo("a");

    s3.deleteObjectTagging(b -> b.bucket(BUCKET).key("a"));
    assertThat(tags("a")).isEmpty();
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("a")).asUtf8String()).isEqualTo("a");
  }

  @Test
  void anotherObjectUnderTheKeyHasNoneOfThem() {
    s3.putObject(
        b -> b.bucket(BUCKET).key("b").tagging("SageMaker=true"), RequestBody.fromString("b"));
    assertThat(tags("b")).containsExactly(READABLE);

    put("b");

    assertThat(tags("b")).isEmpty();
  }

  @Test
  void aCopyHasThemUnlessTheRequestReplacesThem() {
    s3.putObject(
        b -> b.bucket(BUCKET).key("c").tagging("SageMaker=true"), RequestBody.fromString("c"));
    s3.copyObject(
        b -> b.sourceBucket(BUCKET).sourceKey("c").destinationBucket(BUCKET).destinationKey("d"));
    s3.copyObject(
        b ->
            b.sourceBucket(BUCKET)
                .sourceKey("c")
                .destinationBucket(BUCKET)
                .destinationKey("e")
                .taggingDirective(TaggingDirective.REPLACE)
                .tagging("other=one"));

    assertThat(tags("d")).containsExactly(READABLE);
    assertThat(tags("e")).containsExactly(Tag.builder().key("other").value("one").build());
  }

  @Test
  void whatIsNotThereHasNoTagsAndTenAreTheMost() {
    assertThatThrownBy(() -> tags("nowhere"))
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchKey"));
    put("f");
    List<Tag> eleven =
        IntStream.range(0, 11)
            .mapToObj(i -> Tag.builder().key("k" + i).value("v").build())
            .toList();
    assertThatThrownBy(
            () ->
                s3.putObjectTagging(b -> b.bucket(BUCKET).key("f").tagging(t -> t.tagSet(eleven))))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("cannot be greater than 10");
    assertThat(tags("f")).isEmpty();
  }

  @Test
  void theObjectOfAMultipartUploadHasTheTagsOfTheUpload() {
    String id =
        s3.createMultipartUpload(b -> b.bucket(BUCKET).key("m").tagging("SageMaker=true"))
            .uploadId();
    String tag =
        s3.uploadPart(
                b -> b.bucket(BUCKET).key("m").uploadId(id).partNumber(1),
                RequestBody.fromString("m"))
            .eTag();
    s3.completeMultipartUpload(
        b ->
            b.bucket(BUCKET)
                .key("m")
                .uploadId(id)
                .multipartUpload(u -> u.parts(p -> p.partNumber(1).eTag(tag))));

    assertThat(tags("m")).containsExactly(READABLE);
    assertThat(s3.headObject(b -> b.bucket(BUCKET).key("m")).tagCount()).isEqualTo(1);
  }

  @Test
  void aWriteWithWrongTagsIsRefusedAndReplacesNothing() {
    put("g");
    for (String wrong : List.of("a=1&a=2", "=1", "a=" + "v".repeat(257), "k".repeat(129) + "=1")) {
      assertThatThrownBy(
              () ->
                  s3.putObject(
                      b -> b.bucket(BUCKET).key("g").tagging(wrong), RequestBody.fromString("new")))
          .as(wrong)
          .isInstanceOfSatisfying(
              S3Exception.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidTag"));
    }
    assertThatThrownBy(
            () ->
                s3.putObjectTagging(
                    b -> b.bucket(BUCKET).key("g").tagging(t -> t.tagSet(READABLE, READABLE))))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("same key");
    assertThat(s3.getObjectAsBytes(b -> b.bucket(BUCKET).key("g")).asUtf8String()).isEqualTo("g");
  }

  private static void put(String key) {
    s3.putObject(b -> b.bucket(BUCKET).key(key), RequestBody.fromString(key));
  }

  private static List<Tag> tags(String key) {
    return s3.getObjectTagging(b -> b.bucket(BUCKET).key(key)).tagSet();
  }
}
