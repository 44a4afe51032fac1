package dev.labelops.engine.s3;

import dev.labelops.engine.store.Database;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Multipart uploads that have begun and are neither completed nor aborted. */
final class UploadIndex {
  /**
   * An upload.
   *
   * @param file name of the file that it will become
   */
  record Upload(String id, String bucket, String key, String file, Instant startedAt) {}

  private final Database database;

  UploadIndex(Database database) {
    this.database = database;
  }

  void add(Upload upload) {
    database.inTransaction(
        handle ->
            handle
                .createUpdate(
                    "insert into multipart_upload values (:id, :bucket, :key, :file, :started)")
                .bind("id", upload.id())
                .bind("bucket", upload.bucket())
                .bind("key", upload.key().getBytes(StandardCharsets.UTF_8))
                .bind("file", upload.file())
                .bind("started", upload.startedAt())
                .execute());
  }

  Optional<Upload> find(String id) {
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
  List<Upload> list(String bucket) {
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
    database.inTransaction(
        handle ->
            handle
                .createUpdate("delete from multipart_upload where upload_id = :id")
                .bind("id", id)
                .execute());
  }

  private static Upload upload(ResultSet row) throws SQLException {
    return new Upload(
        row.getString("upload_id"),
        row.getString("bucket"),
        new String(row.getBytes("object_key"), StandardCharsets.UTF_8),
        row.getString("file"),
        row.getTimestamp("started_at").toInstant());
  }
}
