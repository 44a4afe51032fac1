package dev.labelops.engine.s3.buckets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.s3.buckets.Buckets.Bucket;
import dev.labelops.engine.s3.protocol.PathStyleRequest;
import dev.labelops.engine.s3.protocol.RequestRules;
import dev.labelops.engine.s3.protocol.S3Errors;
import dev.labelops.engine.s3.protocol.S3Xml;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/**
 * Access control lists. In a bucket whose objects all belong to its owner ({@code
 * BucketOwnerEnforced}, as every new bucket is) they are off: only the one that says just that may
 * be sent. Elsewhere none may make public what the bucket blocks from being public.
 */
public final class AclRules {
  static final String CANNED = "x-amz-acl";

  /** Kind of the document that says whose the objects of a bucket are. */
  static final String OWNERSHIP = "ownershipControls";

  static final String ENFORCED = "BucketOwnerEnforced";
  private static final List<String> GRANTS =
      List.of(
          "x-amz-grant-full-control",
          "x-amz-grant-read",
          "x-amz-grant-write",
          "x-amz-grant-read-acp",
          "x-amz-grant-write-acp");
  private static final String OWNERS = "bucket-owner-full-control";
  private static final Set<String> PUBLIC =
      Set.of("public-read", "public-read-write", "authenticated-read");
  private static final Set<String> PRIVATE = Set.of("private", OWNERS, "bucket-owner-read");
  private static final String LOG = "log-delivery-write";
  private static final ObjectCannedACL UNKNOWN = ObjectCannedACL.UNKNOWN_TO_SDK_VERSION;
  private static final String ROOT = "AccessControlPolicy";

  private final Buckets buckets;

  public AclRules(Buckets buckets) {
    this.buckets = buckets;
  }

  /** Whether lists are off in the bucket. */
  public boolean isOff(Bucket bucket) {
    return buckets
        .document(bucket.name(), OWNERSHIP)
        .map(AclRules::ownership)
        .filter(ENFORCED::equals)
        .isPresent();
  }

  private static String ownership(String document) {
    return parsed(document, "OwnershipControls").path("Rule").path("ObjectOwnership").asText();
  }

  /**
   * Checks the list that a write has.
   *
   * @param document the body, where the request is about the list itself and no header has one
   */
  public void check(HttpServletRequest request, Bucket bucket, Optional<byte[]> document) {
    Optional<String> canned = RequestRules.value(request, CANNED);
    if (canned
        .filter(acl -> ObjectCannedACL.fromValue(acl) == UNKNOWN && !acl.equals(LOG))
        .isPresent()) {
      throw S3Errors.NO_SUCH_CANNED_ACL.of(canned.get());
    }
    List<String> grants = grants(request);
    if (isOff(bucket)) {
      boolean owners =
          canned.filter(acl -> !acl.equals(OWNERS)).isEmpty()
              && grants.stream().allMatch(grant -> isOwners(grant, bucket))
              && document.filter(body -> !isOwners(body, bucket)).isEmpty();
      if (!owners) {
        throw S3Errors.ACLS_ARE_OFF.of();
      }
      return;
    }
    if (canned.filter(PUBLIC::contains).isPresent() && blocksPublic(bucket)) {
      throw S3Errors.ACCESS_DENIED.of();
    }
    if (!grants.stream().allMatch(grant -> isOwners(grant, bucket))) {
      throw S3Errors.GRANTS_NOT_IMPLEMENTED.of();
    }
  }

  /** Checks the list of a bucket that is to be created. */
  static void checkNew(HttpServletRequest request, String ownership) {
    boolean isPrivate =
        RequestRules.value(request, CANNED).filter(acl -> !PRIVATE.contains(acl)).isEmpty()
            && grants(request).isEmpty();
    if (ownership.equals(ENFORCED) && !isPrivate) {
      throw S3Errors.ACL_WITH_OWNERSHIP.of();
    }
  }

  /** What S3Proxy has to see of the list: it knows two of them. */
  public PathStyleRequest forwarded(PathStyleRequest request, Bucket bucket) {
    Optional<String> canned = RequestRules.value(request, CANNED);
    if (isOff(bucket)) {
      return request.without(CANNED);
    }
    return canned
        .map(acl -> request.with(CANNED, PRIVATE.contains(acl) ? "private" : acl))
        .orElse(request);
  }

  /** The list of everything in a bucket in which lists are off. */
  public static String owners(Bucket bucket) {
    return S3Xml.document(
        ROOT,
        xml -> {
          xml.writeStartElement("Owner");
          S3Xml.element(xml, "ID", bucket.accountId());
          xml.writeEndElement();
          xml.writeStartElement("AccessControlList");
          xml.writeStartElement("Grant");
          xml.writeStartElement("Grantee");
          xml.writeNamespace("xsi", "http://www.w3.org/2001/XMLSchema-instance");
          xml.writeAttribute(
              "xsi", "http://www.w3.org/2001/XMLSchema-instance", "type", "CanonicalUser");
          S3Xml.element(xml, "ID", bucket.accountId());
          xml.writeEndElement();
          S3Xml.element(xml, "Permission", "FULL_CONTROL");
          xml.writeEndElement();
          xml.writeEndElement();
        });
  }

  private static List<String> grants(HttpServletRequest request) {
    return GRANTS.stream()
        .flatMap(
            name -> RequestRules.value(request, name).map(value -> name + ":" + value).stream())
        .toList();
  }

  private static boolean isOwners(String grant, Bucket bucket) {
    return grant
        .replaceAll("[\\s\"]", "")
        .equals("x-amz-grant-full-control:id=" + bucket.accountId());
  }

  private static boolean isOwners(byte[] body, Bucket bucket) {
    JsonNode grant = S3Xml.parse(body, ROOT, JsonNode.class).at("/AccessControlList/Grant");
    return grant.isObject()
        && grant.path("Permission").asText().equals("FULL_CONTROL")
        && grant.at("/Grantee/ID").asText().equals(bucket.accountId());
  }

  private boolean blocksPublic(Bucket bucket) {
    return buckets
        .document(bucket.name(), "publicAccessBlock")
        .map(document -> parsed(document, "PublicAccessBlockConfiguration"))
        .filter(block -> block.path("BlockPublicAcls").asBoolean())
        .isPresent();
  }

  private static JsonNode parsed(String document, String root) {
    return S3Xml.parse(document.getBytes(StandardCharsets.UTF_8), root, JsonNode.class);
  }
}
