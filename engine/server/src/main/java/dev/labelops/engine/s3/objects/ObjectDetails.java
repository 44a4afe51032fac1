package dev.labelops.engine.s3.objects;

import dev.labelops.engine.s3.buckets.Encryption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * What S3 reports of an object beside its bytes and headers.
 *
 * @param storageClass as S3 names it, for example {@code STANDARD_IA}
 * @param partSizes bytes of each part of the multipart upload that made the object; empty otherwise
 */
public record ObjectDetails(String storageClass, Encryption encryption, List<Long> partSizes) {
  public static final String STANDARD = "STANDARD";

  /**
   * Of an object that is written in one piece.
   *
   * @param storageClass null for {@link #STANDARD}
   */
  static ObjectDetails of(String storageClass, Encryption encryption) {
    return new ObjectDetails(storageClass == null ? STANDARD : storageClass, encryption, List.of());
  }

  ObjectDetails withParts(List<Long> sizes) {
    return new ObjectDetails(storageClass, encryption, sizes);
  }

  /** The storage class as a read reports it: {@link #STANDARD} is not named. */
  Optional<String> reportedStorageClass() {
    return Optional.of(storageClass).filter(name -> !name.equals(STANDARD));
  }

  /**
   * Binds {@code :storage}, {@code :encryption} and, where the statement has it, {@code :parts}.
   */
  <S extends SqlStatement<S>> S bindTo(S statement, boolean withParts) {
    S bound =
        statement
            .bind("storage", storageClass)
            .bind("encryption", encryption.column().orElse(null));
    return withParts ? bound.bind("parts", partsColumn()) : bound;
  }

  private String partsColumn() {
    return partSizes.isEmpty()
        ? null
        : partSizes.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  static ObjectDetails of(ResultSet row, boolean withParts) throws SQLException {
    String sizes = withParts ? row.getString("part_sizes") : null;
    return new ObjectDetails(
        row.getString("storage_class"),
        Encryption.ofColumn(row.getString("encryption")),
        sizes == null ? List.of() : Arrays.stream(sizes.split(",")).map(Long::valueOf).toList());
  }
}
