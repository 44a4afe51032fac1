package dev.labelops.engine.s3;

import dev.labelops.engine.front.SigningKey;
import dev.labelops.groundtruth.S3Location;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Links to objects behind the engine's own address, signed with a key of the engine's own. */
public final class PresignedLinks implements ObjectLinks {
  private final Function<String, SigningKey> keys;
  private final Supplier<URI> address;

  /**
   * @param keys the key to sign with, by account
   * @param address the engine's public address, known once it listens
   */
  public PresignedLinks(Function<String, SigningKey> keys, Supplier<URI> address) {
    this.keys = keys;
    this.address = address;
  }

  @Override
  public URI get(String accountId, String region, S3Location location, Duration valid) {
    SigningKey key = keys.apply(accountId);
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(address.get())
            .region(Region.of(region))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build()) {
      return URI.create(
          presigner
              .presignGetObject(
                  request ->
                      request
                          .signatureDuration(valid)
                          .getObjectRequest(
                              get -> get.bucket(location.bucket()).key(location.key())))
              .url()
              .toString());
    }
  }
}
