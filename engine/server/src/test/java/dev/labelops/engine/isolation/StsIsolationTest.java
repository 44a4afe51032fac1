package dev.labelops.engine.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.sts.StsClient;

/** No action of STS that the AWS SDK knows makes a key of an account a key of another one. */
class StsIsolationTest {
  private static final Map<String, String> FOREIGN =
      Map.of(
          "RoleArn", "arn:aws:iam::222222222222:role/labeling",
          "RoleSessionName", "session",
          "TargetPrincipal", "222222222222",
          "AccessKeyId", "other",
          "WebIdentityToken", "token",
          "PrincipalArn", "arn:aws:iam::222222222222:saml-provider/p",
          "SAMLAssertion", "YXNzZXJ0aW9u",
          "Name", "other",
          "EncodedMessage", "message");

  @TempDir static Path folder;
  private static Engine engine;
  private static StsClient sts;

  @BeforeAll
  static void start() {
    engine =
        Engine.start(
            EngineSettings.local(folder)
                .with(List.of(IsolationIT.CALLER, IsolationIT.OTHER), List.of()));
    sts =
        new Clients(
                engine.address(),
                "eu-west-1",
                AwsBasicCredentials.create("caller", "caller-secret"))
            .sts();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void noActionCrossesAccounts() {
    SoftAssertions softly = new SoftAssertions();
    for (String action : SdkCall.operations(StsClient.class)) {
      if (!action.equals("GetCallerIdentity")) {
        softly
            .assertThat(
                catchThrowableOfType(
                    SdkServiceException.class,
                    () ->
                        SdkCall.call(
                            sts, action, SdkCall.request(StsClient.class, action, FOREIGN))))
            .as(action + " with the other account's names")
            .isNotNull();
      }
    }
    softly.assertAll();
    assertThat(sts.getCallerIdentity().account()).isEqualTo("111111111111");
  }
}
