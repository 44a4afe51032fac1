package dev.labelops.engine.s3.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.s3.buckets.Buckets;
import dev.labelops.engine.s3.buckets.Encryption;
import dev.labelops.engine.s3.objects.ObjectIndex.Entry;
import dev.labelops.engine.s3.objects.UploadIndex.Upload;
import dev.labelops.engine.store.Vendor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** {@code ObjectIndex} and {@code UploadIndex}. */
@ParameterizedClass
@EnumSource(Vendor.class)
class ObjectIndexContractIT {
  private static final byte[] NO_END = {};
  private static final Encryption PLAIN = new Encryption("AES256", Optional.empty(), false);

  @Parameter Vendor vendor;

  private final String bucket = "objects-" + UUID.randomUUID();
  private final Instant now = Instant.parse("2026-11-29T10:00:00.123456Z");
  private final ReadWriteLock bucketLife = new ReentrantReadWriteLock();
  private ObjectIndex objects;
  private UploadIndex uploads;

  @BeforeEach
  void open() {
    objects = new ObjectIndex(vendor.database(), bucketLife);
    uploads = new UploadIndex(vendor.database(), bucketLife);
    new Buckets(vendor.database())
        .add(new Buckets.Bucket(bucket, "000000000000", "eu-west-1", now), Map.of());
  }

  @Test
  void anObjectComesBackAsItWasPut() {
    Entry plain = entry("a/\u00fc \u0001\ud83d\ude00", "file");
    Entry full =
        new Entry(
            "full",
            "file-2",
            5L << 40,
            "\"e-3\"",
            now,
            Optional.of("<Tagging>\u00fc</Tagging>"),
            new ObjectDetails(
                "STANDARD_IA",
                new Encryption("aws:kms", Optional.of("arn:aws:kms:eu-west-1:0:key/k"), true),
                List.of(5L << 30, 1L)));
    assertThat(put(plain)).isEmpty();
    assertThat(put(full)).isEmpty();
    assertThat(objects.find(bucket, plain.key())).contains(plain);
    assertThat(objects.find(bucket, "full")).contains(full);
    assertThat(objects.find(bucket, "FULL")).isEmpty();
    assertThat(put(entry("full", "file-3"))).contains(full);
    assertThat(objects.files(bucket)).containsExactlyInAnyOrder("file", "file-3");
    objects.tag(bucket, "full", Optional.of("tags"));
    objects.tag(bucket, "not there", Optional.of("tags"));
    assertThat(objects.find(bucket, "full").flatMap(Entry::tags)).contains("tags");
    assertThat(objects.remove(bucket, "full", there -> {})).isPresent();
    assertThat(objects.remove(bucket, "full", there -> {})).isEmpty();
  }

  @Test
  void aConditionThatDoesNotHoldLeavesTheObjectBefore() {
    Entry before = entry("k", "before");
    put(before);
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                objects.put(
                    bucket,
                    entry("k", "after"),
                    there -> {
                      throw new IllegalStateException(there.orElseThrow().file());
                    },
                    Optional.empty()))
        .withMessage("before");
    assertThat(objects.find(bucket, "k")).contains(before);
  }

  @Test
  void keysAreInTheOrderOfTheirBytes() {
    List<String> keys =
        List.of("!", "0", "A", "Z", "_", "a", "a-b", "a/b", "ab", "\u00e4", "\ud83d\ude00");
    keys.reversed().forEach(key -> put(entry(key, "file of " + key)));
    assertThat(objects.range(bucket, NO_END, NO_END, 100))
        .extracting(Entry::key)
        .containsExactlyElementsOf(keys);
    assertThat(objects.range(bucket, bytes("Z"), bytes("ab"), 3))
        .extracting(Entry::key)
        .containsExactly("Z", "_", "a");
  }

  @Test
  void nothingIsPutInABucketThatIsGone() {
    assertThatExceptionOfType(NoSuchBucketException.class)
        .isThrownBy(
            () -> objects.put("no-" + bucket, entry("k", "f"), there -> {}, Optional.empty()));
    assertThatExceptionOfType(NoSuchBucketException.class)
        .isThrownBy(() -> uploads.add(upload("id-" + bucket, "no-" + bucket, "k")));
  }

  @Test
  void anUploadEndsOnceAndItsObjectComesWithThat() {
    Upload upload = upload("u-" + bucket, bucket, "k");
    uploads.add(upload);
    assertThat(uploads.find(upload.id())).contains(upload);
    assertThat(uploads.ids(bucket)).containsExactly(upload.id());
    objects.put(bucket, entry("k", "whole"), there -> {}, Optional.of(upload.id()));
    assertThat(uploads.find(upload.id())).isEmpty();
    assertThatExceptionOfType(AwsError.class)
        .isThrownBy(
            () -> objects.put(bucket, entry("k", "again"), there -> {}, Optional.of(upload.id())));
    assertThat(objects.find(bucket, "k").map(Entry::file)).contains("whole");
    assertThatExceptionOfType(AwsError.class).isThrownBy(() -> uploads.remove(upload.id()));
  }

  @Test
  void uploadsAreListedByTheTimeAtWhichTheyBegan() {
    for (int i : List.of(2, 0, 1)) {
      Upload first = upload(i + "-" + bucket, bucket, "k");
      uploads.add(
          new Upload(
              first.id(), bucket, "k", "f", now.plusMillis(i), Optional.empty(), first.details()));
    }
    assertThat(uploads.list(bucket))
        .extracting(Upload::id)
        .containsExactly("0-" + bucket, "1-" + bucket, "2-" + bucket);
  }

  @Test
  void onlyAnEmptyBucketIsRemovedAndSaysWhatItLeft() {
    put(entry("k", "f"));
    put(entry(".stub-1", "stub"));
    uploads.add(upload("left-" + bucket, bucket, "k2"));
    assertThat(objects.removeBucket(bucket, ".stub-")).isEmpty();
    objects.remove(bucket, "k", there -> {});
    assertThat(objects.removeBucket(bucket, ".stub-"))
        .hasValueSatisfying(
            left -> {
              assertThat(left.files()).containsExactly("stub");
              assertThat(left.uploads()).containsExactly("left-" + bucket);
            });
    assertThat(objects.find(bucket, ".stub-1")).isEmpty();
    assertThat(uploads.list(bucket)).isEmpty();
  }

  @Test
  void ofManyThatPutAtOnceEachSeesTheOneBefore() {
    long first =
        IntStream.range(0, 8)
            .parallel()
            .filter(i -> put(entry("contended", "file-" + i)).isEmpty())
            .count();
    assertThat(first).isOne();
    assertThat(objects.files(bucket)).hasSize(1);
  }

  private Optional<Entry> put(Entry entry) {
    return objects.put(bucket, entry, there -> {}, Optional.empty());
  }

  private Entry entry(String key, String file) {
    return new Entry(
        key, file, 3, "\"etag\"", now, Optional.empty(), ObjectDetails.of(null, PLAIN));
  }

  private Upload upload(String id, String of, String key) {
    return new Upload(
        id, of, key, "part", now, Optional.of("<Tagging/>"), ObjectDetails.of("GLACIER", PLAIN));
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
