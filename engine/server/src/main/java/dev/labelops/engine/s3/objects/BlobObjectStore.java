package dev.labelops.engine.s3.objects;

import dev.labelops.engine.accounts.Principal;
import dev.labelops.engine.s3.ObjectStore;
import dev.labelops.engine.s3.buckets.Buckets;
import dev.labelops.engine.s3.buckets.Cors;
import dev.labelops.groundtruth.S3Location;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.jdbi.v3.core.JdbiException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The objects behind the engine's own S3 as one account may use them, without HTTP. */
public final class BlobObjectStore implements ObjectStore {
  private final Principal principal;
  private final BlobStore blobs;
  private final Buckets buckets;
  private final Cors cors;

  public BlobObjectStore(Principal principal, BlobStore blobs, Buckets buckets, Cors cors) {
    this.principal = principal;
    this.blobs = blobs;
    this.buckets = buckets;
    this.cors = cors;
  }

  @Override
  public Optional<InputStream> read(S3Location location) throws IOException {
    return ifFound(
        location,
        () ->
            blobs.getBlob(
                GetObjectRequest.builder().bucket(location.bucket()).key(location.key()).build()));
  }

  @Override
  public void write(S3Location location, Content content, String contentType) throws IOException {
    // S3 wants the length first, so what is produced on the way is written to a file before.
    Path file = Files.createTempFile("labelops-object", null);
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        content.writeTo(out);
      } catch (FileSystemException e) {
        throw ofFiles(e);
      }
      try (InputStream in = Files.newInputStream(file)) {
        put(location, in, Files.size(file), contentType);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void write(S3Location location, byte[] content, String contentType) throws IOException {
    put(location, new ByteArrayInputStream(content), content.length, contentType);
  }

  private void put(S3Location location, InputStream content, long length, String contentType)
      throws IOException {
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(location.bucket())
            .key(location.key())
            .contentType(contentType)
            .contentLength(length)
            .build();
    if (ifFound(location, () -> blobs.putBlob(request, content)).isEmpty()) {
      throw isGone(location.bucket())
          ? new NoSuchFileException(location.toString(), null, "the bucket does not exist")
          : new IOException(location + " could not be written, although its bucket exists");
    }
  }

  // Whatever a failed call says, only the bucket itself shows that it was deleted.
  private boolean isGone(String bucket) throws IOException {
    try {
      return buckets.find(bucket).isEmpty() || !blobs.containerExists(bucket);
    } catch (RuntimeException e) {
      throw new IOException(
          "it could not be determined whether the bucket " + bucket + " exists", e);
    }
  }

  @Override
  public List<String> list(S3Location prefix) throws IOException {
    List<String> keys = new ArrayList<>();
    String token = null;
    do {
      String from = token;
      Optional<ListObjectsV2Response> page =
          ifFound(
              prefix,
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
    return ifFound(location, () -> blobs.blobExists(location.bucket(), location.key()))
        .orElse(false);
  }

  @Override
  public Optional<Long> size(S3Location location) throws IOException {
    return head(location).map(HeadObjectResponse::contentLength);
  }

  @Override
  public Optional<String> etag(S3Location location) throws IOException {
    return head(location).map(HeadObjectResponse::eTag);
  }

  private Optional<HeadObjectResponse> head(S3Location location) throws IOException {
    return ifFound(
        location,
        () ->
            blobs.blobMetadata(
                HeadObjectRequest.builder().bucket(location.bucket()).key(location.key()).build()));
  }

  @Override
  public Optional<String> bucketRegion(String bucket) throws IOException {
    checkOwner(bucket);
    return buckets.find(bucket).map(Buckets.Bucket::region);
  }

  @Override
  public boolean allowsBrowserGet(String bucket) throws IOException {
    checkOwner(bucket);
    return cors.allowsAnyPage(bucket);
  }

  private void checkOwner(String bucket) throws AccessDeniedException {
    Optional<String> owner = buckets.find(bucket).map(Buckets.Bucket::accountId);
    if (owner.isPresent() && !owner.get().equals(principal.accountId())) {
      throw new AccessDeniedException(
          "s3://" + bucket, null, "account " + principal.accountId() + " has no access to it");
    }
  }

  // What the keeper of the objects denies stays denied; what it cannot do just now may be tried
  // again.
  private <T> Optional<T> ifFound(S3Location location, Supplier<T> call) throws IOException {
    checkOwner(location.bucket());
    try {
      return Optional.ofNullable(call.get());
    } catch (S3Exception e) {
      if (e.statusCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      if (e.statusCode() == HttpURLConnection.HTTP_FORBIDDEN) {
        throw new AccessDeniedException(location.toString(), null, e.getMessage());
      }
      throw new IOException(e);
    } catch (SdkException | JdbiException e) {
      throw new IOException(e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof IOException failed) {
        throw ofFiles(failed);
      }
      throw e;
    }
  }

  // About a file below the objects, such an exception says nothing of buckets and accounts.
  private static IOException ofFiles(IOException failed) {
    return failed instanceof FileSystemException ? new IOException(failed) : failed;
  }
}
