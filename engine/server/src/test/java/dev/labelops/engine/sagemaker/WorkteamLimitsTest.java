package dev.labelops.engine.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.MemberDefinition;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.WorkforceStatus;

/** How many teams a workforce has, and that it stays while it has some. */
class WorkteamLimitsTest {
  @TempDir Path folder;

  @Test
  void aWorkforceHasAtMostTwentyFiveTeamsAndStaysWithThem() {
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      Clients clients = Clients.of(engine, "eu-west-1");
      CognitoIdentityProviderClient cognito = clients.cognito();
      SageMakerClient sageMaker = clients.sageMaker();
      String pool = cognito.createUserPool(b -> b.poolName("limits")).userPool().id();
      String client =
          cognito
              .createUserPoolClient(
                  b -> b.userPoolId(pool).clientName("limits").generateSecret(true))
              .userPoolClient()
              .clientId();
      cognito.createGroup(b -> b.userPoolId(pool).groupName("people"));
      sageMaker.createWorkforce(
          b -> b.workforceName("default").cognitoConfig(c -> c.userPool(pool).clientId(client)));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  sageMaker.describeWorkforce(b -> b.workforceName("default")).workforce().status(),
              WorkforceStatus.ACTIVE::equals);
      for (int i = 1; i <= 25; i++) {
        create(sageMaker, "team-" + i, pool, client);
      }

      SageMakerException tooMany =
          catchThrowableOfType(
              SageMakerException.class, () -> create(sageMaker, "team-26", pool, client));
      SageMakerException inUse =
          catchThrowableOfType(
              SageMakerException.class,
              () -> sageMaker.deleteWorkforce(b -> b.workforceName("default")));

      assertThat(tooMany.awsErrorDetails().errorCode()).isEqualTo("ResourceLimitExceeded");
      assertThat(inUse.awsErrorDetails().errorCode()).isEqualTo("ResourceInUse");
      assertThat(sageMaker.listWorkteams(b -> b.maxResults(100)).workteams()).hasSize(25);
    }
  }

  private static void create(SageMakerClient sageMaker, String name, String pool, String client) {
    sageMaker.createWorkteam(
        b ->
            b.workteamName(name)
                .description("One of many")
                .memberDefinitions(
                    MemberDefinition.builder()
                        .cognitoMemberDefinition(
                            c -> c.userPool(pool).clientId(client).userGroup("people"))
                        .build()));
  }
}
