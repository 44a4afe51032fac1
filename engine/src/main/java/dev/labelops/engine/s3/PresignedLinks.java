package dev.labelops.engine.s3;

import dev.labelops.engine.EngineSettings.Key;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Links to objects behind the engine's own address, signed with a configured key. */
public final class PresignedLinks implements ObjectLinks {
  private final List<Key> keys;
  private final Supplier<URI> address;

  /**
   * @param keys the keys to sign with
   * @param address the engine's public address, known once it listens
   */
  public PresignedLinks(List<Key> keys, Supplier<URI> address) {
    this.keys = keys;
    this.address = address;
  }

  @Override
  public URI get(String accountId, String region, S3Location location, Duration valid) {
    Key key =
        keys.stream()
            .filter(k -> k.accountId().equals(accountId))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("no key is configured for account " + accountId));
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
