package dev.labelops.engine.s3.buckets;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.ErrorForm;
import dev.labelops.engine.s3.buckets.Buckets.Bucket;
import dev.labelops.engine.s3.protocol.S3Errors;
import dev.labelops.engine.s3.protocol.S3Xml;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of a bucket that the engine does not have, as S3 reports them where nobody has set
 * one: whoever reads all settings of a bucket, as Terraform does, finds a plain bucket.
 */
public final class UnsetSettings {

  /** By what is read, for example {@code BucketLogging}. */
  private static final Map<String, Function<HttpServletRequest, String>> ANSWERS =
      Map.ofEntries(
          none("BucketLifecycleConfiguration", S3Errors.NO_LIFECYCLE),
          none("BucketPolicy", S3Errors.NO_POLICY),
          none("BucketPolicyStatus", S3Errors.NO_POLICY),
          none("BucketWebsite", S3Errors.NO_WEBSITE),
          none("BucketReplication", S3Errors.NO_REPLICATION),
          none("ObjectLockConfiguration", S3Errors.NO_OBJECT_LOCK),
          empty("BucketLogging", "BucketLoggingStatus"),
          empty("BucketNotificationConfiguration", "NotificationConfiguration"),
          empty("BucketVersioning", "VersioningConfiguration"),
          empty("BucketAccelerateConfiguration", "AccelerateConfiguration"),
          Map.entry(
              "BucketRequestPayment",
              request ->
                  S3Xml.document(
                      "RequestPaymentConfiguration",
                      xml -> S3Xml.element(xml, "Payer", "BucketOwner"))),
          list(
              "BucketIntelligentTieringConfiguration",
              "ListBucketIntelligentTieringConfigurationsOutput"),
          list("BucketAnalyticsConfiguration", "ListBucketAnalyticsConfigurationResult"),
          list("BucketInventoryConfiguration", "ListInventoryConfigurationsResult"),
          list("BucketMetricsConfiguration", "ListMetricsConfigurationsResult"));

  private UnsetSettings() {}

  /**
   * The document that answers the operation; empty when it is about something else, or writes.
   *
   * @throws AwsError S3's code for a setting that nobody has set
   */
  public static Optional<String> answer(
      HttpServletRequest request, Bucket bucket, String operation) {
    if (operation.equals("GetBucketAcl")) {
      return Optional.of(AclRules.owners(bucket));
    }
    return operation.startsWith("Get")
        ? Optional.ofNullable(ANSWERS.get(operation.substring("Get".length())))
            .map(answer -> answer.apply(request))
        : Optional.empty();
  }

  /** Whether the operation writes such a setting, which the engine could not heed. */
  public static boolean refuses(String operation) {
    return !operation.startsWith("Get")
        && ANSWERS.containsKey(operation.replaceFirst("^(Put|Delete)", ""));
  }

  private static Map.Entry<String, Function<HttpServletRequest, String>> none(
      String subject, ErrorForm error) {
    return Map.entry(
        subject,
        request -> {
          throw error.of();
        });
  }

  private static Map.Entry<String, Function<HttpServletRequest, String>> empty(
      String subject, String root) {
    return Map.entry(subject, request -> S3Xml.document(root, xml -> {}));
  }

  // Several of a kind, each with an id: one is asked for, or all are listed.
  private static Map.Entry<String, Function<HttpServletRequest, String>> list(
      String subject, String root) {
    return Map.entry(
        subject,
        request -> {
          if (request.getParameter("id") != null) {
            throw S3Errors.NO_CONFIGURATION.of();
          }
          return S3Xml.document(root, xml -> S3Xml.element(xml, "IsTruncated", "false"));
        });
  }
}
