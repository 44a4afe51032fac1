package dev.labelops.operator.aws.s3;

import dev.labelops.operator.aws.AwsErrors;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** {@link ObjectStore} through the AWS SDK. */
public final class S3ObjectStore implements ObjectStore {
  /** Size of one part of an upload; S3 wants at least 5 MiB. */
  public static final int PART_SIZE = 8 << 20;

  private static final int PAGE_SIZE = 1000;

  private final S3Client s3;
  private final S3Buckets buckets;
  private final int pageSize;

  public S3ObjectStore(S3Client s3, String region) {
    this(s3, region, PAGE_SIZE);
  }

  /**
   * @param pageSize keys that one listing call asks for, at most 1,000
   */
  public S3ObjectStore(S3Client s3, String region, int pageSize) {
    this.s3 = s3;
    this.buckets = new S3Buckets(s3, region);
    this.pageSize = pageSize;
  }

  @Override
  public Optional<String> bucketRegion(String bucket) {
    return buckets.region(bucket);
  }

  @Override
  public void createBucket(String bucket) {
    buckets.create(bucket);
  }

  @Override
  public List<CorsRule> cors(String bucket) {
    return buckets.cors(bucket);
  }

  @Override
  public void putCors(String bucket, List<CorsRule> rules) {
    buckets.putCors(bucket, rules);
  }

  @Override
  public Stream<StoredObject> list(String bucket, String prefix) {
    return pages(bucket, prefix, null)
        .flatMap(page -> page.contents().stream())
        .map(S3ObjectStore::stored);
  }

  @Override
  public List<String> folders(String bucket, String prefix) {
    return pages(bucket, prefix, "/")
        .flatMap(page -> page.commonPrefixes().stream())
        .map(CommonPrefix::prefix)
        .toList();
  }

  private Stream<ListObjectsV2Response> pages(String bucket, String prefix, String delimiter) {
    return Stream.iterate(
        page(bucket, prefix, delimiter, null),
        Objects::nonNull,
        page ->
            Boolean.TRUE.equals(page.isTruncated())
                ? page(bucket, prefix, delimiter, page.nextContinuationToken())
                : null);
  }

  /**
   * With keys encoded on the wire: XML cannot hold every character that a key can, and one such key
   * would make the whole listing unreadable. The SDK decodes them.
   */
  private ListObjectsV2Response page(String bucket, String prefix, String delimiter, String token) {
    return AwsErrors.call(
        "s3:ListBucket",
        () ->
            s3.listObjectsV2(
                r ->
                    r.bucket(bucket)
                        .prefix(prefix)
                        .delimiter(delimiter)
                        .encodingType(EncodingType.URL)
                        .maxKeys(pageSize)
                        .continuationToken(token)));
  }

  @Override
  public Optional<StoredObject> head(String bucket, String key) {
    return unlessNotFound(
        () -> {
          HeadObjectResponse head =
              AwsErrors.call("s3:GetObject", () -> s3.headObject(r -> r.bucket(bucket).key(key)));
          return Optional.of(
              new StoredObject(
                  key,
                  size(key, head.contentLength()),
                  unquoted(head.eTag()),
                  head.lastModified()));
        });
  }

  @Override
  public <T> Optional<T> read(String bucket, String key, ContentReader<T> reader) {
    return unlessNotFound(
        () -> {
          ResponseInputStream<GetObjectResponse> content =
              AwsErrors.call("s3:GetObject", () -> s3.getObject(r -> r.bucket(bucket).key(key)));
          return Optional.ofNullable(drain(key, content, reader));
        });
  }

  private static <T> T drain(
      String key, ResponseInputStream<GetObjectResponse> content, ContentReader<T> reader) {
    GetObjectResponse head = content.response();
    boolean done = false;
    try {
      StoredObject about =
          new StoredObject(
              key, size(key, head.contentLength()), unquoted(head.eTag()), head.lastModified());
      T result = reader.read(about, open(content));
      done = content.read() < 0;
      return result;
    } catch (IOException e) {
      throw AwsErrors.interrupted("s3:GetObject", e);
    } catch (SdkException e) {
      throw AwsErrors.classify("s3:GetObject", e);
    } finally {
      if (!done) {
        content.abort();
      }
    }
  }

  /**
   * Parsers like Jackson close what they read, and a closed stream cannot say that it has ended.
   */
  private static InputStream open(InputStream content) {
    return new FilterInputStream(content) {
      @Override
      public void close() {}
    };
  }

  @Override
  public boolean putIfAbsent(String bucket, String key, String contentType, InputStream content) {
    try {
      byte[] first = content.readNBytes(PART_SIZE);
      if (first.length < PART_SIZE) {
        AwsErrors.call(
            "s3:PutObject",
            () ->
                s3.putObject(
                    r -> r.bucket(bucket).key(key).contentType(contentType).ifNoneMatch("*"),
                    RequestBody.fromBytes(first)));
      } else {
        new S3MultipartUpload(s3, bucket, key).write(contentType, first, content);
      }
      return true;
    } catch (IOException e) {
      throw AwsErrors.interrupted("s3:PutObject", e);
    } catch (CloudFailure failure) {
      if (failure.errorClass() == ErrorClass.EXISTS) {
        return false;
      }
      throw failure;
    }
  }

  static <T> Optional<T> unlessNotFound(Supplier<Optional<T>> request) {
    try {
      return request.get();
    } catch (CloudFailure failure) {
      if (failure.errorClass() == ErrorClass.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static StoredObject stored(S3Object object) {
    return new StoredObject(
        object.key(), object.size(), unquoted(object.eTag()), object.lastModified());
  }

  /** A proxy between may send an answer on without its length. */
  private static long size(String key, Long contentLength) {
    if (contentLength == null) {
      throw new CloudFailure(
          ErrorClass.TRANSIENT,
          "s3:GetObject",
          "NoContentLength",
          "the answer for '" + key + "' has no Content-Length, which a proxy may have removed",
          null);
    }
    return contentLength;
  }

  private static String unquoted(String etag) {
    return etag == null ? "" : etag.replace("\"", "");
  }
}
