package dev.labelops.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store relies on: times, refused rows, transactions. {@code Database}. */
@ParameterizedClass
@EnumSource(Vendor.class)
class DatabaseContractIT {
  @Parameter Vendor vendor;

  private final String id = UUID.randomUUID().toString();

  /** Before, in and after the hour that Berlin has twice, and the one that it has not. */
  @Test
  void timesComeBackWhateverTheZoneOfTheProcess() {
    List<Instant> times =
        List.of(
            Instant.parse("2026-10-25T00:30:00Z"),
            Instant.parse("2026-10-25T01:30:00Z"),
            Instant.parse("2026-10-25T02:30:00.123456Z"),
            Instant.parse("2026-03-29T01:30:00Z"),
            Instant.parse("1971-01-01T00:00:00Z"));
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    try {
      try (Database here = vendor.reopened();
          Handle handle = here.jdbi().open()) {
        for (Instant time : times) {
          String name = UUID.randomUUID().toString();
          bucket(handle, name, time);
          assertThat(createdAt(handle, name)).isEqualTo(time);
          assertThat(isCreatedBy(handle, name, time)).isTrue();
          assertThat(isCreatedBy(handle, name, time.minusSeconds(1))).isFalse();
          try (Handle elsewhere = vendor.database().jdbi().open()) {
            assertThat(createdAt(elsewhere, name)).isEqualTo(time);
          }
        }
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  @Test
  void aRowThatIsThereAndOneWithoutItsParentAreToldApart() {
    vendor.database().jdbi().useHandle(handle -> bucket(handle, id, Instant.EPOCH));
    assertThatThrownBy(
            () -> vendor.database().jdbi().useHandle(handle -> bucket(handle, id, Instant.EPOCH)))
        .isInstanceOfSatisfying(
            JdbiException.class,
            e -> {
              assertThat(Database.isDuplicate(e)).isTrue();
              assertThat(Database.isWithoutParent(e)).isFalse();
            });
    assertThatThrownBy(
            () ->
                vendor
                    .database()
                    .jdbi()
                    .useHandle(handle -> document(handle, "no-such-" + id, "cors")))
        .isInstanceOfSatisfying(
            JdbiException.class,
            e -> {
              assertThat(Database.isDuplicate(e)).isFalse();
              assertThat(Database.isWithoutParent(e)).isTrue();
            });
  }

  /** PostgreSQL refuses everything that follows an error in a transaction. */
  @Test
  void aCollisionIsRepeatedInATransactionOfItsOwn() {
    AtomicInteger tries = new AtomicInteger();
    String outcome =
        vendor
            .database()
            .inTransaction(
                handle -> {
                  if (tries.incrementAndGet() == 1) {
                    // Not useHandle: in this thread that is the transaction's own.
                    try (Handle other = vendor.database().jdbi().open()) {
                      bucket(other, id, Instant.EPOCH);
                    }
                  } else if (createdAt(handle, id).equals(Instant.EPOCH)) {
                    return "seen";
                  }
                  bucket(handle, id, Instant.parse("2030-01-01T00:00:00Z"));
                  return "added";
                });
    assertThat(outcome).isEqualTo("seen");
    assertThat(tries).hasValue(2);
  }

  @Test
  void whatFailsLeavesNothing() {
    assertThatThrownBy(
            () ->
                vendor
                    .database()
                    .inTransaction(
                        handle -> {
                          bucket(handle, id, Instant.EPOCH);
                          throw new IllegalStateException("the work failed");
                        }))
        .hasMessage("the work failed");
    int rows =
        vendor
            .database()
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("select count(*) from bucket where name = :name")
                        .bind("name", id)
                        .mapTo(Integer.class)
                        .one());
    assertThat(rows).isZero();
  }

  @Test
  void oneOfManyAtOnceAdds() {
    long added =
        IntStream.range(0, 8)
            .parallel()
            .filter(
                i ->
                    vendor
                        .database()
                        .<Boolean>inTransaction(
                            handle -> {
                              boolean there =
                                  handle
                                      .createQuery("select name from bucket where name = :name")
                                      .bind("name", id)
                                      .mapTo(String.class)
                                      .findOne()
                                      .isPresent();
                              if (!there) {
                                bucket(handle, id, Instant.EPOCH);
                              }
                              return !there;
                            }))
            .count();
    assertThat(added).isOne();
  }

  private static void bucket(Handle handle, String name, Instant createdAt) {
    handle
        .createUpdate(
            "insert into bucket (name, account_id, region, created_at)"
                + " values (:name, '000000000000', 'eu-west-1', :created)")
        .bind("name", name)
        .bind("created", createdAt)
        .execute();
  }

  private static void document(Handle handle, String bucket, String kind) {
    handle
        .createUpdate(
            "insert into bucket_document (bucket, kind, document) values (:bucket, :kind, 'x')")
        .bind("bucket", bucket)
        .bind("kind", kind)
        .execute();
  }

  private static Instant createdAt(Handle handle, String name) {
    return handle
        .createQuery("select created_at from bucket where name = :name")
        .bind("name", name)
        .map((row, context) -> row.getTimestamp("created_at").toInstant())
        .one();
  }

  private static boolean isCreatedBy(Handle handle, String name, Instant when) {
    return handle
        .createQuery("select name from bucket where name = :name and created_at <= :when")
        .bind("name", name)
        .bind("when", when)
        .mapTo(String.class)
        .findOne()
        .isPresent();
  }
}
