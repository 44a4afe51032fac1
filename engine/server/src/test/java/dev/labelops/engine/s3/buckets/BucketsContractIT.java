package dev.labelops.engine.s3.buckets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.s3.buckets.Buckets.Bucket;
import dev.labelops.engine.store.Vendor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code Buckets}. */
@ParameterizedClass
@EnumSource(Vendor.class)
class BucketsContractIT {
  @Parameter Vendor vendor;

  private final String account = UUID.randomUUID().toString().substring(0, 12);
  private final Instant now = Instant.parse("2026-11-29T10:00:00.123456Z");
  private Buckets buckets;

  @BeforeEach
  void open() {
    buckets = new Buckets(vendor.database());
  }

  @Test
  void aNameIsTakenOnce() {
    Bucket mine = bucket("taken");
    assertThat(buckets.add(mine, Map.of("ownershipControls", "<x/>"))).isEmpty();
    assertThat(buckets.find(mine.name())).contains(mine);
    Bucket other = new Bucket(mine.name(), "000000000009", "us-east-1", now);
    assertThat(buckets.add(other, Map.of("cors", "<y/>"))).contains(mine);
    assertThat(buckets.find(mine.name())).contains(mine);
    assertThat(buckets.document(mine.name(), "cors")).isEmpty();
    assertThat(buckets.document(mine.name(), "ownershipControls")).contains("<x/>");
    assertThat(buckets.names()).contains(mine.name());
  }

  @Test
  void bucketsAreListedInTheOrderOfTheirBytes() {
    List<String> names = List.of("a-b", "a-z", "a.a", "a0", "aa", "ab");
    names.reversed().forEach(name -> buckets.add(bucket(name), Map.of()));
    assertThat(buckets.list(account))
        .extracting(Bucket::name)
        .containsExactlyElementsOf(names.stream().map(this::named).toList());
    assertThat(buckets.list("none")).isEmpty();
  }

  @Test
  void documentsAreReplacedAndGoWithTheirBucket() {
    Bucket bucket = bucket("documents");
    buckets.add(bucket, Map.of());
    buckets.putDocument(bucket.name(), "cors", "first");
    String longText = "<\u00fc'\"\\>".repeat(20_000);
    buckets.putDocument(bucket.name(), "cors", longText);
    buckets.putDocument(bucket.name(), "tagging", "tags");
    assertThat(buckets.document(bucket.name(), "cors")).contains(longText);
    buckets.removeDocument(bucket.name(), "tagging");
    buckets.removeDocument(bucket.name(), "tagging");
    assertThat(buckets.document(bucket.name(), "tagging")).isEmpty();
    buckets.remove(bucket.name());
    assertThat(buckets.find(bucket.name())).isEqualTo(Optional.empty());
    assertThat(buckets.document(bucket.name(), "cors")).isEmpty();
  }

  private Bucket bucket(String name) {
    return new Bucket(named(name), account, "eu-west-1", now);
  }

  private String named(String name) {
    return account + "." + name;
  }
}
