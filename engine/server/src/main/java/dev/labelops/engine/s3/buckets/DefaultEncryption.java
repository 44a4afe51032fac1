package dev.labelops.engine.s3.buckets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.s3.buckets.Buckets.Bucket;
import dev.labelops.engine.s3.protocol.S3Errors;
import dev.labelops.engine.s3.protocol.S3Xml;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.gaul.s3proxy.blobstore.S3Exceptions;

/**
 * What encryption an object gets: what its request asks for, or what its bucket does by default.
 */
public final class DefaultEncryption {
  /** The document's kind among a bucket's documents. */
  static final String KIND = "encryption";

  private static final String ROOT = "ServerSideEncryptionConfiguration";
  private static final Set<String> ALGORITHMS = Set.of("AES256", "aws:kms", "aws:kms:dsse");

  private final Buckets buckets;

  public DefaultEncryption(Buckets buckets) {
    this.buckets = buckets;
  }

  /** The document of a bucket for which nobody has put one. */
  static String unset() {
    return S3Xml.document(
        ROOT,
        xml -> {
          xml.writeStartElement("Rule");
          xml.writeStartElement("ApplyServerSideEncryptionByDefault");
          S3Xml.element(xml, "SSEAlgorithm", Encryption.DEFAULT.algorithm());
          xml.writeEndElement();
          S3Xml.element(xml, "BucketKeyEnabled", "false");
          xml.writeEndElement();
        });
  }

  /**
   * Checks a document.
   *
   * @throws AwsError what PutBucketEncryption answers
   */
  static void check(byte[] document) {
    JsonNode rule = rule(document);
    String algorithm = rule.path("SSEAlgorithm").asText();
    if (!ALGORITHMS.contains(algorithm)) {
      throw S3Errors.MALFORMED_XML.of();
    }
    if (algorithm.equals("AES256") && !rule.path("KMSMasterKeyID").asText().isEmpty()) {
      throw S3Errors.KEY_WITHOUT_KMS.of();
    }
  }

  /** The encryption of an object that a request writes; the arguments are null when not given. */
  public Encryption of(String bucket, String algorithm, String key, Boolean bucketKey) {
    Bucket found = buckets.find(bucket).orElseThrow(() -> S3Exceptions.noSuchBucket(bucket, ""));
    if (algorithm != null) {
      return Encryption.of(found, algorithm, key, Boolean.TRUE.equals(bucketKey));
    }
    return buckets
        .document(bucket, KIND)
        .map(document -> ofDocument(found, document.getBytes(StandardCharsets.UTF_8)))
        .orElse(Encryption.DEFAULT);
  }

  private static Encryption ofDocument(Bucket bucket, byte[] document) {
    JsonNode rule = rule(document);
    return Encryption.of(
        bucket,
        rule.path("SSEAlgorithm").asText(),
        rule.path("KMSMasterKeyID").asText(),
        S3Xml.parse(document, ROOT, JsonNode.class)
            .path("Rule")
            .path("BucketKeyEnabled")
            .asBoolean());
  }

  private static JsonNode rule(byte[] document) {
    return S3Xml.parse(document, ROOT, JsonNode.class)
        .path("Rule")
        .path("ApplyServerSideEncryptionByDefault");
  }
}
