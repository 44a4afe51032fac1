package dev.labelops.engine.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.cognitoidentityprovider.model.OAuthFlowType.CLIENT_CREDENTIALS;
import static software.amazon.awssdk.services.cognitoidentityprovider.model.OAuthFlowType.CODE;
import static software.amazon.awssdk.services.cognitoidentityprovider.model.OAuthFlowType.IMPLICIT;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CreateUserPoolClientRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.IdentityProviderTypeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidOAuthFlowException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ScopeDoesNotExistException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;

/** App clients that Cognito refuses, when they are created and when they are changed. */
class AppClientRulesTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static CognitoIdentityProviderClient cognito;
  private static String pool;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    cognito = Clients.of(engine, "eu-west-1").cognito();
    pool = cognito.createUserPool(b -> b.poolName("p")).userPool().id();
    cognito.createResourceServer(
        b ->
            b.userPoolId(pool)
                .identifier("https://labels.example.com")
                .name("labels")
                .scopes(s -> s.scopeName("read").scopeDescription("Read labels")));
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void aScopeThatNoResourceServerHas() {
    for (String scope :
        List.of("https://labels.example.com/write", "labels/read", "read", "COGNITO")) {
      refused(b -> code(b).allowedOAuthScopes("openid", scope))
          .isInstanceOf(ScopeDoesNotExistException.class)
          .hasMessageContaining("Invalid scope requested: " + scope);
    }
    UserPoolClientType client =
        created(b -> code(b).allowedOAuthScopes("openid", "https://labels.example.com/read"));
    assertThat(client.allowedOAuthScopes()).contains("https://labels.example.com/read");
  }

  @Test
  void theScopeOfAnotherPoolsServer() {
    String other = cognito.createUserPool(b -> b.poolName("other")).userPool().id();
    assertThatThrownBy(
            () ->
                cognito.createUserPoolClient(
                    b ->
                        code(b.userPoolId(other).clientName("c"))
                            .allowedOAuthScopes("https://labels.example.com/read")))
        .isInstanceOf(ScopeDoesNotExistException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://app.example.com/callback",
        "HTTP://app.example.com/callback",
        "http://localhost.example.com",
        "http://10.0.0.1:8080/",
        "http://my_host/"
      })
  void aPlainHttpAddressOfAnotherMachine(String url) {
    refused(b -> code(b).callbackURLs("https://app.example.com", url))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(url + " cannot use the HTTP protocol.");
    refused(b -> code(b).logoutURLs(url))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining(url + " cannot use the HTTP protocol.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080/cb",
        "http://127.0.0.1/cb",
        "http://[::1]:3000/cb",
        "http://engine.localhost:4566/_labelops/portal",
        "https://app.example.com/cb?a=b",
        "myapp://callback"
      })
  void theDevelopersMachineAndOtherSchemes(String url) {
    assertThat(created(b -> code(b).callbackURLs(url)).callbackURLs()).containsExactly(url);
  }

  @Test
  void addressesThatAreNone() {
    refused(b -> code(b).callbackURLs("/callback")).isInstanceOf(InvalidParameterException.class);
    refused(b -> code(b).callbackURLs("https://app.example.com/#here"))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("fragment");
    refused(b -> code(b).defaultRedirectURI("https://elsewhere.example.com"))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("must be one of the CallbackURLs");
  }

  @Test
  void clientCredentialsTogetherWithAFlowThatRedirects() {
    for (var flow : List.of(CODE, IMPLICIT)) {
      refused(b -> code(b).generateSecret(true).allowedOAuthFlows(CLIENT_CREDENTIALS, flow))
          .isInstanceOf(InvalidOAuthFlowException.class)
          .hasMessageContaining(
              "client_credentials flow can not be selected along with code flow or implicit flow.");
    }
  }

  @Test
  void clientCredentialsWithoutASecret() {
    refused(
            b ->
                b.allowedOAuthFlowsUserPoolClient(true)
                    .allowedOAuthFlows(CLIENT_CREDENTIALS)
                    .allowedOAuthScopes("https://labels.example.com/read"))
        .isInstanceOf(InvalidOAuthFlowException.class)
        .hasMessageContaining("if client does not have a client secret");
    assertThat(
            created(
                    b ->
                        b.generateSecret(true)
                            .allowedOAuthFlowsUserPoolClient(true)
                            .allowedOAuthFlows(CLIENT_CREDENTIALS)
                            .allowedOAuthScopes("https://labels.example.com/read"))
                .allowedOAuthFlows())
        .containsExactly(CLIENT_CREDENTIALS);
  }

  @Test
  void flowsWithoutWhatTheyNeed() {
    refused(b -> code(b).callbackURLs(List.of()))
        .isInstanceOf(InvalidOAuthFlowException.class)
        .hasMessageContaining("CallbackUrls can not be empty");
    refused(b -> code(b).allowedOAuthScopes(List.of()))
        .isInstanceOf(InvalidOAuthFlowException.class)
        .hasMessageContaining("AllowedOAuthFlows and AllowedOAuthScopes are required");
  }

  @Test
  void aProviderThatThePoolDoesNotHave() {
    refused(b -> b.supportedIdentityProviders("COGNITO", "Google"))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("The provider Google does not exist for User Pool " + pool + ".");

    cognito.createIdentityProvider(
        b ->
            b.userPoolId(pool)
                .providerName("Facebook")
                .providerType(IdentityProviderTypeType.FACEBOOK)
                .providerDetails(Map.of("client_id", "a", "client_secret", "b")));
    assertThat(
            created(b -> b.supportedIdentityProviders("COGNITO", "Facebook"))
                .supportedIdentityProviders())
        .containsExactly("COGNITO", "Facebook");
  }

  @Test
  void oldAndNewNamesOfFlowsTogetherAndTokensThatLastTooLong() {
    refused(
            b ->
                b.explicitAuthFlows(
                    ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH,
                    ExplicitAuthFlowsType.ADMIN_NO_SRP_AUTH))
        .isInstanceOf(InvalidParameterException.class);
    refused(b -> b.accessTokenValidity(25))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Invalid range for token validity");
    refused(b -> b.idTokenValidity(4).tokenValidityUnits(u -> u.idToken("minutes")))
        .isInstanceOf(InvalidParameterException.class);
  }

  @Test
  void aChangeThatIsRefusedChangesNothing() {
    UserPoolClientType client = created(b -> code(b));

    assertThatThrownBy(
            () ->
                cognito.updateUserPoolClient(
                    b ->
                        b.userPoolId(pool)
                            .clientId(client.clientId())
                            .allowedOAuthFlowsUserPoolClient(true)
                            .allowedOAuthFlows(CODE, CLIENT_CREDENTIALS)
                            .allowedOAuthScopes("openid")
                            .callbackURLs("https://app.example.com")))
        .isInstanceOf(InvalidOAuthFlowException.class);

    assertThat(
            cognito
                .describeUserPoolClient(b -> b.userPoolId(pool).clientId(client.clientId()))
                .userPoolClient())
        .isEqualTo(client);
  }

  private static CreateUserPoolClientRequest.Builder code(CreateUserPoolClientRequest.Builder b) {
    return b.allowedOAuthFlowsUserPoolClient(true)
        .allowedOAuthFlows(CODE)
        .allowedOAuthScopes("openid")
        .callbackURLs("https://app.example.com/callback");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      Consumer<CreateUserPoolClientRequest.Builder> client) {
    return assertThatThrownBy(() -> created(client)).as("create");
  }

  private static UserPoolClientType created(Consumer<CreateUserPoolClientRequest.Builder> client) {
    return cognito
        .createUserPoolClient(b -> b.userPoolId(pool).clientName("c").applyMutation(client))
        .userPoolClient();
  }
}
