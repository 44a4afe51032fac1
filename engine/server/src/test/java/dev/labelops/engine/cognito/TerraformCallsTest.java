package dev.labelops.engine.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DomainStatusType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DuplicateProviderException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.IdentityProviderTypeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ProviderDescription;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceServerType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.SchemaAttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolMfaType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;

/**
 * The calls of Terraform's AWS provider (internal/service/cognitoidp) for pools, for each resource
 * in the order in which it creates, reads, updates, reads, deletes and looks again.
 */
class TerraformCallsTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static CognitoIdentityProviderClient cognito;
  private String pool;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    cognito = Clients.of(engine, "eu-west-1").cognito();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @BeforeEach
  void newPool() {
    pool =
        cognito
            .createUserPool(
                b ->
                    b.poolName("people")
                        .usernameAttributes(UsernameAttributeType.EMAIL)
                        .schema(attribute("team"))
                        .userPoolTags(Map.of("stage", "one")))
            .userPool()
            .id();
  }

  @Test
  void userPool() {
    cognito.setUserPoolMfaConfig(
        b ->
            b.userPoolId(pool)
                .mfaConfiguration(UserPoolMfaType.OPTIONAL)
                .softwareTokenMfaConfiguration(s -> s.enabled(true)));
    UserPoolType created = cognito.describeUserPool(b -> b.userPoolId(pool)).userPool();
    assertThat(created.mfaConfiguration()).isEqualTo(UserPoolMfaType.OPTIONAL);
    assertThat(created.schemaAttributes())
        .extracting(SchemaAttributeType::name)
        .contains("sub", "email", "custom:team")
        .doesNotHaveDuplicates();
    assertThat(
            cognito
                .getUserPoolMfaConfig(b -> b.userPoolId(pool))
                .softwareTokenMfaConfiguration()
                .enabled())
        .isTrue();

    cognito.untagResource(b -> b.resourceArn(created.arn()).tagKeys("stage"));
    cognito.tagResource(b -> b.resourceArn(created.arn()).tags(Map.of("stage", "two")));
    cognito.updateUserPool(
        b ->
            b.userPoolId(pool)
                .mfaConfiguration(created.mfaConfiguration())
                .policies(p -> p.passwordPolicy(w -> w.minimumLength(12))));
    cognito.addCustomAttributes(b -> b.userPoolId(pool).customAttributes(attribute("level")));
    assertThatThrownBy(
            () ->
                cognito.addCustomAttributes(
                    b -> b.userPoolId(pool).customAttributes(attribute("level"))))
        .isInstanceOf(InvalidParameterException.class);
    UserPoolType updated = cognito.describeUserPool(b -> b.userPoolId(pool)).userPool();
    assertThat(updated.policies().passwordPolicy().minimumLength()).isEqualTo(12);
    assertThat(updated.userPoolTags()).isEqualTo(Map.of("stage", "two"));
    assertThat(updated.schemaAttributes())
        .extracting(SchemaAttributeType::name)
        .contains("custom:team", "custom:level");
    var mfa = cognito.getUserPoolMfaConfig(b -> b.userPoolId(pool));
    assertThat(mfa.mfaConfiguration()).isEqualTo(UserPoolMfaType.OPTIONAL);
    assertThat(mfa.softwareTokenMfaConfiguration().enabled()).isTrue();

    cognito.setUserPoolMfaConfig(b -> b.userPoolId(pool).mfaConfiguration(UserPoolMfaType.OFF));
    assertThat(cognito.getUserPoolMfaConfig(b -> b.userPoolId(pool)).mfaConfiguration())
        .isEqualTo(UserPoolMfaType.OFF);
    cognito.deleteUserPool(b -> b.userPoolId(pool));
    assertThatThrownBy(() -> cognito.describeUserPool(b -> b.userPoolId(pool)))
        .isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> cognito.getUserPoolMfaConfig(b -> b.userPoolId(pool)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void mfaThatContradictsItself() {
    assertThatThrownBy(
            () ->
                cognito.setUserPoolMfaConfig(
                    b ->
                        b.userPoolId(pool)
                            .mfaConfiguration(UserPoolMfaType.OFF)
                            .softwareTokenMfaConfiguration(s -> s.enabled(true))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("can't turn off MFA and configure an MFA together");
    assertThatThrownBy(
            () ->
                cognito.setUserPoolMfaConfig(
                    b -> b.userPoolId(pool).mfaConfiguration(UserPoolMfaType.ON)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("SMS MFA, Email MFA, or Software Token MFA must be enabled");
  }

  @Test
  void userPoolClient() {
    String id =
        cognito
            .createUserPoolClient(
                b ->
                    b.userPoolId(pool)
                        .clientName("portal")
                        .generateSecret(true)
                        .explicitAuthFlows(ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH)
                        .accessTokenValidity(15)
                        .tokenValidityUnits(u -> u.accessToken("minutes")))
            .userPoolClient()
            .clientId();
    var created =
        cognito.describeUserPoolClient(b -> b.userPoolId(pool).clientId(id)).userPoolClient();
    assertThat(created.accessTokenValidity()).isEqualTo(15);
    cognito.updateUserPoolClient(
        b ->
            b.userPoolId(pool)
                .clientId(id)
                .clientName("portal")
                .explicitAuthFlows(created.explicitAuthFlows())
                .accessTokenValidity(30)
                .tokenValidityUnits(created.tokenValidityUnits()));
    var updated =
        cognito.describeUserPoolClient(b -> b.userPoolId(pool).clientId(id)).userPoolClient();
    assertThat(updated.accessTokenValidity()).isEqualTo(30);
    assertThat(updated.clientSecret()).isEqualTo(created.clientSecret());
    cognito.deleteUserPoolClient(b -> b.userPoolId(pool).clientId(id));
    assertThatThrownBy(() -> cognito.describeUserPoolClient(b -> b.userPoolId(pool).clientId(id)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void userPoolDomain() {
    String domain = "terraform-labelers";
    cognito.createUserPoolDomain(b -> b.userPoolId(pool).domain(domain).managedLoginVersion(1));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                cognito.describeUserPoolDomain(b -> b.domain(domain)).domainDescription().status()
                    == DomainStatusType.ACTIVE);
    cognito.updateUserPoolDomain(b -> b.userPoolId(pool).domain(domain).managedLoginVersion(2));
    var described = cognito.describeUserPoolDomain(b -> b.domain(domain)).domainDescription();
    assertThat(described.managedLoginVersion()).isEqualTo(2);
    assertThat(described.userPoolId()).isEqualTo(pool);
    cognito.deleteUserPoolDomain(b -> b.userPoolId(pool).domain(domain));
    assertThat(
            cognito.describeUserPoolDomain(b -> b.domain(domain)).domainDescription().userPoolId())
        .isNull();
    assertThatThrownBy(() -> cognito.updateUserPoolDomain(b -> b.userPoolId(pool).domain(domain)))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void resourceServer() {
    String identifier = "https://labels.example.com";
    cognito.createResourceServer(
        b ->
            b.userPoolId(pool)
                .identifier(identifier)
                .name("labels")
                .scopes(s -> s.scopeName("read").scopeDescription("Read labels")));
    assertThat(server(identifier).scopes()).hasSize(1);
    assertThatThrownBy(
            () ->
                cognito.createResourceServer(
                    b -> b.userPoolId(pool).identifier(identifier).name("again")))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(identifier + " already exists in user pool " + pool);
    cognito.updateResourceServer(
        b ->
            b.userPoolId(pool)
                .identifier(identifier)
                .name("more labels")
                .scopes(
                    s -> s.scopeName("read").scopeDescription("Read labels"),
                    s -> s.scopeName("write").scopeDescription("Write labels")));
    assertThat(server(identifier).name()).isEqualTo("more labels");
    assertThat(server(identifier).scopes())
        .extracting("scopeName")
        .containsExactly("read", "write");
    assertThat(
            cognito
                .listResourceServersPaginator(b -> b.userPoolId(pool).maxResults(1))
                .resourceServers())
        .containsExactly(server(identifier));
    cognito.deleteResourceServer(b -> b.userPoolId(pool).identifier(identifier));
    assertThatThrownBy(() -> server(identifier)).isInstanceOf(ResourceNotFoundException.class);
  }

  private ResourceServerType server(String identifier) {
    return cognito
        .describeResourceServer(b -> b.userPoolId(pool).identifier(identifier))
        .resourceServer();
  }

  @Test
  void identityProvider() {
    Map<String, String> details =
        Map.of("client_id", "a", "oidc_issuer", "https://login.example.com");
    cognito.createIdentityProvider(
        b ->
            b.userPoolId(pool)
                .providerName("Corporate")
                .providerType(IdentityProviderTypeType.OIDC)
                .providerDetails(details)
                .attributeMapping(Map.of("email", "email")));
    assertThat(provider().providerDetails()).isEqualTo(details);
    assertThatThrownBy(
            () ->
                cognito.createIdentityProvider(
                    b ->
                        b.userPoolId(pool)
                            .providerName("Corporate")
                            .providerType(IdentityProviderTypeType.OIDC)
                            .providerDetails(details)))
        .isInstanceOf(DuplicateProviderException.class);
    cognito.updateIdentityProvider(
        b ->
            b.userPoolId(pool)
                .providerName("Corporate")
                .providerDetails(Map.of("client_id", "b", "oidc_issuer", "https://x.example.com")));
    assertThat(provider().providerDetails()).containsEntry("client_id", "b");
    assertThat(provider().attributeMapping()).as("not sent, not changed").containsKey("email");
    assertThat(cognito.listIdentityProvidersPaginator(b -> b.userPoolId(pool)).providers())
        .extracting(ProviderDescription::providerName)
        .containsExactly("Corporate");
    cognito.deleteIdentityProvider(b -> b.userPoolId(pool).providerName("Corporate"));
    assertThatThrownBy(this::provider).isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(
            () ->
                cognito.createIdentityProvider(
                    b ->
                        b.userPoolId(pool)
                            .providerName("Ours")
                            .providerType(IdentityProviderTypeType.GOOGLE)
                            .providerDetails(Map.of())))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Provider Ours cannot be of type Google.");
  }

  private software.amazon.awssdk.services.cognitoidentityprovider.model.IdentityProviderType
      provider() {
    return cognito
        .describeIdentityProvider(b -> b.userPoolId(pool).providerName("Corporate"))
        .identityProvider();
  }

  @Test
  void anotherRegionHasNoneOfIt() {
    CognitoIdentityProviderClient elsewhere = Clients.of(engine, "us-east-1").cognito();
    for (ThrowingCallable call :
        new ThrowingCallable[] {
          () -> elsewhere.getUserPoolMfaConfig(b -> b.userPoolId(pool)),
          () -> elsewhere.listResourceServers(b -> b.userPoolId(pool).maxResults(1)),
          () -> elsewhere.listIdentityProviders(b -> b.userPoolId(pool)),
          () ->
              elsewhere.adminSetUserPassword(
                  b -> b.userPoolId(pool).username("a").password("Permanent-1")),
          () -> elsewhere.adminResetUserPassword(b -> b.userPoolId(pool).username("a")),
          () -> elsewhere.adminUserGlobalSignOut(b -> b.userPoolId(pool).username("a"))
        }) {
      assertThatThrownBy(call).isInstanceOf(ResourceNotFoundException.class);
    }
  }

  private static SchemaAttributeType attribute(String name) {
    return SchemaAttributeType.builder()
        .name(name)
        .attributeDataType("String")
        .mutable(true)
        .build();
  }
}
