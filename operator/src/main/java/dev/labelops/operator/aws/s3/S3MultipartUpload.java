package dev.labelops.operator.aws.s3;

import dev.labelops.operator.aws.AwsErrors;
import dev.labelops.operator.aws.CloudFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** One upload in parts, with one part in memory at a time. */
final class S3MultipartUpload {
  private static final Logger LOG = LoggerFactory.getLogger(S3MultipartUpload.class);
  private static final String ACTION = "s3:PutObject";

  private final S3Client s3;
  private final String bucket;
  private final String key;

  S3MultipartUpload(S3Client s3, String bucket, String key) {
    this.s3 = s3;
    this.bucket = bucket;
    this.key = key;
  }

  /**
   * Writes the object unless the key exists.
   *
   * @param first the first part, {@link S3ObjectStore#PART_SIZE} bytes
   * @param rest what follows, possibly nothing
   * @throws IOException when {@code rest} breaks; the upload is aborted then, as after each failure
   */
  void write(String contentType, byte[] first, InputStream rest) throws IOException {
    String upload =
        AwsErrors.call(
            ACTION,
            () ->
                s3.createMultipartUpload(r -> r.bucket(bucket).key(key).contentType(contentType))
                    .uploadId());
    boolean completed = false;
    try {
      complete(upload, parts(upload, first, rest));
      completed = true;
    } finally {
      if (!completed) {
        abort(upload);
      }
    }
  }

  private List<CompletedPart> parts(String upload, byte[] first, InputStream rest)
      throws IOException {
    List<CompletedPart> parts = new ArrayList<>();
    for (byte[] part = first; part.length > 0; part = rest.readNBytes(S3ObjectStore.PART_SIZE)) {
      parts.add(part(upload, parts.size() + 1, part));
    }
    return parts;
  }

  private CompletedPart part(String upload, int number, byte[] content) {
    String etag =
        AwsErrors.call(
            ACTION,
            () ->
                s3.uploadPart(
                        r -> r.bucket(bucket).key(key).uploadId(upload).partNumber(number),
                        RequestBody.fromBytes(content))
                    .eTag());
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  private void complete(String upload, List<CompletedPart> parts) {
    AwsErrors.call(
        ACTION,
        () ->
            s3.completeMultipartUpload(
                r ->
                    r.bucket(bucket)
                        .key(key)
                        .uploadId(upload)
                        .ifNoneMatch("*")
                        .multipartUpload(m -> m.parts(parts))));
  }

  /**
   * Parts of an upload that nobody ends are paid for; what fails here is left to lifecycle rules.
   */
  private void abort(String upload) {
    try {
      AwsErrors.call(
          "s3:AbortMultipartUpload",
          () -> s3.abortMultipartUpload(r -> r.bucket(bucket).key(key).uploadId(upload)));
    } catch (CloudFailure failure) {
      LOG.warn("upload of s3://{}/{} not aborted: {}", bucket, key, failure.sentence());
    }
  }
}
