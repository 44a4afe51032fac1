package dev.labelops.operator.iam;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which IAM actions an API operation needs. Most are called like the operation; the exceptions are
 * from the Amazon S3 User Guide, "Required permissions for Amazon S3 API operations", and from the
 * Service Authorization Reference.
 */
final class Permissions {
  private static final Map<String, String> CALLED_OTHERWISE =
      Map.ofEntries(
          Map.entry("s3:HeadBucket", "s3:ListBucket"),
          Map.entry("s3:ListObjectsV2", "s3:ListBucket"),
          Map.entry("s3:HeadObject", "s3:GetObject"),
          Map.entry("s3:GetBucketCors", "s3:GetBucketCORS"),
          Map.entry("s3:PutBucketCors", "s3:PutBucketCORS"),
          Map.entry("s3:PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
          Map.entry("s3:CreateMultipartUpload", "s3:PutObject"),
          Map.entry("s3:UploadPart", "s3:PutObject"),
          Map.entry("s3:CompleteMultipartUpload", "s3:PutObject"));

  /**
   * Tags in a create call need AddTags; the role in a labeling job, and in the trial of its
   * template, is passed on; EKS Pod Identity hands its session tags to every role that is assumed;
   * S3 uses the bucket's key as the caller.
   */
  private static final Map<String, List<String>> NEEDED_BESIDES =
      Map.of(
          "sagemaker:CreateLabelingJob", List.of("sagemaker:AddTags", "iam:PassRole"),
          "sagemaker:RenderUiTemplate", List.of("iam:PassRole"),
          "sagemaker:CreateWorkteam", List.of("sagemaker:AddTags"),
          "sagemaker:CreateWorkforce", List.of("sagemaker:AddTags"),
          "sts:AssumeRole", List.of("sts:TagSession"),
          "s3:GetObject", List.of("kms:Decrypt"),
          "s3:PutObject", List.of("kms:GenerateDataKey"));

  /** Actions without resource types: only {@code *} fits (Service Authorization Reference). */
  private static final Set<String> WITHOUT_RESOURCE =
      Set.of(
          "sagemaker:ListLabelingJobs",
          "sagemaker:ListWorkforces",
          "sagemaker:ListWorkteams",
          "sagemaker:RenderUiTemplate",
          "cognito-idp:ListUserPools",
          "cognito-idp:CreateUserPool",
          "cognito-idp:DescribeUserPoolDomain");

  private Permissions() {}

  /**
   * @param operation service prefix and API operation, for example {@code s3:HeadBucket}
   */
  static String action(String operation) {
    return CALLED_OTHERWISE.getOrDefault(operation, operation);
  }

  /** What AWS checks besides, when a call uses it. */
  static List<String> besides(String operation) {
    return NEEDED_BESIDES.getOrDefault(operation, List.of());
  }

  static boolean hasResource(String action) {
    return !WITHOUT_RESOURCE.contains(action);
  }
}
