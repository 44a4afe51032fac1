package dev.labelops.engine.s3;

import dev.labelops.engine.store.Database;
import java.time.Instant;
import java.util.Optional;

/** What the engine knows of buckets beside their objects. */
final class Buckets {
  /** A bucket; names are unique over all accounts, as in S3. */
  record Bucket(String name, String accountId, String region, Instant createdAt) {}

  private final Database database;

  Buckets(Database database) {
    this.database = database;
  }

  Optional<Bucket> find(String name) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select * from bucket where name = :name")
                    .bind("name", name)
                    .map(
                        (row, context) ->
                            new Bucket(
                                row.getString("name"),
                                row.getString("account_id"),
                                row.getString("region"),
                                row.getTimestamp("created_at").toInstant()))
                    .findOne());
  }

  void add(Bucket bucket) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate("insert into bucket values (:name, :account, :region, :created)")
                    .bind("name", bucket.name())
                    .bind("account", bucket.accountId())
                    .bind("region", bucket.region())
                    .bind("created", bucket.createdAt())
                    .execute());
  }

  void remove(String name) {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle
                    .createUpdate("delete from bucket where name = :name")
                    .bind("name", name)
                    .execute());
  }
}
