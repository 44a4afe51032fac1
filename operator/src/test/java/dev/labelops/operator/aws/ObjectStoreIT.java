package dev.labelops.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.operator.aws.s3.CorsRule;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.s3.S3ObjectStore;
import dev.labelops.operator.aws.s3.StoredObject;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.TestSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The port to S3 over real HTTP. */
class ObjectStoreIT {
  private static final String REGION = "eu-central-1";

  private static Engine engine;
  private static AwsClients clients;
  private static CrashPoints calls;
  private static ObjectStore store;
  private static S3Client s3;

  @BeforeAll
  static void start(@TempDir Path data) {
    engine = Engine.start(EngineSettings.local(data));
    calls = CrashPoints.none();
    clients = new AwsClients(TestSettings.of(engine.address(), REGION), List.of(calls));
    store = ObjectStore.in(clients, clients.scope(null));
    s3 = clients.s3(clients.scope(null));
  }

  @AfterAll
  static void stop() {
    clients.close();
    engine.close();
  }

  @Test
  void bucketsAreMadeInTheRegionAndFoundFromElsewhere() {
    assertThat(store.bucketRegion("life")).isEmpty();
    store.createBucket("life");
    store.createBucket("life");
    assertThat(store.bucketRegion("life")).contains(REGION);
    AwsClients.Scope virginia =
        new AwsClients.Scope("us-east-1", Optional.empty(), Optional.empty());
    ObjectStore elsewhere = ObjectStore.in(clients, virginia);
    assertThat(elsewhere.bucketRegion("life")).contains(REGION);
    elsewhere.createBucket("oldest");
    assertThat(store.bucketRegion("oldest")).contains("us-east-1");
  }

  @Test
  void corsRulesComeBackAsTheyWereWritten() {
    store.createBucket("shared");
    assertThat(store.cors("shared")).isEmpty();
    List<CorsRule> rules =
        List.of(
            new CorsRule(
                Optional.of("uploads"),
                List.of("x-amz-*", "content-type"),
                List.of("PUT", "POST"),
                List.of("https://app.example.com"),
                List.of("ETag"),
                Optional.of(3000)),
            new CorsRule(
                Optional.empty(),
                List.of(),
                List.of("GET"),
                List.of("*"),
                List.of(),
                Optional.empty()));
    store.putCors("shared", rules);
    assertThat(store.cors("shared"))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("id")
        .isEqualTo(rules);
    assertThat(store.cors("shared").getFirst().id()).contains("uploads");
    assertThatThrownBy(() -> store.cors("no-such-bucket"))
        .isInstanceOfSatisfying(
            CloudFailure.class,
            failure -> {
              assertThat(failure.errorClass()).isEqualTo(ErrorClass.NOT_FOUND);
              assertThat(failure.action()).isEqualTo("s3:GetBucketCORS");
            });
  }

  @Test
  void listingsAreReadPageByPage() {
    store.createBucket("many");
    ObjectStore store = new S3ObjectStore(s3, REGION, 10);
    IntStream.range(0, 25)
        .forEach(i -> put("many", "a/%04d ü+&.jpg".formatted(i), "x".repeat(i % 3)));
    put("many", "b/c/d.jpg", "x");
    put("many", "b/e.jpg", "x");
    int before = calls.calls().size();
    Iterator<StoredObject> objects = store.list("many", "a/").iterator();
    assertThat(objects.next().key()).isEqualTo("a/0000 ü+&.jpg");
    assertThat(calls.calls().size() - before).as("calls for the first object").isEqualTo(1);
    assertThat(store.list("many", "a/").map(StoredObject::key))
        .hasSize(25)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(calls.calls().size() - before).as("three pages more").isEqualTo(4);
    assertThat(store.list("many", "a/0002").toList())
        .singleElement()
        .satisfies(
            object -> {
              assertThat(object.size()).isEqualTo(2);
              assertThat(object.etag()).doesNotContain("\"").isNotEmpty();
              assertThat(object.lastModified()).isNotNull();
            });
    assertThat(store.folders("many", "")).containsExactly("a/", "b/");
    assertThat(store.folders("many", "b/")).containsExactly("b/c/");
    assertThat(store.list("many", "nothing")).isEmpty();
    assertThatThrownBy(() -> store.list("no-such-bucket", "").toList())
        .isInstanceOfSatisfying(
            CloudFailure.class,
            failure -> assertThat(failure.errorClass()).isEqualTo(ErrorClass.NOT_FOUND));
  }

  private static void put(String bucket, String key, String content) {
    s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(content));
  }

  @Test
  void nothingIsEverReplaced() {
    store.createBucket("fixed");
    assertThat(write("fixed", "one.txt", "first")).isTrue();
    assertThat(write("fixed", "one.txt", "second")).isFalse();
    assertThat(text("fixed", "one.txt")).contains("first");
    assertThat(text("fixed", "none.txt")).isEmpty();
    assertThat(text("no-such-bucket", "none.txt")).isEmpty();
    assertThat(store.head("fixed", "none.txt")).isEmpty();
    assertThat(store.head("fixed", "one.txt").orElseThrow().size()).isEqualTo(5);
  }

  private static boolean write(String bucket, String key, String content) {
    return store.putIfAbsent(
        bucket,
        key,
        "text/plain",
        new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static Optional<String> text(String bucket, String key) {
    return store.read(
        bucket,
        key,
        (about, content) -> new String(content.readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void bigContentGoesInPartsAndArrivesWhole() {
    store.createBucket("big");
    byte[] content = new byte[2 * S3ObjectStore.PART_SIZE + 12_345];
    new Random(7).nextBytes(content);
    assertThat(
            store.putIfAbsent(
                "big", "whole.bin", "application/octet-stream", new ByteArrayInputStream(content)))
        .isTrue();
    assertThat(calls.calls()).contains("S3:CompleteMultipartUpload");
    assertThat(store.read("big", "whole.bin", (about, in) -> in.readAllBytes()).orElseThrow())
        .isEqualTo(content);
    assertThat(store.read("big", "whole.bin", (about, in) -> in.readNBytes(10)).orElseThrow())
        .as("a reader may stop early")
        .isEqualTo(Arrays.copyOf(content, 10));
  }

  @Test
  void aBrokenUploadLeavesNothing() {
    store.createBucket("broken");
    InputStream breaks =
        new InputStream() {
          private int left = 2 * S3ObjectStore.PART_SIZE + 1;

          @Override
          public int read() throws IOException {
            if (left-- <= 0) {
              throw new IOException("the disk is gone");
            }
            return 1;
          }
        };
    assertThatThrownBy(() -> store.putIfAbsent("broken", "never.bin", "text/plain", breaks))
        .isInstanceOfSatisfying(
            CloudFailure.class,
            failure -> assertThat(failure.errorClass()).isEqualTo(ErrorClass.TRANSIENT))
        .hasMessage("the disk is gone");
    assertThat(s3.listMultipartUploads(r -> r.bucket("broken")).uploads()).isEmpty();
    assertThat(store.head("broken", "never.bin")).isEmpty();
  }

  @Test
  void keysThatXmlCannotHoldAreListedAsTheyAre() {
    store.createBucket("strange");
    List<String> keys =
        List.of(
            "a/Icon\r",
            "a/notes\u0003.txt",
            "a/plus+and space.jpg",
            "a/per%20cent.jpg",
            "a/\u00e4 & <b>.jpg",
            "a/tab\there/x.jpg");
    keys.forEach(
        key -> s3.putObject(r -> r.bucket("strange").key(key), RequestBody.fromString("x")));
    try (Stream<StoredObject> listed = store.list("strange", "a/")) {
      assertThat(listed.map(StoredObject::key)).containsExactlyInAnyOrderElementsOf(keys);
    }
    assertThat(store.folders("strange", "a/")).containsExactly("a/tab\there/");
  }
}
