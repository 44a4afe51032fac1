package dev.labelops.engine.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType.USER_PASSWORD_AUTH;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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
import software.amazon.awssdk.services.cognitoidentityprovider.model.ExplicitAuthFlowsType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.InitiateAuthResponse;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;

/** A pool, an app client, and people who sign in to it without a key, each test at an address. */
abstract class TokenStage {
  static final String TEMPORARY = "Temporary-1";
  static final String OWN = "Permanent-1";

  @TempDir static Path folder;
  static Engine engine;
  static CognitoIdentityProviderClient owner;
  static int people;
  CognitoIdentityProviderClient person;
  String pool;
  String client;

  @BeforeAll
  static void start() {
    engine = Engine.start(SignInOverHttpIT.behindProxy(EngineSettings.local(folder)));
    owner = Clients.of(engine, "eu-west-1").cognito();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  /** A client without a key, at an address of its own. */
  static CognitoIdentityProviderClient somebody() {
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

  List<String> guesses(String name) {
    return IntStream.range(0, 5).mapToObj(i -> outcome(() -> signIn(name, "wrong"))).toList();
  }

  static String outcome(Runnable call) {
    try {
      call.run();
      return "done";
    } catch (software.amazon.awssdk.awscore.exception.AwsServiceException e) {
      return e.awsErrorDetails().errorCode();
    }
  }

  /** As an API behind the tokens does it: keys from the issuer that the pool announces. */
  JWTClaimsSet verified(String token) throws Exception {
    URI issuer = URI.create(engine.address() + "/" + pool);
    JsonNode configuration;
    try (var document =
        URI.create(issuer + "/.well-known/openid-configuration").toURL().openStream()) {
      configuration = Json.MAPPER.readTree(document);
    }
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

  UserPoolClientType client(ExplicitAuthFlowsType... flows) {
    return owner
        .createUserPoolClient(b -> b.userPoolId(pool).clientName("app").explicitAuthFlows(flows))
        .userPoolClient();
  }

  void invite(String name) {
    owner.adminCreateUser(
        b ->
            b.userPoolId(pool)
                .username(name)
                .userAttributes(
                    attribute("email", name + "@example.com"), attribute("email_verified", "true"))
                .temporaryPassword(TEMPORARY)
                .messageAction(MessageActionType.SUPPRESS));
  }

  static AttributeType attribute(String name, String value) {
    return AttributeType.builder().name(name).value(value).build();
  }

  /** Somebody with a password of their own. */
  AuthenticationResultType member(String name) {
    invite(name);
    owner.adminSetUserPassword(
        b -> b.userPoolId(pool).username(name).password(OWN).permanent(true));
    return signIn(name, OWN).authenticationResult();
  }

  UserStatusType status(String name) {
    return owner.adminGetUser(b -> b.userPoolId(pool).username(name)).userStatus();
  }

  InitiateAuthResponse signIn(String name, String password) {
    return signIn(client, name, password);
  }

  InitiateAuthResponse signIn(String clientId, String name, String password) {
    return person.initiateAuth(
        b ->
            b.clientId(clientId)
                .authFlow(USER_PASSWORD_AUTH)
                .authParameters(parameters(name, password)));
  }

  InitiateAuthResponse secretSignIn(String clientId, String name, String hash) {
    Map<String, String> parameters = new HashMap<>(parameters(name, OWN));
    parameters.put("SECRET_HASH", hash);
    return person.initiateAuth(
        b -> b.clientId(clientId).authFlow(USER_PASSWORD_AUTH).authParameters(parameters));
  }

  static Map<String, String> parameters(String name, String password) {
    return Map.of("USERNAME", name, "PASSWORD", password);
  }

  AuthenticationResultType respond(String session, String name, String newPassword) {
    return person
        .respondToAuthChallenge(
            b ->
                b.clientId(client)
                    .challengeName(ChallengeNameType.NEW_PASSWORD_REQUIRED)
                    .session(session)
                    .challengeResponses(Map.of("USERNAME", name, "NEW_PASSWORD", newPassword)))
        .authenticationResult();
  }

  AuthenticationResultType refresh(String clientId, String token) {
    return person
        .initiateAuth(
            b ->
                b.clientId(clientId)
                    .authFlow(AuthFlowType.REFRESH_TOKEN_AUTH)
                    .authParameters(Map.of("REFRESH_TOKEN", token)))
        .authenticationResult();
  }

  void confirm(String name, String code, String password) {
    person.confirmForgotPassword(
        b -> b.clientId(client).username(name).confirmationCode(code).password(password));
  }

  String codeFor(String address) {
    String body = OutboxReader.of(engine).messages(address).getFirst().path("body").asText();
    return body.substring(body.length() - 6);
  }
}
