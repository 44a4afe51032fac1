package dev.labelops.engine.s3.buckets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.s3.protocol.S3Xml;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The configuration documents of a bucket, kept as they were sent. */
public final class BucketDocuments {
  /**
   * What a sub-resource is called where.
   *
   * @param missingCode S3's code where nobody has put one; empty where S3 has a default
   */
  private record Kind(String subresource, String root, String missingCode, String missingMessage) {}

  private static final Map<String, Kind> KINDS =
      Map.of(
          "BucketEncryption",
          new Kind(DefaultEncryption.KIND, "ServerSideEncryptionConfiguration", "", ""),
          "BucketCors",
          new Kind(
              "cors",
              "CORSConfiguration",
              "NoSuchCORSConfiguration",
              "The CORS configuration does not exist"),
          "BucketTagging",
          new Kind("tagging", "Tagging", "NoSuchTagSet", "The TagSet does not exist"),
          "BucketOwnershipControls",
          new Kind(
              AclRules.OWNERSHIP,
              "OwnershipControls",
              "OwnershipControlsNotFoundError",
              "The bucket ownership controls were not found"),
          "PublicAccessBlock",
          new Kind(
              "publicAccessBlock",
              "PublicAccessBlockConfiguration",
              "NoSuchPublicAccessBlockConfiguration",
              "The public access block configuration was not found"));

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
        .or(
            () ->
                kind.missingCode().isEmpty()
                    ? Optional.of(DefaultEncryption.unset())
                    : Optional.empty())
        .orElseThrow(() -> new AwsError(404, kind.missingCode(), kind.missingMessage()));
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
