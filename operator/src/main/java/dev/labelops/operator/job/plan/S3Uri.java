package dev.labelops.operator.job.plan;

/**
 * {@code s3://bucket/key}.
 *
 * @param key possibly empty
 */
public record S3Uri(String bucket, String key) {
  public static S3Uri parse(String uri) {
    String rest = uri.substring("s3://".length());
    int slash = rest.indexOf('/');
    return slash < 0
        ? new S3Uri(rest, "")
        : new S3Uri(rest.substring(0, slash), rest.substring(slash + 1));
  }

  /** The S3OutputPath that an output manifest's address tells. */
  public static String outputUri(String outputManifestUri, String jobName) {
    int end = outputManifestUri.lastIndexOf("/" + jobName + "/manifests/output/");
    return end < 0 ? outputManifestUri : outputManifestUri.substring(0, end + 1);
  }

  /** Where Ground Truth writes the result of a job (ground-truth-reference 6.3). */
  public static String outputManifest(String outputUri, String jobName) {
    return outputUri.replaceAll("/+$", "") + "/" + jobName + "/manifests/output/output.manifest";
  }
}
