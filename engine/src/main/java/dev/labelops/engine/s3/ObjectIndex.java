package dev.labelops.engine.s3;

import dev.labelops.engine.store.Database;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Which objects the engine keeps and in which file the bytes of each lie. An object is there, is
 * another one or is gone with one commit, so that nobody ever sees a part of it.
 */
final class ObjectIndex {
  /**
   * An object.
   *
   * @param file name of the file below the bucket's folder
   * @param tags the object's Tagging document
   */
  record Entry(
      String key, String file, long size, String eTag, Instant modifiedAt, Optional<String> tags) {}

  private static final byte[] NOTHING = {};

  private final Database database;

  ObjectIndex(Database database) {
    this.database = database;
  }

  Optional<Entry> find(String bucket, String key) {
    return database.jdbi().withHandle(handle -> find(handle, bucket, key, ""));
  }

  /**
   * Puts an object in the place of the one before it.
   *
   * @param condition sees the object before and throws when this one must not replace it
   * @return the object before; nothing names its file any more
   */
  Optional<Entry> put(String bucket, Entry entry, Consumer<Optional<Entry>> condition) {
    return database.inTransaction(
        handle -> {
          Optional<Entry> before = find(handle, bucket, entry.key(), " for update");
          condition.accept(before);
          before.ifPresent(old -> remove(handle, bucket, old));
          handle
              .createUpdate(
                  "insert into stored_object values"
                      + " (:bucket, :key, :file, :size, :etag, :modified, :tags)")
              .bind("bucket", bucket)
              .bind("key", bytes(entry.key()))
              .bind("file", entry.file())
              .bind("size", entry.size())
              .bind("etag", entry.eTag())
              .bind("modified", entry.modifiedAt())
              .bind("tags", entry.tags().orElse(null))
              .execute();
          return before;
        });
  }

  /**
   * Takes an object out.
   *
   * @param condition sees the object and throws when it must stay
   * @return the object; nothing names its file any more
   */
  Optional<Entry> remove(String bucket, String key, Consumer<Optional<Entry>> condition) {
    return database.inTransaction(
        handle -> {
          Optional<Entry> there = find(handle, bucket, key, " for update");
          condition.accept(there);
          there.ifPresent(entry -> remove(handle, bucket, entry));
          return there;
        });
  }

  /** Replaces the tags of an object; nothing happens when it is not there. */
  void tag(String bucket, String key, Optional<String> tags) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "update stored_object set tags = :tags"
                        + " where bucket = :bucket and object_key = :key")
                .bind("tags", tags.orElse(null))
                .bind("bucket", bucket)
                .bind("key", bytes(key))
                .execute());
  }

  /**
   * Objects of a bucket in the order of their keys' bytes.
   *
   * @param from the first key, inclusive; empty for the beginning
   * @param to the end, exclusive; empty for no end
   */
  List<Entry> range(String bucket, byte[] from, byte[] to, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select * from stored_object where bucket = :bucket and object_key >= :from"
                            + (to.length == 0 ? "" : " and object_key < :to")
                            + " order by object_key fetch first :limit rows only")
                    .bind("bucket", bucket)
                    .bind("from", from)
                    .bind("limit", limit)
                    .bindMap(to.length == 0 ? Map.of() : Map.of("to", to))
                    .map((row, context) -> entry(row))
                    .list());
  }

  /** Whether the bucket holds nothing but objects whose keys begin so. */
  boolean isEmpty(String bucket, String exceptFor) {
    byte[] from = bytes(exceptFor);
    byte[] to = bytes(exceptFor);
    to[to.length - 1]++;
    return range(bucket, NOTHING, from, 1).isEmpty() && range(bucket, to, NOTHING, 1).isEmpty();
  }

  /** The files of all objects of a bucket. */
  Set<String> files(String bucket) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select file from stored_object where bucket = :bucket")
                    .bind("bucket", bucket)
                    .mapTo(String.class)
                    .set());
  }

  private static Optional<Entry> find(Handle handle, String bucket, String key, String locking) {
    return handle
        .createQuery(
            "select * from stored_object where bucket = :bucket and object_key = :key" + locking)
        .bind("bucket", bucket)
        .bind("key", bytes(key))
        .map((row, context) -> entry(row))
        .findOne();
  }

  private static void remove(Handle handle, String bucket, Entry entry) {
    handle
        .createUpdate("delete from stored_object where bucket = :bucket and object_key = :key")
        .bind("bucket", bucket)
        .bind("key", bytes(entry.key()))
        .execute();
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        new String(row.getBytes("object_key"), StandardCharsets.UTF_8),
        row.getString("file"),
        row.getLong("size"),
        row.getString("etag"),
        row.getTimestamp("modified_at").toInstant(),
        Optional.ofNullable(row.getString("tags")));
  }
}
