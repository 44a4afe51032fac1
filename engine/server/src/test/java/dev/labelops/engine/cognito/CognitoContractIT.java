package dev.labelops.engine.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.Mailer.Delivery;
import dev.labelops.engine.cognito.Mailer.Mail;
import dev.labelops.engine.cognito.UserDirectory.SignIn;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.store.Vendor;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What Cognito's operations keep and find again: {@code UserPoolStore}, {@code UserPoolClients},
 * {@code UserPoolDomains}, {@code ResourceServers}, {@code IdentityProviders}, {@code UserStore},
 * {@code Groups}, {@code GroupMembers}, {@code RefreshTokens}, {@code PoolKeys}, {@code
 * ChallengeSessions}, {@code ResetCodes} and {@code SignInCounts}.
 */
@ParameterizedClass
@EnumSource(Vendor.class)
class CognitoContractIT {
  private static final String PASSWORD = "Right-Pass-1";
  private static final String ADDRESS = "192.0.2.1";

  @Parameter Vendor vendor;

  private final Caller caller =
      new Caller(UUID.randomUUID().toString().substring(0, 12), "eu-west-1", "key", "arn");
  private final List<Mail> mails = new ArrayList<>();
  private Cognito cognito;
  private String pool;

  @BeforeEach
  void open() {
    cognito =
        new Cognito(
            vendor.database(),
            mail -> {
              mails.add(mail);
              return new Delivery.Kept();
            },
            () -> URI.create("http://localhost"),
            Clock.systemUTC());
    ObjectNode request = Json.object().put("PoolName", "p\u00fc");
    request.putObject("UsernameConfiguration").put("CaseSensitive", false);
    request.putArray("AliasAttributes").add("email");
    pool = call("CreateUserPool", request).at("/UserPool/Id").asText();
  }

  @Test
  void poolsAreKeptAndGoWithAllThatIsTheirs() {
    assertThat(call("DescribeUserPool", of()).at("/UserPool/Name").asText()).isEqualTo("p\u00fc");
    call("CreateGroup", of().put("GroupName", "g"));
    user("ann");
    call("AdminAddUserToGroup", of().put("GroupName", "g").put("Username", "ann"));
    client();
    assertThat(call("DescribeUserPool", of()).at("/UserPool/EstimatedNumberOfUsers").asInt())
        .isOne();
    call("DeleteUserPool", of());
    assertRefused("ResourceNotFoundException", () -> call("DescribeUserPool", of()));
    assertThat(call("ListUserPools", Json.object().put("MaxResults", 60)).path("UserPools"))
        .isEmpty();
  }

  @Test
  void domainsBelongToOnePoolAndOnePoolHasOne() {
    String name = "d-" + UUID.randomUUID();
    call("CreateUserPoolDomain", of().put("Domain", name));
    assertThat(
            call("DescribeUserPoolDomain", Json.object().put("Domain", name))
                .at("/DomainDescription/UserPoolId")
                .asText())
        .isEqualTo(pool);
    assertRefused(
        "InvalidParameterException", () -> call("CreateUserPoolDomain", of().put("Domain", name)));
    assertRefused(
        "InvalidParameterException",
        () -> call("CreateUserPoolDomain", of().put("Domain", name + "-2")));
    call("UpdateUserPoolDomain", of().put("Domain", name).put("ManagedLoginVersion", 2));
    call("DeleteUserPoolDomain", of().put("Domain", name));
    assertThat(
            call("DescribeUserPoolDomain", Json.object().put("Domain", name))
                .get("DomainDescription"))
        .isEmpty();
  }

  @Test
  void clientsResourceServersAndProvidersAreKept() {
    call(
        "CreateResourceServer",
        with(of().put("Identifier", "https://r").put("Name", "r"), "Scopes", "read"));
    assertRefused(
        "InvalidParameterException",
        () -> call("CreateResourceServer", of().put("Identifier", "https://r").put("Name", "r")));
    call("UpdateResourceServer", of().put("Identifier", "https://r").put("Name", "r2"));
    assertThat(
            call("DescribeResourceServer", of().put("Identifier", "https://r"))
                .at("/ResourceServer/Name")
                .asText())
        .isEqualTo("r2");
    ObjectNode provider = of().put("ProviderName", "Idp").put("ProviderType", "OIDC");
    provider.putObject("ProviderDetails").put("client_id", "c");
    call("CreateIdentityProvider", provider);
    assertRefused("DuplicateProviderException", () -> call("CreateIdentityProvider", provider));
    assertThat(call("ListIdentityProviders", of()).path("Providers")).hasSize(1);
    ObjectNode change = of().put("ProviderName", "Idp");
    change.putObject("ProviderDetails").put("client_id", "c2");
    call("UpdateIdentityProvider", change);
    call("DeleteIdentityProvider", of().put("ProviderName", "Idp"));
    assertThat(call("ListIdentityProviders", of()).path("Providers")).isEmpty();
    call("DeleteResourceServer", of().put("Identifier", "https://r"));
    assertThat(call("ListResourceServers", of()).path("ResourceServers")).isEmpty();

    String client = client();
    call("UpdateUserPoolClient", of().put("ClientId", client).put("ClientName", "renamed"));
    assertThat(
            call("DescribeUserPoolClient", of().put("ClientId", client))
                .at("/UserPoolClient/ClientName")
                .asText())
        .isEqualTo("renamed");
    assertThat(cognito.pools().hasClient(pool, client)).isTrue();
    call("DeleteUserPoolClient", of().put("ClientId", client));
    assertThat(call("ListUserPoolClients", of()).path("UserPoolClients")).isEmpty();
  }

  @Test
  void usersAreFoundByEveryNameTheyHaveIgnoringCase() {
    user("\u00c4nn");
    for (String name :
        List.of("\u00c4nn", "\u00e4nn", "\u00c4NN@EXAMPLE.com", "\u00e4nn@example.com")) {
      assertThat(call("AdminGetUser", of().put("Username", name)).path("Username").asText())
          .isEqualTo("\u00e4nn");
    }
    assertRefused("UsernameExistsException", () -> user("\u00e4nn"));
    call("AdminDisableUser", of().put("Username", "\u00e4nn"));
    assertThat(call("AdminGetUser", of().put("Username", "\u00e4nn")).path("Enabled").asBoolean())
        .isFalse();
    call("AdminDeleteUser", of().put("Username", "\u00e4nn"));
    assertRefused(
        "UserNotFoundException", () -> call("AdminGetUser", of().put("Username", "\u00e4nn")));
  }

  /** The database's own lower() may know no letters but A to Z. */
  @Test
  void somebodySignsInWithoutSayingWhichPoolInWhateverCase() {
    String name = "\u00c4nn-" + UUID.randomUUID();
    user(name);
    call(
        "AdminSetUserPassword",
        of().put("Username", name).put("Password", PASSWORD).put("Permanent", true));
    for (String typed : List.of(name, name.toUpperCase(), name + "@EXAMPLE.COM")) {
      assertThat(
              cognito
                  .directory()
                  .signIn(Optional.empty(), typed, PASSWORD, Optional.empty(), ADDRESS))
          .as(typed)
          .isInstanceOf(SignIn.Accepted.class);
    }
  }

  @Test
  void groupsAndTheirMembersAreKept() {
    user("ann");
    user("bob");
    for (String group : List.of("b", "B", "a-b", "\u00fc")) {
      call("CreateGroup", of().put("GroupName", group));
      call("AdminAddUserToGroup", of().put("GroupName", group).put("Username", "ann"));
      call("AdminAddUserToGroup", of().put("GroupName", group).put("Username", "ann"));
    }
    call("AdminAddUserToGroup", of().put("GroupName", "b").put("Username", "bob"));
    assertRefused("GroupExistsException", () -> call("CreateGroup", of().put("GroupName", "b")));
    call("UpdateGroup", of().put("GroupName", "b").put("Description", "changed"));
    assertThat(call("GetGroup", of().put("GroupName", "b")).at("/Group/Description").asText())
        .isEqualTo("changed");
    assertThat(call("ListGroups", of()).findValuesAsText("GroupName"))
        .containsExactly("B", "a-b", "b", "\u00fc");
    assertThat(call("ListUsersInGroup", of().put("GroupName", "b")).findValuesAsText("Username"))
        .containsExactly("ann", "bob");
    assertThat(call("AdminListGroupsForUser", of().put("Username", "ann")).path("Groups"))
        .hasSize(4);
    call("AdminRemoveUserFromGroup", of().put("GroupName", "b").put("Username", "ann"));
    call("DeleteGroup", of().put("GroupName", "B"));
    assertThat(call("AdminListGroupsForUser", of().put("Username", "ann")).path("Groups"))
        .hasSize(2);
  }

  @Test
  void aFirstSignInLeadsToTokensThatAreRenewedAndRevoked() {
    String client = client();
    user("ann");
    JsonNode challenge = initiate(client, "ann", PASSWORD);
    assertThat(challenge.path("ChallengeName").asText()).isEqualTo("NEW_PASSWORD_REQUIRED");
    ObjectNode response =
        Json.object()
            .put("ClientId", client)
            .put("ChallengeName", "NEW_PASSWORD_REQUIRED")
            .put("Session", challenge.path("Session").asText());
    response
        .putObject("ChallengeResponses")
        .put("USERNAME", "ann")
        .put("NEW_PASSWORD", "Other-Pass-2");
    JsonNode tokens = open("RespondToAuthChallenge", response).path("AuthenticationResult");
    assertRefused("NotAuthorizedException", () -> open("RespondToAuthChallenge", response));
    String refresh = tokens.path("RefreshToken").asText();
    JsonNode renewed = refresh(client, refresh).path("AuthenticationResult");
    assertThat(
            open("GetUser", Json.object().put("AccessToken", renewed.path("AccessToken").asText()))
                .path("Username")
                .asText())
        .isEqualTo("ann");
    open("RevokeToken", Json.object().put("ClientId", client).put("Token", refresh));
    assertRefused("NotAuthorizedException", () -> refresh(client, refresh));
    String second =
        initiate(client, "ann", "Other-Pass-2").at("/AuthenticationResult/RefreshToken").asText();
    call("AdminUserGlobalSignOut", of().put("Username", "ann"));
    assertRefused("NotAuthorizedException", () -> refresh(client, second));
  }

  @Test
  void aResetCodeIsGoodOnce() {
    String client = client();
    user("ann");
    call(
        "AdminSetUserPassword",
        of().put("Username", "ann").put("Password", PASSWORD).put("Permanent", true));
    call("AdminResetUserPassword", of().put("Username", "ann"));
    String code = mails.getLast().body().replaceAll("\\D", "");
    ObjectNode confirm =
        Json.object()
            .put("ClientId", client)
            .put("Username", "ann")
            .put("Password", "Other-Pass-2");
    assertRefused(
        "CodeMismatchException",
        () -> open("ConfirmForgotPassword", confirm.deepCopy().put("ConfirmationCode", "x")));
    open("ConfirmForgotPassword", confirm.put("ConfirmationCode", code));
    assertRefused("CodeMismatchException", () -> open("ConfirmForgotPassword", confirm));
    assertThat(initiate(client, "ann", "Other-Pass-2").has("AuthenticationResult")).isTrue();
  }

  @Test
  void wrongPasswordsAreCountedUntilNobodyMayTry() {
    String client = client();
    user("ann");
    List<String> outcomes = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      outcomes.add(refusal(() -> initiate(client, "ann", "Wrong-Pass-1")).getMessage());
    }
    assertThat(outcomes).startsWith("Incorrect username or password.");
    assertThat(outcomes).endsWith("Password attempts exceeded");
    call(
        "AdminSetUserPassword",
        of().put("Username", "ann").put("Password", PASSWORD).put("Permanent", true));
    assertThat(initiate(client, "ann", PASSWORD).has("AuthenticationResult")).isTrue();
  }

  private void user(String name) {
    ObjectNode request =
        of().put("Username", name)
            .put("TemporaryPassword", PASSWORD)
            .put("MessageAction", "SUPPRESS");
    request
        .putArray("UserAttributes")
        .add(attribute("email", name + "@Example.com"))
        .add(attribute("email_verified", "true"));
    call("AdminCreateUser", request);
  }

  private static ObjectNode attribute(String name, String value) {
    return Json.object().put("Name", name).put("Value", value);
  }

  private String client() {
    ObjectNode request = of().put("ClientName", "c");
    request
        .putArray("ExplicitAuthFlows")
        .add("ALLOW_USER_PASSWORD_AUTH")
        .add("ALLOW_REFRESH_TOKEN_AUTH");
    return call("CreateUserPoolClient", request).at("/UserPoolClient/ClientId").asText();
  }

  private JsonNode initiate(String client, String name, String password) {
    ObjectNode request =
        Json.object().put("ClientId", client).put("AuthFlow", "USER_PASSWORD_AUTH");
    request.putObject("AuthParameters").put("USERNAME", name).put("PASSWORD", password);
    return open("InitiateAuth", request);
  }

  private JsonNode refresh(String client, String token) {
    ObjectNode request =
        Json.object().put("ClientId", client).put("AuthFlow", "REFRESH_TOKEN_AUTH");
    request.putObject("AuthParameters").put("REFRESH_TOKEN", token);
    return open("InitiateAuth", request);
  }

  private static ObjectNode with(ObjectNode request, String member, String scope) {
    request.putArray(member).addObject().put("ScopeName", scope).put("ScopeDescription", "\u00fc");
    return request;
  }

  private ObjectNode of() {
    return Json.object().put("UserPoolId", pool);
  }

  private JsonNode call(String operation, ObjectNode request) {
    return cognito.operations().stream()
        .filter(o -> o.target().endsWith("." + operation))
        .findFirst()
        .orElseThrow()
        .call(caller, request);
  }

  private JsonNode open(String operation, ObjectNode request) {
    return cognito.openOperations().stream()
        .filter(o -> o.target().endsWith("." + operation))
        .findFirst()
        .orElseThrow()
        .body()
        .apply(ADDRESS, request);
  }

  private static void assertRefused(String code, Runnable call) {
    assertThat(refusal(call).code()).isEqualTo(code);
  }

  private static AwsError refusal(Runnable call) {
    AwsError[] refusal = new AwsError[1];
    assertThatExceptionOfType(AwsError.class)
        .isThrownBy(call::run)
        .satisfies(error -> refusal[0] = error);
    return refusal[0];
  }
}
