package dev.labelops.engine.s3.buckets;

import dev.labelops.engine.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.Handle;

/** What the engine knows of buckets beside their objects. */
public final class Buckets {
  /** A bucket; names are unique over all accounts, as in S3. */
  public record Bucket(String name, String accountId, String region, Instant createdAt) {}

  private final Database database;

  public Buckets(Database database) {
    this.database = database;
  }

  public Optional<Bucket> find(String name) {
    return database.jdbi().withHandle(handle -> find(handle, name));
  }

  private static Optional<Bucket> find(Handle handle, String name) {
    return handle
        .createQuery("select * from bucket where name = :name")
        .bind("name", name)
        .map((row, context) -> bucket(row))
        .findOne();
  }

  /** The names of all buckets of all accounts. */
  public List<String> names() {
    return database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("select name from bucket").mapTo(String.class).list());
  }

  /** The account's buckets by the bytes of their names; a database may have another order. */
  public List<Bucket> list(String accountId) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select * from bucket where account_id = :account")
                    .bind("account", accountId)
                    .map((row, context) -> bucket(row))
                    .stream()
                    .sorted(Comparator.comparing(Bucket::name))
                    .toList());
  }

  /**
   * Adds a bucket with its first documents, unless the name is taken.
   *
   * @param documents by kind
   * @return the bucket that had the name before
   */
  public Optional<Bucket> add(Bucket bucket, Map<String, String> documents) {
    return database.inTransaction(
        handle -> {
          Optional<Bucket> there = find(handle, bucket.name());
          if (there.isEmpty()) {
            handle
                .createUpdate(
                    "insert into bucket (name, account_id, region, created_at)"
                        + " values (:name, :account, :region, :created)")
                .bind("name", bucket.name())
                .bind("account", bucket.accountId())
                .bind("region", bucket.region())
                .bind("created", bucket.createdAt())
                .execute();
            documents.forEach((kind, text) -> putDocument(handle, bucket.name(), kind, text));
          }
          return there;
        });
  }

  void remove(String name) {
    update(
        handle ->
            handle
                .createUpdate("delete from bucket where name = :name")
                .bind("name", name)
                .execute());
  }

  /** The configuration of one kind, as the client sent it. */
  Optional<String> document(String bucket, String kind) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select document from bucket_document where bucket = :bucket"
                            + " and kind = :kind")
                    .bind("bucket", bucket)
                    .bind("kind", kind)
                    .mapTo(String.class)
                    .findOne());
  }

  void putDocument(String bucket, String kind, String document) {
    database.inTransaction(handle -> putDocument(handle, bucket, kind, document));
  }

  private static int putDocument(Handle handle, String bucket, String kind, String document) {
    int replaced =
        write(
            handle,
            "update bucket_document set document = :document"
                + " where bucket = :bucket and kind = :kind",
            bucket,
            kind,
            document);
    return replaced > 0
        ? replaced
        : write(
            handle,
            "insert into bucket_document (bucket, kind, document)"
                + " values (:bucket, :kind, :document)",
            bucket,
            kind,
            document);
  }

  private static int write(Handle handle, String sql, String bucket, String kind, String document) {
    return handle
        .createUpdate(sql)
        .bind("bucket", bucket)
        .bind("kind", kind)
        .bind("document", document)
        .execute();
  }

  void removeDocument(String bucket, String kind) {
    update(handle -> removeDocument(handle, bucket, kind));
  }

  private static int removeDocument(Handle handle, String bucket, String kind) {
    return handle
        .createUpdate("delete from bucket_document where bucket = :bucket and kind = :kind")
        .bind("bucket", bucket)
        .bind("kind", kind)
        .execute();
  }

  private void update(ToIntFunction<Handle> statement) {
    database.jdbi().useTransaction(statement::applyAsInt);
  }

  private static Bucket bucket(ResultSet row) throws SQLException {
    return new Bucket(
        row.getString("name"),
        row.getString("account_id"),
        row.getString("region"),
        row.getTimestamp("created_at").toInstant());
  }
}
