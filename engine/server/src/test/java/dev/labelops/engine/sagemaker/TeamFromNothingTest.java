package dev.labelops.engine.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeliveryMediumType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DomainStatusType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.OAuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.MemberDefinition;
import software.amazon.awssdk.services.sagemaker.model.WorkforceStatus;

/** The order of calls that an operator makes for a team, and the way back (REF 2.2, 2.3). */
class TeamFromNothingTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static SageMakerClient sageMaker;
  private static CognitoIdentityProviderClient cognito;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    Clients clients = Clients.of(engine, "eu-west-1");
    sageMaker = clients.sageMaker();
    cognito = clients.cognito();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void aTeamIsMadeUsedAndRemoved() {
    String pool =
        cognito
            .createUserPool(
                b ->
                    b.poolName("labelops-brand-team")
                        .usernameAttributes(UsernameAttributeType.EMAIL)
                        .adminCreateUserConfig(a -> a.allowAdminCreateUserOnly(true)))
            .userPool()
            .id();
    cognito.createUserPoolDomain(b -> b.domain("brand-team-labels").userPoolId(pool));
    await()
        .until(
            () ->
                cognito
                        .describeUserPoolDomain(b -> b.domain("brand-team-labels"))
                        .domainDescription()
                        .status()
                    == DomainStatusType.ACTIVE);
    var client =
        cognito
            .createUserPoolClient(
                b ->
                    b.userPoolId(pool)
                        .clientName("labelops")
                        .generateSecret(true)
                        .allowedOAuthFlowsUserPoolClient(true)
                        .allowedOAuthFlows(OAuthFlowType.CODE)
                        .allowedOAuthScopes("openid", "email", "profile")
                        .callbackURLs("https://example.com")
                        .supportedIdentityProviders("COGNITO"))
            .userPoolClient();
    assertThat(client.clientSecret()).isNotBlank();
    cognito.createGroup(b -> b.userPoolId(pool).groupName("logos"));

    sageMaker.createWorkforce(
        b ->
            b.workforceName("default")
                .cognitoConfig(c -> c.userPool(pool).clientId(client.clientId())));
    await().until(() -> workforceStatus() == WorkforceStatus.ACTIVE);
    assertThat(sageMaker.describeWorkforce(b -> b.workforceName("default")).workforce().subDomain())
        .isEqualTo(engine.address().getAuthority() + "/_labelops/portal");

    String team =
        sageMaker
            .createWorkteam(
                b ->
                    b.workteamName("logos")
                        .description("Draws boxes around logos")
                        .memberDefinitions(member(pool, client.clientId(), "logos")))
            .workteamArn();
    assertThat(team)
        .isEqualTo("arn:aws:sagemaker:eu-west-1:000000000000:workteam/private-crowd/logos");

    var ann =
        cognito
            .adminCreateUser(
                b ->
                    b.userPoolId(pool)
                        .username("ann@example.com")
                        .desiredDeliveryMediums(DeliveryMediumType.EMAIL)
                        .userAttributes(
                            AttributeType.builder().name("email_verified").value("true").build()))
            .user();
    assertThat(ann.userStatus()).isEqualTo(UserStatusType.FORCE_CHANGE_PASSWORD);
    assertThat(ann.username()).matches("[0-9a-f-]{36}");
    cognito.adminAddUserToGroup(
        b -> b.userPoolId(pool).username("ann@example.com").groupName("logos"));
    assertThat(cognito.listUsersInGroup(b -> b.userPoolId(pool).groupName("logos")).users())
        .singleElement()
        .satisfies(user -> assertThat(user.username()).isEqualTo(ann.username()));

    assertThat(sageMaker.deleteWorkteam(b -> b.workteamName("logos")).success()).isTrue();
    sageMaker.deleteWorkforce(b -> b.workforceName("default"));
    await().until(() -> sageMaker.listWorkforces(b -> {}).workforces().isEmpty());
    cognito.deleteUserPoolDomain(b -> b.domain("brand-team-labels").userPoolId(pool));
    cognito.deleteUserPool(b -> b.userPoolId(pool));
    assertThat(cognito.listUserPools(b -> b.maxResults(10)).userPools()).isEmpty();
  }

  private static WorkforceStatus workforceStatus() {
    return sageMaker.describeWorkforce(b -> b.workforceName("default")).workforce().status();
  }

  private static MemberDefinition member(String pool, String client, String group) {
    return MemberDefinition.builder()
        .cognitoMemberDefinition(c -> c.userPool(pool).clientId(client).userGroup(group))
        .build();
  }
}
