package dev.labelops.demo.stack;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Uri;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of the engine, through the AWS SDK. */
public final class Bucket implements AutoCloseable {
  private final S3Client s3;
  private final String name;

  /** Creates the bucket if it does not exist. */
  public Bucket(URI engine, String name) {
    this.name = name;
    this.s3 =
        S3Client.builder()
            .endpointOverride(engine)
            .forcePathStyle(true)
            .region(Region.of(Stack.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(Stack.ACCESS_KEY_ID, Stack.SECRET_ACCESS_KEY)))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    try {
      s3.createBucket(
          request ->
              request
                  .bucket(name)
                  .createBucketConfiguration(place -> place.locationConstraint(Stack.REGION)));
    } catch (BucketAlreadyOwnedByYouException e) {
      // From an earlier start on the same data.
    }
  }

  /** Uploads the files under {@code prefix} and their own names. */
  public void upload(List<Path> files, String prefix) {
    files.parallelStream()
        .forEach(
            file ->
                s3.putObject(
                    request -> request.bucket(name).key(prefix + file.getFileName()), file));
  }

  /** Uploads a file under a key. */
  public void upload(Path file, String key) {
    s3.putObject(request -> request.bucket(name).key(key), file);
  }

  /** An object of any bucket of the engine as text; empty when it does not exist. */
  public Optional<String> text(String uri) {
    S3Uri parsed = s3.utilities().parseUri(URI.create(uri));
    try {
      return Optional.of(
          s3.getObjectAsBytes(
                  request ->
                      request.bucket(parsed.bucket().orElseThrow()).key(parsed.key().orElseThrow()))
              .asString(StandardCharsets.UTF_8));
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    }
  }

  /** Keys below an address of any bucket of the engine. */
  public List<String> keys(String uri) {
    S3Uri parsed = s3.utilities().parseUri(URI.create(uri));
    return s3
        .listObjectsV2Paginator(
            request ->
                request.bucket(parsed.bucket().orElseThrow()).prefix(parsed.key().orElse("")))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  /** Lines of an object of any bucket of the engine. */
  public List<String> lines(String uri) {
    return text(uri).orElseThrow(() -> new DemoException(uri + " does not exist")).lines().toList();
  }

  @Override
  public void close() {
    s3.close();
  }
}
