package dev.labelops.engine.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects behind the engine's own S3, read and written without HTTP. */
final class BlobObjectStore implements ObjectStore {
  private final BlobStore blobs;
  private final Buckets buckets;
  private final Cors cors;

  BlobObjectStore(BlobStore blobs, Buckets buckets, Cors cors) {
    this.blobs = blobs;
    this.buckets = buckets;
    this.cors = cors;
  }

  @Override
  public Optional<InputStream> read(S3Location location) throws IOException {
    return ifFound(
        () ->
            blobs.getBlob(
                GetObjectRequest.builder().bucket(location.bucket()).key(location.key()).build()));
  }

  @Override
  public void write(S3Location location, byte[] content, String contentType) throws IOException {
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(location.bucket())
            .key(location.key())
            .contentType(contentType)
            .contentLength((long) content.length)
            .build();
    ifFound(() -> blobs.putBlob(request, new ByteArrayInputStream(content)))
        .orElseThrow(() -> new IOException("no bucket " + location.bucket()));
  }

  @Override
  public List<String> list(S3Location prefix) throws IOException {
    List<String> keys = new ArrayList<>();
    String token = null;
    do {
      String from = token;
      Optional<ListObjectsV2Response> page =
          ifFound(
              () ->
                  blobs.list(
                      ListObjectsV2Request.builder()
                          .bucket(prefix.bucket())
                          .prefix(prefix.key())
                          .continuationToken(from)
                          .maxKeys(1000)
                          .build()));
      page.ifPresent(found -> found.contents().stream().map(S3Object::key).forEach(keys::add));
      token = page.map(ListObjectsV2Response::nextContinuationToken).orElse(null);
    } while (token != null);
    return keys;
  }

  @Override
  public boolean exists(S3Location location) throws IOException {
    return ifFound(() -> blobs.blobExists(location.bucket(), location.key())).orElse(false);
  }

  @Override
  public Optional<String> bucketRegion(String bucket) {
    return buckets.find(bucket).map(Buckets.Bucket::region);
  }

  @Override
  public boolean allowsBrowserGet(String bucket) {
    return cors.allowsAnyPage(bucket);
  }

  private static <T> Optional<T> ifFound(Supplier<T> call) throws IOException {
    try {
      return Optional.ofNullable(call.get());
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return Optional.empty();
      }
      throw new IOException(e);
    } catch (SdkException e) {
      throw new IOException(e);
    }
  }
}
