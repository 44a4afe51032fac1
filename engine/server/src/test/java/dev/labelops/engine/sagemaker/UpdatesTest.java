package dev.labelops.engine.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeletionProtectionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.OAuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.ConflictException;
import software.amazon.awssdk.services.sagemaker.model.MemberDefinition;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;
import software.amazon.awssdk.services.sagemaker.model.Workforce;
import software.amazon.awssdk.services.sagemaker.model.WorkforceStatus;
import software.amazon.awssdk.services.sagemaker.model.Workteam;

/**
 * What an update does to members that it does not name: Cognito resets them, SageMaker keeps them
 * (REF 1.4 to 1.6).
 */
class UpdatesTest {
  @TempDir Path folder;
  private Engine engine;
  private CognitoIdentityProviderClient cognito;
  private SageMakerClient sageMaker;

  @BeforeEach
  void start() {
    engine = Engine.start(EngineSettings.local(folder));
    Clients clients = Clients.of(engine, "eu-west-1");
    cognito = clients.cognito();
    sageMaker = clients.sageMaker();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void updateUserPoolResetsWhatItDoesNotName() {
    String id =
        cognito
            .createUserPool(
                b ->
                    b.poolName("resets")
                        .usernameAttributes(UsernameAttributeType.EMAIL)
                        .usernameConfiguration(u -> u.caseSensitive(false))
                        .deletionProtection(DeletionProtectionType.ACTIVE)
                        .userPoolTags(Map.of("owner", "ann"))
                        .policies(
                            p ->
                                p.passwordPolicy(
                                    w -> w.minimumLength(20).temporaryPasswordValidityDays(30)))
                        .adminCreateUserConfig(
                            a ->
                                a.allowAdminCreateUserOnly(true)
                                    .inviteMessageTemplate(
                                        t ->
                                            t.emailSubject("Come")
                                                .emailMessage("{username} {####}"))))
            .userPool()
            .id();

    cognito.updateUserPool(
        b -> b.userPoolId(id).adminCreateUserConfig(a -> a.allowAdminCreateUserOnly(true)));

    UserPoolType pool = cognito.describeUserPool(b -> b.userPoolId(id)).userPool();
    assertThat(pool.adminCreateUserConfig().allowAdminCreateUserOnly()).isTrue();
    assertThat(pool.adminCreateUserConfig().inviteMessageTemplate()).isNull();
    assertThat(pool.policies().passwordPolicy().minimumLength()).isEqualTo(8);
    assertThat(pool.policies().passwordPolicy().temporaryPasswordValidityDays()).isEqualTo(7);
    assertThat(pool.deletionProtection()).isEqualTo(DeletionProtectionType.INACTIVE);
    assertThat(pool.name()).isEqualTo("resets");
    assertThat(pool.usernameAttributes())
        .as("fixed when the pool was made")
        .containsExactly(UsernameAttributeType.EMAIL);
    assertThat(pool.usernameConfiguration().caseSensitive()).isFalse();
    cognito.deleteUserPool(b -> b.userPoolId(id));
  }

  @Test
  void updateUserPoolWithAllThatWasDescribedChangesNothingElse() {
    String id =
        cognito
            .createUserPool(
                b ->
                    b.poolName("merged")
                        .policies(p -> p.passwordPolicy(w -> w.minimumLength(20)))
                        .userPoolTags(Map.of("owner", "ann")))
            .userPool()
            .id();
    UserPoolType before = cognito.describeUserPool(b -> b.userPoolId(id)).userPool();

    cognito.updateUserPool(
        b ->
            b.userPoolId(id)
                .policies(before.policies())
                .userPoolTags(before.userPoolTags())
                .deletionProtection(before.deletionProtection())
                .mfaConfiguration(before.mfaConfiguration())
                .emailConfiguration(before.emailConfiguration())
                .verificationMessageTemplate(before.verificationMessageTemplate())
                .accountRecoverySetting(before.accountRecoverySetting())
                .lambdaConfig(before.lambdaConfig())
                .adminCreateUserConfig(
                    before.adminCreateUserConfig().toBuilder()
                        .inviteMessageTemplate(t -> t.emailMessage("{username} {####}"))
                        .build()));

    UserPoolType after = cognito.describeUserPool(b -> b.userPoolId(id)).userPool();
    assertThat(after.adminCreateUserConfig().inviteMessageTemplate().emailMessage())
        .isEqualTo("{username} {####}");
    assertThat(
            after.toBuilder()
                .adminCreateUserConfig(before.adminCreateUserConfig())
                .lastModifiedDate(before.lastModifiedDate())
                .build())
        .isEqualTo(before);
  }

  @Test
  void updateUserPoolClientResetsWhatItDoesNotName() {
    String pool = cognito.createUserPool(b -> b.poolName("clients")).userPool().id();
    UserPoolClientType before =
        cognito
            .createUserPoolClient(
                b ->
                    b.userPoolId(pool)
                        .clientName("labelops")
                        .generateSecret(true)
                        .allowedOAuthFlowsUserPoolClient(true)
                        .allowedOAuthFlows(OAuthFlowType.CODE)
                        .allowedOAuthScopes("openid", "email")
                        .supportedIdentityProviders("COGNITO")
                        .callbackURLs("https://example.com/back")
                        .logoutURLs("https://example.com/out")
                        .explicitAuthFlows(ExplicitAuthFlowsType.ALLOW_USER_SRP_AUTH)
                        .refreshTokenValidity(5))
            .userPoolClient();

    cognito.updateUserPoolClient(
        b ->
            b.userPoolId(pool)
                .clientId(before.clientId())
                .callbackURLs("https://example.com/elsewhere"));

    UserPoolClientType after =
        cognito
            .describeUserPoolClient(b -> b.userPoolId(pool).clientId(before.clientId()))
            .userPoolClient();
    assertThat(after.callbackURLs()).containsExactly("https://example.com/elsewhere");
    assertThat(after.logoutURLs()).isEmpty();
    assertThat(after.allowedOAuthFlowsUserPoolClient()).isFalse();
    assertThat(after.allowedOAuthFlows()).isEmpty();
    assertThat(after.allowedOAuthScopes()).isEmpty();
    assertThat(after.supportedIdentityProviders()).isEmpty();
    assertThat(after.explicitAuthFlows()).isEmpty();
    assertThat(after.refreshTokenValidity()).isEqualTo(30);
    assertThat(after.clientName()).isEqualTo("labelops");
    assertThat(after.clientSecret()).isEqualTo(before.clientSecret());
  }

  @Test
  void workforceAndWorkteamKeepWhatAnUpdateDoesNotName() {
    String pool = cognito.createUserPool(b -> b.poolName("people")).userPool().id();
    String client =
        cognito
            .createUserPoolClient(b -> b.userPoolId(pool).clientName("c").generateSecret(true))
            .userPoolClient()
            .clientId();
    cognito.createGroup(b -> b.userPoolId(pool).groupName("one"));
    cognito.createGroup(b -> b.userPoolId(pool).groupName("two"));
    sageMaker.createWorkforce(
        b ->
            b.workforceName("default")
                .cognitoConfig(c -> c.userPool(pool).clientId(client))
                .sourceIpConfig(s -> s.cidrs("10.0.0.0/8", "192.168.0.0/16")));
    awaitActive();

    sageMaker.updateWorkforce(b -> b.workforceName("default"));
    assertThatThrownBy(
            () ->
                sageMaker.updateWorkforce(
                    b -> b.workforceName("default").sourceIpConfig(s -> s.cidrs("10.0.0.0/8"))))
        .as("an update is under way")
        .isInstanceOf(ConflictException.class);
    awaitActive();
    assertThat(workforce().sourceIpConfig().cidrs())
        .containsExactly("10.0.0.0/8", "192.168.0.0/16");
    sageMaker.updateWorkforce(
        b -> b.workforceName("default").sourceIpConfig(s -> s.cidrs("10.1.0.0/16")));
    awaitActive();
    assertThat(workforce().sourceIpConfig().cidrs())
        .as("the list is replaced whole")
        .containsExactly("10.1.0.0/16");
    assertThat(workforce().cognitoConfig().clientId()).isEqualTo(client);

    sageMaker.createWorkteam(
        b ->
            b.workteamName("logos")
                .description("Draws boxes")
                .notificationConfiguration(
                    n -> n.notificationTopicArn("arn:aws:sns:eu-west-1:000000000000:news"))
                .memberDefinitions(member(pool, client, "one"), member(pool, client, "two")));
    sageMaker.updateWorkteam(b -> b.workteamName("logos").description("Draws better boxes"));
    assertThat(workteam().description()).isEqualTo("Draws better boxes");
    assertThat(workteam().memberDefinitions()).hasSize(2);
    assertThat(workteam().notificationConfiguration().notificationTopicArn())
        .isEqualTo("arn:aws:sns:eu-west-1:000000000000:news");

    sageMaker.updateWorkteam(
        b -> b.workteamName("logos").memberDefinitions(member(pool, client, "two")));
    assertThat(workteam().memberDefinitions())
        .as("the list is replaced whole")
        .containsExactly(member(pool, client, "two"));
    assertThat(workteam().description()).isEqualTo("Draws better boxes");
    assertThatThrownBy(
            () ->
                sageMaker.updateWorkteam(
                    b -> b.workteamName("logos").memberDefinitions(member(pool, client, "three"))))
        .isInstanceOfSatisfying(
            SageMakerException.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
    assertThat(workteam().memberDefinitions())
        .as("a refused update changes nothing")
        .containsExactly(member(pool, client, "two"));
  }

  private void awaitActive() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> workforce().status(), WorkforceStatus.ACTIVE::equals);
  }

  private Workforce workforce() {
    return sageMaker.describeWorkforce(b -> b.workforceName("default")).workforce();
  }

  private Workteam workteam() {
    return sageMaker.describeWorkteam(b -> b.workteamName("logos")).workteam();
  }

  private static MemberDefinition member(String pool, String client, String group) {
    return MemberDefinition.builder()
        .cognitoMemberDefinition(c -> c.userPool(pool).clientId(client).userGroup(group))
        .build();
  }
}
