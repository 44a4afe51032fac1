package dev.labelops.engine.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.Key;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What belongs to one account is nothing to another, in whatever way it is asked for. */
class AccountsTest {
  @Test
  void nobodyCopiesOutOfAnotherAccountsBucket(@TempDir Path folder) {
    try (Engine engine = Engine.start(twoAccounts(folder))) {
      Clients clients = Clients.of(engine, "eu-west-1");
      S3Client owner = clients.s3();
      S3Client other = clients.with(AwsBasicCredentials.create("other", "other")).s3();
      owner.createBucket(b -> b.bucket("owners"));
      owner.putObject(b -> b.bucket("owners").key("secret"), RequestBody.fromString("secret"));
      other.createBucket(b -> b.bucket("others"));
      String upload = other.createMultipartUpload(b -> b.bucket("others").key("parts")).uploadId();

      denied(() -> other.getObjectAsBytes(b -> b.bucket("owners").key("secret")));
      denied(
          () ->
              other.copyObject(
                  b ->
                      b.sourceBucket("owners")
                          .sourceKey("secret")
                          .destinationBucket("others")
                          .destinationKey("mine")));
      denied(
          () ->
              other.uploadPartCopy(
                  b ->
                      b.sourceBucket("owners")
                          .sourceKey("secret")
                          .destinationBucket("others")
                          .destinationKey("parts")
                          .uploadId(upload)
                          .partNumber(1)));
      assertThat(other.listObjectsV2(b -> b.bucket("others")).contents()).isEmpty();
    }
  }

  private static void denied(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied"));
  }

  private static EngineSettings twoAccounts(Path folder) {
    return EngineSettings.local(folder)
        .with(
            List.of(
                new Key("test", "test", "000000000000"), new Key("other", "other", "111111111111")),
            List.of());
  }
}
