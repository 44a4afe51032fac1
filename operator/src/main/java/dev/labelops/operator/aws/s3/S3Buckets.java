package dev.labelops.operator.aws.s3;

import dev.labelops.operator.aws.AwsErrors;
import dev.labelops.operator.aws.CloudFailure;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CORSRule;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Buckets and their settings; see {@link ObjectStore}. */
final class S3Buckets {
  private static final String REGION_HEADER = "x-amz-bucket-region";

  private final S3Client s3;
  private final String region;

  S3Buckets(S3Client s3, String region) {
    this.s3 = s3;
    this.region = region;
  }

  Optional<String> region(String bucket) {
    return S3ObjectStore.unlessNotFound(
        () -> AwsErrors.call("s3:ListBucket", () -> headBucket(bucket)).or(() -> location(bucket)));
  }

  /** Region as HeadBucket's answer or redirect names it; empty when the header is missing. */
  private Optional<String> headBucket(String bucket) {
    try {
      return Optional.ofNullable(s3.headBucket(r -> r.bucket(bucket)).bucketRegion());
    } catch (S3Exception e) {
      return AwsErrors.header(e, REGION_HEADER)
          .filter(there -> e.statusCode() < 403 && !there.equals(region))
          .map(Optional::of)
          .orElseThrow(() -> e);
    }
  }

  /** For servers without the header. The location of the oldest region is empty. */
  private Optional<String> location(String bucket) {
    String constraint =
        AwsErrors.call(
            "s3:GetBucketLocation",
            () -> s3.getBucketLocation(r -> r.bucket(bucket)).locationConstraintAsString());
    return Optional.of(constraint == null || constraint.isEmpty() ? "us-east-1" : constraint);
  }

  void create(String bucket) {
    try {
      AwsErrors.call(
          "s3:CreateBucket",
          () ->
              s3.createBucket(
                  r -> {
                    r.bucket(bucket);
                    if (!region.equals("us-east-1")) {
                      r.createBucketConfiguration(c -> c.locationConstraint(region));
                    }
                  }));
    } catch (CloudFailure failure) {
      if (failure.code().equals("BucketAlreadyOwnedByYou")) {
        return;
      }
      throw failure;
    }
    blockPublicAccess(bucket);
  }

  /**
   * S3 does this itself for every new bucket since 2023; other servers may not know the call, and
   * then have nothing to block.
   */
  private void blockPublicAccess(String bucket) {
    try {
      AwsErrors.call(
          "s3:PutBucketPublicAccessBlock",
          () ->
              s3.putPublicAccessBlock(
                  r ->
                      r.bucket(bucket)
                          .publicAccessBlockConfiguration(
                              c ->
                                  c.blockPublicAcls(true)
                                      .ignorePublicAcls(true)
                                      .blockPublicPolicy(true)
                                      .restrictPublicBuckets(true))));
    } catch (CloudFailure failure) {
      if (!failure.code().equals("NotImplemented")) {
        throw failure;
      }
    }
  }

  List<CorsRule> cors(String bucket) {
    try {
      return AwsErrors.call(
              "s3:GetBucketCORS", () -> s3.getBucketCors(r -> r.bucket(bucket)).corsRules())
          .stream()
          .map(S3Buckets::rule)
          .toList();
    } catch (CloudFailure failure) {
      if (failure.code().equals("NoSuchCORSConfiguration")) {
        return List.of();
      }
      throw failure;
    }
  }

  void putCors(String bucket, List<CorsRule> rules) {
    List<CORSRule> wire = rules.stream().map(S3Buckets::wire).toList();
    AwsErrors.call(
        "s3:PutBucketCORS",
        () -> s3.putBucketCors(r -> r.bucket(bucket).corsConfiguration(c -> c.corsRules(wire))));
  }

  private static CorsRule rule(CORSRule rule) {
    return new CorsRule(
        Optional.ofNullable(rule.id()),
        rule.allowedHeaders(),
        rule.allowedMethods(),
        rule.allowedOrigins(),
        rule.exposeHeaders(),
        Optional.ofNullable(rule.maxAgeSeconds()));
  }

  private static CORSRule wire(CorsRule rule) {
    CORSRule.Builder wire =
        CORSRule.builder()
            .id(rule.id().orElse(null))
            .allowedMethods(rule.allowedMethods())
            .allowedOrigins(rule.allowedOrigins())
            .maxAgeSeconds(rule.maxAgeSeconds().orElse(null));
    if (!rule.allowedHeaders().isEmpty()) {
      wire.allowedHeaders(rule.allowedHeaders());
    }
    if (!rule.exposeHeaders().isEmpty()) {
      wire.exposeHeaders(rule.exposeHeaders());
    }
    return wire.build();
  }
}
