package dev.labelops.engine.s3.protocol;

import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Names the S3 operation that a request is, as S3's API reference does. */
public final class S3OperationName {
  private static final Map<String, String> BUCKET_SUBRESOURCES = new LinkedHashMap<>();

  static {
    BUCKET_SUBRESOURCES.put("cors", "BucketCors");
    BUCKET_SUBRESOURCES.put("tagging", "BucketTagging");
    BUCKET_SUBRESOURCES.put("ownershipControls", "BucketOwnershipControls");
    BUCKET_SUBRESOURCES.put("publicAccessBlock", "PublicAccessBlock");
    BUCKET_SUBRESOURCES.put("location", "BucketLocation");
    BUCKET_SUBRESOURCES.put("versioning", "BucketVersioning");
    BUCKET_SUBRESOURCES.put("encryption", "BucketEncryption");
    BUCKET_SUBRESOURCES.put("acl", "BucketAcl");
    BUCKET_SUBRESOURCES.put("policy", "BucketPolicy");
    BUCKET_SUBRESOURCES.put("policyStatus", "BucketPolicyStatus");
    BUCKET_SUBRESOURCES.put("website", "BucketWebsite");
    BUCKET_SUBRESOURCES.put("replication", "BucketReplication");
    BUCKET_SUBRESOURCES.put("object-lock", "ObjectLockConfiguration");
    BUCKET_SUBRESOURCES.put("logging", "BucketLogging");
    BUCKET_SUBRESOURCES.put("accelerate", "BucketAccelerateConfiguration");
    BUCKET_SUBRESOURCES.put("requestPayment", "BucketRequestPayment");
    BUCKET_SUBRESOURCES.put("intelligent-tiering", "BucketIntelligentTieringConfiguration");
    BUCKET_SUBRESOURCES.put("analytics", "BucketAnalyticsConfiguration");
    BUCKET_SUBRESOURCES.put("inventory", "BucketInventoryConfiguration");
    BUCKET_SUBRESOURCES.put("metrics", "BucketMetricsConfiguration");
    BUCKET_SUBRESOURCES.put("lifecycle", "BucketLifecycleConfiguration");
    BUCKET_SUBRESOURCES.put("notification", "BucketNotificationConfiguration");
  }

  /** What S3 has and the engine has not. */
  public static final String NOT_IMPLEMENTED = "NotImplemented";

  private static final Set<String> KNOWN_WITHOUT_VALUE =
      Set.of(
          "uploads",
          "versions",
          "delete",
          "attributes",
          "prefix",
          "delimiter",
          "marker",
          "key-marker",
          "upload-id-marker",
          "version-id-marker",
          "continuation-token",
          "start-after",
          "encoding-type",
          "max-keys",
          "max-uploads",
          "fetch-owner",
          "bucket-region",
          "versionId");
  private static final Set<String> OF_BUCKETS =
      Set.of(
          "uploads", "versions", "list-type", "delimiter", "marker", "max-keys", "encoding-type");
  private static final Set<String> OBJECT_SUBRESOURCES = Set.of("tagging", "acl");

  private S3OperationName() {}

  public static String of(HttpServletRequest request, S3Address address) {
    Map<String, String> query = parameters(request.getQueryString());
    // A request about a sub-resource must not be taken for one about the bucket or object itself.
    Set<String> known = address.isBucket() ? BUCKET_SUBRESOURCES.keySet() : OBJECT_SUBRESOURCES;
    if (query.entrySet().stream().anyMatch(part -> isUnknownSubresource(part, known))) {
      return NOT_IMPLEMENTED;
    }
    if (address.bucket().isEmpty()) {
      return request.getMethod().equals("GET") ? "ListBuckets" : NOT_IMPLEMENTED;
    }
    return address.isBucket() ? ofBucket(request.getMethod(), query) : ofObject(request, query);
  }

  /** Whether a GET with this query reads a bucket, and not the list of all. */
  static boolean isAboutBucket(String query) {
    Set<String> names = parameters(query).keySet();
    return names.stream()
        .anyMatch(name -> BUCKET_SUBRESOURCES.containsKey(name) || OF_BUCKETS.contains(name));
  }

  private static String ofBucket(String method, Map<String, String> query) {
    for (Map.Entry<String, String> sub : BUCKET_SUBRESOURCES.entrySet()) {
      if (query.containsKey(sub.getKey())) {
        return verb(method) + sub.getValue();
      }
    }
    if (query.containsKey("uploads")) {
      return "ListMultipartUploads";
    }
    if (query.containsKey("versions")) {
      return "ListObjectVersions";
    }
    return switch (method) {
      case "PUT" -> "CreateBucket";
      case "DELETE" -> "DeleteBucket";
      case "HEAD" -> "HeadBucket";
      case "POST" -> query.containsKey("delete") ? "DeleteObjects" : "PostObject";
      default -> "2".equals(query.get("list-type")) ? "ListObjectsV2" : "ListObjects";
    };
  }

  private static String ofObject(HttpServletRequest request, Map<String, String> query) {
    String method = request.getMethod();
    boolean copy = request.getHeader("x-amz-copy-source") != null;
    if (query.containsKey("tagging")) {
      return verb(method) + "ObjectTagging";
    }
    if (query.containsKey("acl")) {
      return verb(method) + "ObjectAcl";
    }
    if (query.containsKey("uploads")) {
      return "CreateMultipartUpload";
    }
    if (query.containsKey("uploadId")) {
      return switch (method) {
        case "PUT" -> copy ? "UploadPartCopy" : "UploadPart";
        case "POST" -> "CompleteMultipartUpload";
        case "DELETE" -> "AbortMultipartUpload";
        default -> "ListParts";
      };
    }
    return method.equals("PUT") && copy ? "CopyObject" : verb(method) + "Object";
  }

  private static boolean isUnknownSubresource(
      Map.Entry<String, String> parameter, Set<String> known) {
    String name = parameter.getKey();
    return parameter.getValue().isEmpty()
        && !name.isEmpty()
        && !name.startsWith("X-Amz-")
        && !name.startsWith("response-")
        && !KNOWN_WITHOUT_VALUE.contains(name)
        && !known.contains(name);
  }

  private static String verb(String method) {
    return method.charAt(0) + method.substring(1).toLowerCase(java.util.Locale.ROOT);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query != null) {
      for (String part : query.split("&")) {
        int equals = part.indexOf('=');
        parameters.put(
            equals < 0 ? part : part.substring(0, equals),
            equals < 0 ? "" : part.substring(equals + 1));
      }
    }
    return parameters;
  }
}
