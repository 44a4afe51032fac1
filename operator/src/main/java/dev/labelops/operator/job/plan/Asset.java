package dev.labelops.operator.job.plan;

/**
 * A small file that the request names. Its key holds a hash of the content, so that writing it
 * again never changes what a job reads.
 *
 * @param uri {@code s3://bucket/key}
 */
public record Asset(String uri, String contentType, String content) {}
