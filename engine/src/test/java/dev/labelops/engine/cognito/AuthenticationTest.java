package dev.labelops.engine.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType.ADMIN_USER_PASSWORD_AUTH;
import static software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType.REFRESH_TOKEN_AUTH;
import static software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType.USER_PASSWORD_AUTH;
import static software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType.USER_SRP_AUTH;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.Person;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ChallengeNameType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeMismatchException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InitiateAuthResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidParameterException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InvalidPasswordException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.LimitExceededException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.NotAuthorizedException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PasswordResetRequiredException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.PreventUserExistenceErrorTypes;
import software.amazon.awssdk.services.cognitoidentityprovider.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UnsupportedOperationException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotFoundException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolMfaType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;

/** People sign in for tokens, with the real SDK and without a key. */
class AuthenticationTest {
  private static final String TEMPORARY = "Temporary-1";
  private static final String OWN = "Permanent-1";

  @TempDir static Path folder;
  private static Engine engine;
  private static CognitoIdentityProviderClient owner;
  private static int people;
  private CognitoIdentityProviderClient person;
  private String pool;
  private String client;

  @BeforeAll
  static void start() {
    engine = Engine.start(SignInOverHttpTest.behindProxy(EngineSettings.local(folder)));
    owner = Clients.of(engine, "eu-west-1").cognito();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  /** A client without a key, at an address of its own. */
  private static CognitoIdentityProviderClient somebody() {
    String address = "10.7.0." + people++;
    return CognitoIdentityProviderClient.builder()
        .endpointOverride(engine.address())
        .region(Region.EU_WEST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(
            o ->
                o.retryStrategy(DefaultRetryStrategy.doNotRetry())
                    .putHeader("X-Forwarded-For", address))
        .build();
  }

  @BeforeEach
  void newPool() {
    person = somebody();
    pool = owner.createUserPool(b -> b.poolName("people")).userPool().id();
    client =
        client(
                ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH,
                ExplicitAuthFlowsType.ALLOW_ADMIN_USER_PASSWORD_AUTH,
                ExplicitAuthFlowsType.ALLOW_REFRESH_TOKEN_AUTH)
            .clientId();
  }

  @Test
  void theFirstSignInAsksForAPasswordOfOnesOwn() throws Exception {
    owner.createGroup(b -> b.userPoolId(pool).groupName("labelers"));
    invite("ann");
    owner.adminAddUserToGroup(b -> b.userPoolId(pool).groupName("labelers").username("ann"));

    InitiateAuthResponse first = signIn("ann", TEMPORARY);
    assertThat(first.challengeName()).isEqualTo(ChallengeNameType.NEW_PASSWORD_REQUIRED);
    assertThat(first.authenticationResult()).isNull();
    assertThatThrownBy(() -> respond(first.session(), "ann", "short"))
        .isInstanceOf(InvalidPasswordException.class);
    assertThatThrownBy(() -> respond("x".repeat(64), "ann", OWN))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("Invalid session for the user");
    AuthenticationResultType result = respond(first.session(), "ann", OWN);

    assertThat(status("ann")).isEqualTo(UserStatusType.CONFIRMED);
    JWTClaimsSet access = verified(result.accessToken());
    JWTClaimsSet id = verified(result.idToken());
    assertThat(access.getStringClaim("token_use")).isEqualTo("access");
    assertThat(access.getStringClaim("client_id")).isEqualTo(client);
    assertThat(access.getStringClaim("username")).isEqualTo("ann");
    assertThat(access.getStringListClaim("cognito:groups")).containsExactly("labelers");
    assertThat(id.getStringClaim("token_use")).isEqualTo("id");
    assertThat(id.getAudience()).containsExactly(client);
    assertThat(id.getStringClaim("email")).isEqualTo("ann@example.com");
    assertThat(id.getBooleanClaim("email_verified")).isTrue();
    assertThat(id.getSubject()).isEqualTo(access.getSubject()).isNotEqualTo("ann");
    assertThat(result.expiresIn()).isEqualTo(3600);
    assertThat(
            Duration.between(
                access.getIssueTime().toInstant(), access.getExpirationTime().toInstant()))
        .isEqualTo(Duration.ofHours(1));
    assertThatThrownBy(() -> respond(first.session(), "ann", "Permanent-2"))
        .as("a session is good for once")
        .isInstanceOf(NotAuthorizedException.class);
    assertThat(signIn("ann", OWN).authenticationResult().accessToken()).isNotEmpty();
    assertThat(person.getUser(b -> b.accessToken(result.accessToken())).username())
        .isEqualTo("ann");
  }

  @Test
  void aPasswordThatWasReplacedMeanwhileEndsTheSession() {
    invite("ann");
    String session = signIn("ann", TEMPORARY).session();
    owner.adminSetUserPassword(
        b -> b.userPoolId(pool).username("ann").password("Temporary-2").permanent(false));

    assertThatThrownBy(() -> respond(session, "ann", OWN))
        .isInstanceOf(NotAuthorizedException.class);
    assertThat(signIn("ann", "Temporary-2").challengeName())
        .isEqualTo(ChallengeNameType.NEW_PASSWORD_REQUIRED);
  }

  @Test
  void aRefreshTokenRenewsUntilSomebodySignsOut() {
    String access = member("ann").accessToken();
    AuthenticationResultType second = signIn("ann", OWN).authenticationResult();
    AuthenticationResultType renewed = refresh(client, second.refreshToken());
    assertThat(renewed.accessToken()).isNotEqualTo(second.accessToken());
    assertThat(renewed.refreshToken()).isNull();

    String otherClient =
        client(
                ExplicitAuthFlowsType.ALLOW_REFRESH_TOKEN_AUTH,
                ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH)
            .clientId();
    assertThatThrownBy(() -> refresh(otherClient, second.refreshToken()))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("Invalid Refresh Token");

    person.revokeToken(b -> b.clientId(client).token(second.refreshToken()));
    assertThatThrownBy(() -> refresh(client, second.refreshToken()))
        .isInstanceOf(NotAuthorizedException.class);
    assertThatThrownBy(() -> person.getUser(b -> b.accessToken(renewed.accessToken())))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("revoked");
    assertThat(person.getUser(b -> b.accessToken(access)).username()).isEqualTo("ann");

    owner.adminUserGlobalSignOut(b -> b.userPoolId(pool).username("ann"));
    assertThatThrownBy(() -> person.getUser(b -> b.accessToken(access)))
        .isInstanceOf(NotAuthorizedException.class);
  }

  @Test
  void whoIsDisabledOrGoneHasNoTokensAnyMore() {
    AuthenticationResultType tokens = member("ann");
    owner.adminDisableUser(b -> b.userPoolId(pool).username("ann"));
    assertThatThrownBy(() -> refresh(client, tokens.refreshToken()))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("User is disabled.");
    assertThatThrownBy(() -> person.getUser(b -> b.accessToken(tokens.accessToken())))
        .isInstanceOf(NotAuthorizedException.class);
    assertThatThrownBy(() -> signIn("ann", OWN))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("Incorrect username or password.");

    owner.adminDeleteUser(b -> b.userPoolId(pool).username("ann"));
    assertThatThrownBy(() -> refresh(client, tokens.refreshToken()))
        .isInstanceOf(NotAuthorizedException.class);
  }

  @Test
  void unknownNamesAndWrongPasswordsAreAnsweredAlikeAndWait() {
    member("ann");
    List<String> ofAnn = guesses("ann");
    person = somebody();
    assertThat(guesses("nobody")).isEqualTo(ofAnn).containsOnly("NotAuthorizedException");
    person = somebody();

    String tells =
        owner
            .createUserPoolClient(
                b ->
                    b.userPoolId(pool)
                        .clientName("old")
                        .preventUserExistenceErrors(PreventUserExistenceErrorTypes.LEGACY)
                        .explicitAuthFlows(ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH))
            .userPoolClient()
            .clientId();
    assertThatThrownBy(() -> signIn(tells, "somebody", "wrong"))
        .isInstanceOf(UserNotFoundException.class);
  }

  @Test
  void theOwnerSignsPeopleInAndOnlyWithAKey() {
    member("ann");
    var answer =
        owner.adminInitiateAuth(
            b ->
                b.userPoolId(pool)
                    .clientId(client)
                    .authFlow(ADMIN_USER_PASSWORD_AUTH)
                    .authParameters(parameters("ann", OWN)));
    assertThat(answer.authenticationResult().idToken()).isNotEmpty();

    assertThatThrownBy(
            () ->
                person.initiateAuth(
                    b ->
                        b.clientId(client)
                            .authFlow(ADMIN_USER_PASSWORD_AUTH)
                            .authParameters(parameters("ann", OWN))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Initiate Auth method not supported");
    assertThatThrownBy(() -> person.listUserPools(b -> b.maxResults(1)))
        .hasMessageContaining("Missing Authentication Token");
  }

  @Test
  void anotherAccountOrRegionSignsNobodyIn() {
    member("ann");
    CognitoIdentityProviderClient elsewhere = Clients.of(engine, "us-east-1").cognito();
    assertThatThrownBy(
            () ->
                elsewhere.adminInitiateAuth(
                    b ->
                        b.userPoolId(pool)
                            .clientId(client)
                            .authFlow(ADMIN_USER_PASSWORD_AUTH)
                            .authParameters(parameters("ann", OWN))))
        .isInstanceOf(ResourceNotFoundException.class);
    String other = owner.createUserPool(b -> b.poolName("other")).userPool().id();
    assertThatThrownBy(
            () ->
                owner.adminInitiateAuth(
                    b ->
                        b.userPoolId(other)
                            .clientId(client)
                            .authFlow(ADMIN_USER_PASSWORD_AUTH)
                            .authParameters(parameters("ann", OWN))))
        .as("the client is of another pool")
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aClientDoesWhatItIsAllowedTo() {
    member("ann");
    String none = client().clientId();
    assertThatThrownBy(() -> signIn(none, "ann", OWN))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("USER_PASSWORD_AUTH flow not enabled for this client");
    assertThatThrownBy(
            () ->
                person.initiateAuth(
                    b ->
                        b.clientId(client)
                            .authFlow(USER_SRP_AUTH)
                            .authParameters(Map.of("USERNAME", "ann", "SRP_A", "a"))))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("The engine has no USER_SRP_AUTH: use USER_PASSWORD_AUTH");
    assertThatThrownBy(
            () -> person.initiateAuth(b -> b.clientId(client).authFlow(USER_PASSWORD_AUTH)))
        .isInstanceOf(InvalidParameterException.class)
        .hasMessageContaining("Missing required parameter USERNAME");
  }

  @Test
  void aClientWithASecretProvesThatItKnowsIt() {
    member("ann");
    UserPoolClientType secretive =
        owner
            .createUserPoolClient(
                b ->
                    b.userPoolId(pool)
                        .clientName("secretive")
                        .generateSecret(true)
                        .explicitAuthFlows(
                            ExplicitAuthFlowsType.ALLOW_USER_PASSWORD_AUTH,
                            ExplicitAuthFlowsType.ALLOW_REFRESH_TOKEN_AUTH))
            .userPoolClient();
    String id = secretive.clientId();
    assertThatThrownBy(() -> signIn(id, "ann", OWN))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("is configured with secret but SECRET_HASH was not received");
    assertThatThrownBy(() -> secretSignIn(id, "ann", "bm9wZQ=="))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("Unable to verify secret hash for client " + id);
    String hash = Secrets.ofClient(secretive.clientSecret(), "ann", id);
    String token = secretSignIn(id, "ann", hash).authenticationResult().refreshToken();
    assertThatThrownBy(() -> refresh(id, token)).isInstanceOf(NotAuthorizedException.class);
    assertThat(
            person
                .initiateAuth(
                    b ->
                        b.clientId(id)
                            .authFlow(REFRESH_TOKEN_AUTH)
                            .authParameters(Map.of("REFRESH_TOKEN", token, "SECRET_HASH", hash)))
                .authenticationResult()
                .accessToken())
        .isNotEmpty();
  }

  @Test
  void aPasswordThatWasResetIsSetAgainWithTheMailedCode() {
    member("ann");
    owner.adminResetUserPassword(b -> b.userPoolId(pool).username("ann"));

    assertThat(status("ann")).isEqualTo(UserStatusType.RESET_REQUIRED);
    assertThatThrownBy(() -> signIn("ann", OWN)).isInstanceOf(PasswordResetRequiredException.class);
    assertThat(Person.signIn(engine.address(), "ann", OWN, null).code())
        .isIn("PasswordResetRequired", "NotAuthorized");
    String code = codeFor("ann@example.com");
    assertThatThrownBy(() -> confirm("ann", "000000".equals(code) ? "1" : "000000", "Permanent-2"))
        .isInstanceOf(CodeMismatchException.class);
    assertThatThrownBy(() -> confirm("nobody", code, "Permanent-2"))
        .isInstanceOf(CodeMismatchException.class);
    assertThatThrownBy(() -> confirm("ann", code, "short"))
        .isInstanceOf(InvalidPasswordException.class);
    confirm("ann", code, "Permanent-2");

    assertThat(signIn("ann", "Permanent-2").authenticationResult()).isNotNull();
    assertThatThrownBy(() -> confirm("ann", code, "Permanent-3"))
        .as("a code is good for once")
        .isInstanceOf(CodeMismatchException.class);
    invite("bob");
    assertThatThrownBy(() -> owner.adminResetUserPassword(b -> b.userPoolId(pool).username("bob")))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("cannot be reset in the current state");
  }

  @Test
  void codesCannotBeGuessed() {
    assertThat(
            IntStream.range(0, 30)
                .mapToObj(i -> outcome(() -> confirm("guessed", "00000" + i, OWN))))
        .contains(LimitExceededException.class.getSimpleName());
  }

  @Test
  void aPoolThatDemandsASecondFactorSignsNobodyIn() {
    member("ann");
    owner.setUserPoolMfaConfig(
        b ->
            b.userPoolId(pool)
                .mfaConfiguration(UserPoolMfaType.ON)
                .softwareTokenMfaConfiguration(s -> s.enabled(true)));

    assertThatThrownBy(() -> signIn("ann", OWN))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("set it to OPTIONAL or OFF");

    owner.setUserPoolMfaConfig(b -> b.userPoolId(pool).mfaConfiguration(UserPoolMfaType.OFF));
    assertThat(signIn("ann", OWN).authenticationResult()).isNotNull();
  }

  @Test
  void aForgedTokenIsNobodys() {
    AuthenticationResultType tokens = member("ann");
    String forged =
        tokens.accessToken().substring(0, tokens.accessToken().lastIndexOf('.')) + ".c2lnbmVk";
    assertThatThrownBy(() -> person.getUser(b -> b.accessToken(forged)))
        .isInstanceOf(NotAuthorizedException.class)
        .hasMessageContaining("Invalid Access Token");
    assertThatThrownBy(() -> person.getUser(b -> b.accessToken(tokens.idToken())))
        .as("an ID token is no access token")
        .isInstanceOf(NotAuthorizedException.class);
  }

  private List<String> guesses(String name) {
    return IntStream.range(0, 5).mapToObj(i -> outcome(() -> signIn(name, "wrong"))).toList();
  }

  private static String outcome(Runnable call) {
    try {
      call.run();
      return "done";
    } catch (software.amazon.awssdk.awscore.exception.AwsServiceException e) {
      return e.awsErrorDetails().errorCode();
    }
  }

  /** As an API behind the tokens does it: keys from the issuer that the pool announces. */
  private JWTClaimsSet verified(String token) throws Exception {
    URI issuer = URI.create(engine.address() + "/" + pool);
    var configuration =
        Json.MAPPER.readTree(URI.create(issuer + "/.well-known/openid-configuration").toURL());
    assertThat(configuration.get("issuer").asText()).isEqualTo(issuer.toString());
    var keys =
        JWKSourceBuilder.<SecurityContext>create(
                URI.create(configuration.get("jwks_uri").asText()).toURL())
            .build();
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
    JWTClaimsSet claims = processor.process(token, null);
    assertThat(claims.getIssuer()).isEqualTo(issuer.toString());
    return claims;
  }

  private UserPoolClientType client(ExplicitAuthFlowsType... flows) {
    return owner
        .createUserPoolClient(b -> b.userPoolId(pool).clientName("app").explicitAuthFlows(flows))
        .userPoolClient();
  }

  private void invite(String name) {
    owner.adminCreateUser(
        b ->
            b.userPoolId(pool)
                .username(name)
                .userAttributes(
                    attribute("email", name + "@example.com"), attribute("email_verified", "true"))
                .temporaryPassword(TEMPORARY)
                .messageAction(MessageActionType.SUPPRESS));
  }

  private static AttributeType attribute(String name, String value) {
    return AttributeType.builder().name(name).value(value).build();
  }

  /** Somebody with a password of their own. */
  private AuthenticationResultType member(String name) {
    invite(name);
    owner.adminSetUserPassword(
        b -> b.userPoolId(pool).username(name).password(OWN).permanent(true));
    return signIn(name, OWN).authenticationResult();
  }

  private UserStatusType status(String name) {
    return owner.adminGetUser(b -> b.userPoolId(pool).username(name)).userStatus();
  }

  private InitiateAuthResponse signIn(String name, String password) {
    return signIn(client, name, password);
  }

  private InitiateAuthResponse signIn(String clientId, String name, String password) {
    return person.initiateAuth(
        b ->
            b.clientId(clientId)
                .authFlow(USER_PASSWORD_AUTH)
                .authParameters(parameters(name, password)));
  }

  private InitiateAuthResponse secretSignIn(String clientId, String name, String hash) {
    Map<String, String> parameters = new HashMap<>(parameters(name, OWN));
    parameters.put("SECRET_HASH", hash);
    return person.initiateAuth(
        b -> b.clientId(clientId).authFlow(USER_PASSWORD_AUTH).authParameters(parameters));
  }

  private static Map<String, String> parameters(String name, String password) {
    return Map.of("USERNAME", name, "PASSWORD", password);
  }

  private AuthenticationResultType respond(String session, String name, String newPassword) {
    return person
        .respondToAuthChallenge(
            b ->
                b.clientId(client)
                    .challengeName(ChallengeNameType.NEW_PASSWORD_REQUIRED)
                    .session(session)
                    .challengeResponses(Map.of("USERNAME", name, "NEW_PASSWORD", newPassword)))
        .authenticationResult();
  }

  private AuthenticationResultType refresh(String clientId, String token) {
    return person
        .initiateAuth(
            b ->
                b.clientId(clientId)
                    .authFlow(AuthFlowType.REFRESH_TOKEN_AUTH)
                    .authParameters(Map.of("REFRESH_TOKEN", token)))
        .authenticationResult();
  }

  private void confirm(String name, String code, String password) {
    person.confirmForgotPassword(
        b -> b.clientId(client).username(name).confirmationCode(code).password(password));
  }

  private String codeFor(String address) {
    String body = OutboxReader.of(engine).messages(address).getFirst().path("body").asText();
    return body.substring(body.length() - 6);
  }
}
