package dev.labelops.engine.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/** Who am I, and temporary keys that really sign. */
class StsTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static Clients clients;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    clients = Clients.of(engine, "eu-west-1");
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void theCallerIsTheAccountOfTheKey() {
    var identity = clients.sts().getCallerIdentity();
    assertThat(identity.account()).isEqualTo("000000000000");
    assertThat(identity.arn()).isEqualTo("arn:aws:iam::000000000000:root");
  }

  @Test
  void anAssumedRoleActsInItsOwnAccount() {
    Credentials keys = assume("arn:aws:iam::111122223333:role/labeling");
    Clients assumed =
        clients.with(
            AwsSessionCredentials.create(
                keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()));

    assertThat(assumed.sts().getCallerIdentity().arn())
        .isEqualTo("arn:aws:sts::111122223333:assumed-role/labeling/e1");
    assumed.s3().createBucket(b -> b.bucket("of-the-assumed"));
    assumed.s3().putObject(b -> b.bucket("of-the-assumed").key("k"), RequestBody.fromString("v"));
    assertThat(clients.s3().listBuckets().buckets())
        .extracting("name")
        .doesNotContain("of-the-assumed");
  }

  @Test
  void aTemporaryKeyNeedsItsToken() {
    Credentials keys = assume("arn:aws:iam::111122223333:role/labeling");
    Clients withoutToken =
        clients.with(AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()));
    assertThatThrownBy(() -> withoutToken.sageMaker().listWorkteams(b -> {}))
        .isInstanceOfSatisfying(
            SageMakerException.class,
            e ->
                assertThat(e.awsErrorDetails().errorCode())
                    .isEqualTo("UnrecognizedClientException"));
  }

  @Test
  void whatIsNoRoleIsRefused() {
    assertThatThrownBy(() -> assume("arn:aws:iam::111122223333:user/ann-of-no-role"))
        .isInstanceOfSatisfying(
            StsException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationError"));
  }

  private static Credentials assume(String role) {
    return clients.sts().assumeRole(b -> b.roleArn(role).roleSessionName("e1")).credentials();
  }
}
