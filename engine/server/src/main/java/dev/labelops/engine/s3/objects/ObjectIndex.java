package dev.labelops.engine.s3.objects;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.store.Database;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.function.Consumer;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * Which objects the engine keeps and in which file the bytes of each are. An object is there, is
 * another one or is deleted with one commit, so that nobody ever sees a part of it.
 */
public final class ObjectIndex {
  /**
   * An object.
   *
   * @param file name of the file below the bucket's folder
   * @param tags the object's Tagging document
   */
  public record Entry(
      String key,
      String file,
      long size,
      String eTag,
      Instant modifiedAt,
      Optional<String> tags,
      ObjectDetails details) {}

  private static final byte[] NOTHING = {};
  private static final String INSERT =
      "insert into stored_object (bucket, object_key, file, size, etag, modified_at,"
          + " tags, storage_class, encryption, part_sizes) values (:bucket, :key,"
          + " :file, :size, :etag, :modified, :tags, :storage, :encryption, :parts)";
  private static final String REPLACE =
      "update stored_object set file = :file, size = :size, etag = :etag,"
          + " modified_at = :modified, tags = :tags, storage_class = :storage,"
          + " encryption = :encryption, part_sizes = :parts"
          + " where bucket = :bucket and object_key = :key";

  private final Database database;
  private final ReadWriteLock bucketLife;

  /**
   * @param bucketLife held for writing while a bucket is removed, and for reading while something
   *     is put in one. PostgreSQL sees to this itself with the foreign key; H2, which one process
   *     has for itself, lets a row in whose bucket is removed at the same time.
   */
  public ObjectIndex(Database database, ReadWriteLock bucketLife) {
    this.database = database;
    this.bucketLife = bucketLife;
  }

  public Optional<Entry> find(String bucket, String key) {
    return database.jdbi().withHandle(handle -> find(handle, bucket, key, ""));
  }

  /**
   * Puts an object in the place of the one before it.
   *
   * @param condition sees the object before and throws when this one must not replace it
   * @param upload the multipart upload that ends with this; empty for none
   * @return the object before; nothing names its file any more
   * @throws AwsError when the condition did not hold or the upload has ended: nothing was put
   * @throws NoSuchBucketException when the bucket does not exist: nothing was put. After any other
   *     exception the object may be there all the same, for example when only the answer of the
   *     commit was lost.
   */
  Optional<Entry> put(
      String bucket, Entry entry, Consumer<Optional<Entry>> condition, Optional<String> upload) {
    bucketLife.readLock().lock();
    try {
      return database.inTransaction(
          handle -> {
            Optional<Entry> before = find(handle, bucket, entry.key(), " for update");
            condition.accept(before);
            upload.ifPresent(id -> UploadIndex.end(handle, id));
            // Replaced in place: whoever waits for the row of a deleted one finds none in
            // PostgreSQL.
            write(handle, before.isPresent() ? REPLACE : INSERT, bucket, entry);
            return before;
          });
    } catch (JdbiException e) {
      throw Database.isWithoutParent(e) ? S3Exceptions.noSuchBucket(bucket, "") : e;
    } finally {
      bucketLife.readLock().unlock();
    }
  }

  private static void write(Handle handle, String sql, String bucket, Entry entry) {
    entry
        .details()
        .bindTo(
            handle
                .createUpdate(sql)
                .bind("bucket", bucket)
                .bind("key", bytes(entry.key()))
                .bind("file", entry.file())
                .bind("size", entry.size())
                .bind("etag", entry.eTag())
                .bind("modified", entry.modifiedAt())
                .bind("tags", entry.tags().orElse(null)),
            true)
        .execute();
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
    return database.jdbi().withHandle(handle -> range(handle, bucket, from, to, limit));
  }

  private static List<Entry> range(
      Handle handle, String bucket, byte[] from, byte[] to, int limit) {
    return handle
        .createQuery(
            "select * from stored_object where bucket = :bucket and object_key >= :from"
                + (to.length == 0 ? "" : " and object_key < :to")
                + " order by object_key fetch first :limit rows only")
        .bind("bucket", bucket)
        .bind("from", from)
        .bind("limit", limit)
        .bindMap(to.length == 0 ? Map.of() : Map.of("to", to))
        .map((row, context) -> entry(row))
        .list();
  }

  /** What an empty bucket left behind: nothing names these any more. */
  record Leftovers(Set<String> files, Set<String> uploads) {}

  /**
   * Removes a bucket that holds nothing but unfinished uploads and objects whose keys begin so.
   *
   * @return empty when it holds something else
   */
  Optional<Leftovers> removeBucket(String bucket, String exceptFor) {
    bucketLife.writeLock().lock();
    try {
      return database.inTransaction(
          handle -> {
            // Whoever puts something in waits for this lock, or this for them.
            handle
                .createQuery("select name from bucket where name = :bucket for update")
                .bind("bucket", bucket)
                .mapTo(String.class)
                .findOne();
            if (!isEmpty(handle, bucket, exceptFor)) {
              return Optional.empty();
            }
            Leftovers left = new Leftovers(files(handle, bucket), UploadIndex.ids(handle, bucket));
            handle
                .createUpdate("delete from bucket where name = :bucket")
                .bind("bucket", bucket)
                .execute();
            return Optional.of(left);
          });
    } finally {
      bucketLife.writeLock().unlock();
    }
  }

  private static boolean isEmpty(Handle handle, String bucket, String exceptFor) {
    byte[] from = bytes(exceptFor);
    byte[] to = bytes(exceptFor);
    to[to.length - 1]++;
    return range(handle, bucket, NOTHING, from, 1).isEmpty()
        && range(handle, bucket, to, NOTHING, 1).isEmpty();
  }

  /** The files of all objects of a bucket. */
  Set<String> files(String bucket) {
    return database.jdbi().withHandle(handle -> files(handle, bucket));
  }

  private static Set<String> files(Handle handle, String bucket) {
    return handle
        .createQuery("select file from stored_object where bucket = :bucket")
        .bind("bucket", bucket)
        .mapTo(String.class)
        .set();
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
        Optional.ofNullable(row.getString("tags")),
        ObjectDetails.of(row, true));
  }
}
