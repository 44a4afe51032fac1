package dev.labelops.operator.aws.s3;

import java.time.Instant;

/**
 * What S3 says of an object without its content.
 *
 * @param size bytes
 * @param etag without quotes; changes with the content
 */
public record StoredObject(String key, long size, String etag, Instant lastModified) {}
