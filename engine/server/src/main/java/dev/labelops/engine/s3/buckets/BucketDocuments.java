package dev.labelops.engine.s3.buckets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.ErrorForm;
import dev.labelops.engine.s3.protocol.S3Errors;
import dev.labelops.engine.s3.protocol.S3Xml;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The configuration documents of a bucket, kept as they were sent. */
public final class BucketDocuments {
  /**
   * What a sub-resource is called where.
   *
   * @param missing S3's error where nobody has put one; empty where S3 has a default
   */
  private record Kind(String subresource, String root, Optional<ErrorForm> missing) {}

  private static final Map<String, Kind> KINDS =
      Map.of(
          "BucketEncryption",
          new Kind(DefaultEncryption.KIND, "ServerSideEncryptionConfiguration", Optional.empty()),
          "BucketCors",
          new Kind("cors", "CORSConfiguration", Optional.of(S3Errors.NO_CORS)),
          "BucketTagging",
          new Kind("tagging", "Tagging", Optional.of(S3Errors.NO_TAG_SET)),
          "BucketOwnershipControls",
          new Kind(
              AclRules.OWNERSHIP, "OwnershipControls", Optional.of(S3Errors.NO_OWNERSHIP_CONTROLS)),
          "PublicAccessBlock",
          new Kind(
              "publicAccessBlock",
              "PublicAccessBlockConfiguration",
              Optional.of(S3Errors.NO_PUBLIC_ACCESS_BLOCK)));

  private final Buckets buckets;

  public BucketDocuments(Buckets buckets) {
    this.buckets = buckets;
  }

  /** Whether the operation, for example {@code PutBucketCors}, is about such a document. */
  public static boolean handles(String operation) {
    return KINDS.containsKey(subject(operation));
  }

  public String get(String bucket, String operation) {
    Kind kind = KINDS.get(subject(operation));
    return buckets
        .document(bucket, kind.subresource())
        .orElseGet(
            () -> {
              kind.missing()
                  .ifPresent(
                      missing -> {
                        throw missing.of();
                      });
              return DefaultEncryption.unset();
            });
  }

  /** Replaces the document after checking it; a bad one changes nothing. */
  public void put(String bucket, String operation, byte[] document) {
    Kind kind = KINDS.get(subject(operation));
    switch (kind.subresource()) {
      case "cors" -> CorsRules.parse(document);
      case DefaultEncryption.KIND -> DefaultEncryption.check(document);
      default -> S3Xml.parse(document, kind.root(), JsonNode.class);
    }
    buckets.putDocument(bucket, kind.subresource(), new String(document, StandardCharsets.UTF_8));
  }

  public void delete(String bucket, String operation) {
    buckets.removeDocument(bucket, KINDS.get(subject(operation)).subresource());
  }

  private static String subject(String operation) {
    return operation.replaceFirst("^(Get|Put|Delete)", "");
  }
}
