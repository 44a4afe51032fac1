package dev.labelops.engine.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.Trust;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/** Who am I, and temporary keys that really sign. */
class StsTest {
  private static final String OWN_ROLE = "arn:aws:iam::000000000000:role/labeling";
  private static final String TRUSTING_ROLE = "arn:aws:iam::111122223333:role/labeling";
  private static final String FOREIGN_ROLE = "arn:aws:iam::444455556666:role/labeling";

  @TempDir static Path folder;
  private static Engine engine;
  private static Clients clients;

  @BeforeAll
  static void start() {
    EngineSettings local = EngineSettings.local(folder);
    engine =
        Engine.start(local.with(local.keys(), List.of(new Trust("000000000000", "111122223333"))));
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
  void aRoleOfTheOwnAccountIsAssumed() {
    AssumeRoleResponse answer =
        clients.sts().assumeRole(b -> b.roleArn(OWN_ROLE).roleSessionName("e1"));

    var identity = with(answer.credentials()).sts().getCallerIdentity();
    assertThat(identity.account()).isEqualTo("000000000000");
    assertThat(identity.arn()).isEqualTo(answer.assumedRoleUser().arn());
    assertThat(identity.userId()).isEqualTo(answer.assumedRoleUser().assumedRoleId());
  }

  @Test
  void aTrustedRoleActsInItsOwnAccount() {
    Clients assumed = with(assume(clients, TRUSTING_ROLE));

    assertThat(assumed.sts().getCallerIdentity().arn())
        .isEqualTo("arn:aws:sts::111122223333:assumed-role/labeling/e1");
    assumed.s3().createBucket(b -> b.bucket("of-the-assumed"));
    assumed.s3().putObject(b -> b.bucket("of-the-assumed").key("k"), RequestBody.fromString("v"));
    assertThat(clients.s3().listBuckets().buckets())
        .extracting("name")
        .doesNotContain("of-the-assumed");
  }

  @Test
  void aRoleThatTrustsNobodyIsRefused() {
    denied(() -> assume(clients, FOREIGN_ROLE));
  }

  @Test
  void trustGoesOneWayAndNotFurther() {
    Clients assumed = with(assume(clients, TRUSTING_ROLE));

    denied(() -> assume(assumed, OWN_ROLE));
    denied(() -> assume(assumed, FOREIGN_ROLE));
    assertThat(with(assume(assumed, TRUSTING_ROLE)).sts().getCallerIdentity().account())
        .isEqualTo("111122223333");
  }

  @Test
  void aSessionLastsAsAskedAndAChainedOneAnHourAtMost() {
    Instant begun = Instant.now();
    Credentials twelveHours = assume(clients, OWN_ROLE, 43_200);
    assertThat(twelveHours.expiration())
        .isBetween(begun.plusSeconds(43_199), begun.plusSeconds(43_230));
    Clients session = with(twelveHours);

    assertThat(assume(session, OWN_ROLE, 3_600).expiration()).isAfter(begun);
    invalid(() -> assume(session, OWN_ROLE, 3_601));
    invalid(() -> assume(clients, OWN_ROLE, 899));
    invalid(() -> assume(clients, OWN_ROLE, 43_201));
  }

  @Test
  void aTemporaryKeyNeedsItsToken() {
    Credentials keys = assume(clients, OWN_ROLE);
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
    invalid(() -> assume(clients, "arn:aws:iam::000000000000:user/ann-of-no-role"));
  }

  private static Clients with(Credentials keys) {
    return clients.with(
        AwsSessionCredentials.create(
            keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken()));
  }

  private static Credentials assume(Clients who, String role) {
    return assume(who, role, 3_600);
  }

  private static Credentials assume(Clients who, String role, int seconds) {
    return who.sts()
        .assumeRole(b -> b.roleArn(role).roleSessionName("e1").durationSeconds(seconds))
        .credentials();
  }

  private static void denied(ThrowingCallable call) {
    refused(call, "AccessDenied");
  }

  private static void invalid(ThrowingCallable call) {
    refused(call, "ValidationError");
  }

  private static void refused(ThrowingCallable call, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            StsException.class, e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
