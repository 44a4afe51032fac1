package dev.labelops.engine.s3.objects;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.s3.protocol.S3Errors;
import dev.labelops.engine.store.Database;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** Multipart uploads that have begun and are neither completed nor aborted. */
public final class UploadIndex {
  /**
   * An upload.
   *
   * @param file part of the names of its parts' files
   * @param tags the Tagging document of the object that it will become
   * @param details of the object that it will become
   */
  public record Upload(
      String id,
      String bucket,
      String key,
      String file,
      Instant startedAt,
      Optional<String> tags,
      ObjectDetails details) {}

  private final Database database;
  private final ReadWriteLock bucketLife;

  /**
   * @param bucketLife as {@link ObjectIndex} has it
   */
  public UploadIndex(Database database, ReadWriteLock bucketLife) {
    this.database = database;
    this.bucketLife = bucketLife;
  }

  /**
   * Adds an upload.
   *
   * @throws NoSuchBucketException when its bucket does not exist
   */
  void add(Upload upload) {
    bucketLife.readLock().lock();
    try {
      database.inTransaction(
          handle ->
              upload
                  .details()
                  .bindTo(
                      handle
                          .createUpdate(
                              "insert into multipart_upload (upload_id, bucket, object_key, file,"
                                  + " started_at, tags, storage_class, encryption) values (:id,"
                                  + " :bucket, :key, :file, :started, :tags, :storage,"
                                  + " :encryption)")
                          .bind("id", upload.id())
                          .bind("bucket", upload.bucket())
                          .bind("key", upload.key().getBytes(StandardCharsets.UTF_8))
                          .bind("file", upload.file())
                          .bind("started", upload.startedAt())
                          .bind("tags", upload.tags().orElse(null)),
                      false)
                  .execute());
    } catch (JdbiException e) {
      throw Database.isWithoutParent(e) ? S3Exceptions.noSuchBucket(upload.bucket(), "") : e;
    } finally {
      bucketLife.readLock().unlock();
    }
  }

  public Optional<Upload> find(String id) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select * from multipart_upload where upload_id = :id")
                    .bind("id", id)
                    .map((row, context) -> upload(row))
                    .findOne());
  }

  /** The bucket's uploads by the time at which they began. */
  public List<Upload> list(String bucket) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select * from multipart_upload where bucket = :bucket"
                            + " order by started_at, upload_id")
                    .bind("bucket", bucket)
                    .map((row, context) -> upload(row))
                    .list());
  }

  void remove(String id) {
    database.jdbi().useTransaction(handle -> end(handle, id));
  }

  /**
   * Ends an upload.
   *
   * @throws AwsError when it has ended already
   */
  static void end(Handle handle, String id) {
    int rows =
        handle
            .createUpdate("delete from multipart_upload where upload_id = :id")
            .bind("id", id)
            .execute();
    if (rows == 0) {
      throw S3Errors.NO_SUCH_UPLOAD.of();
    }
  }

  static Set<String> ids(Handle handle, String bucket) {
    return handle
        .createQuery("select upload_id from multipart_upload where bucket = :bucket")
        .bind("bucket", bucket)
        .mapTo(String.class)
        .set();
  }

  /** The ids of the bucket's uploads. */
  Set<String> ids(String bucket) {
    return database.jdbi().withHandle(handle -> ids(handle, bucket));
  }

  private static Upload upload(ResultSet row) throws SQLException {
    return new Upload(
        row.getString("upload_id"),
        row.getString("bucket"),
        new String(row.getBytes("object_key"), StandardCharsets.UTF_8),
        row.getString("file"),
        row.getTimestamp("started_at").toInstant(),
        Optional.ofNullable(row.getString("tags")),
        ObjectDetails.of(row, false));
  }
}
