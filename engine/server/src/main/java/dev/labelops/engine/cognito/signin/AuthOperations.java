package dev.labelops.engine.cognito.signin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.api.CognitoOperation;
import dev.labelops.engine.cognito.pools.AppClient;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.cognito.pools.UserPoolClients;
import dev.labelops.engine.cognito.pools.UserPoolStore;
import dev.labelops.engine.cognito.signin.ResetCodes.Check;
import dev.labelops.engine.cognito.tokens.RefreshTokens;
import dev.labelops.engine.cognito.tokens.Secrets;
import dev.labelops.engine.cognito.tokens.Tokens;
import dev.labelops.engine.cognito.users.PoolUser;
import dev.labelops.engine.cognito.users.UserStore;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.front.OpenOperation;
import dev.labelops.engine.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * InitiateAuth, RespondToAuthChallenge, both for the pool's owner too, and what people do with
 * their tokens: GetUser, GlobalSignOut, RevokeToken; ConfirmForgotPassword.
 */
public final class AuthOperations {
  private final Database database;
  private final Authentication authentication;
  private final Tokens tokens;
  private final PasswordCheck passwords;
  private final ResetCodes codes;
  private final Clock clock;

  public AuthOperations(
      Database database,
      Authentication authentication,
      Tokens tokens,
      PasswordCheck passwords,
      ResetCodes codes,
      Clock clock) {
    this.database = database;
    this.authentication = authentication;
    this.tokens = tokens;
    this.passwords = passwords;
    this.codes = codes;
    this.clock = clock;
  }

  public List<JsonOperation> operations() {
    return List.of(
        CognitoOperation.inSteps(
            "AdminInitiateAuth", (c, r) -> asOwner(c, r, authentication::initiate)),
        CognitoOperation.inSteps(
            "AdminRespondToAuthChallenge", (c, r) -> asOwner(c, r, authentication::respond)));
  }

  public List<OpenOperation> openOperations() {
    return List.of(
        CognitoOperation.open(
            "InitiateAuth", (from, r) -> authentication.initiate(asPerson(from, r))),
        CognitoOperation.open(
            "RespondToAuthChallenge", (from, r) -> authentication.respond(asPerson(from, r))),
        CognitoOperation.open("ConfirmForgotPassword", this::confirmForgotPassword),
        CognitoOperation.open("GetUser", (from, request) -> getUser(request)),
        CognitoOperation.open("GlobalSignOut", (from, request) -> signOut(request)),
        CognitoOperation.open("RevokeToken", (from, request) -> revoke(request)));
  }

  private JsonNode asOwner(
      Caller caller, JsonNode request, Function<SignInRequest, JsonNode> operation) {
    String clientId = request.get("ClientId").asText();
    return operation.apply(
        database
            .jdbi()
            .withHandle(
                handle -> {
                  UserPool pool =
                      UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
                  AppClient client =
                      UserPoolClients.find(handle, pool.id(), clientId)
                          .orElseThrow(() -> CognitoErrors.NO_SUCH_CLIENT.of(clientId));
                  Optional<String> address = Json.text(request.path("ContextData"), "IpAddress");
                  return new SignInRequest(pool, client, true, address, request);
                }));
  }

  // The client is of one pool of one account: its id says which.
  private SignInRequest asPerson(String address, JsonNode request) {
    String clientId = request.get("ClientId").asText();
    return database
        .jdbi()
        .withHandle(
            handle ->
                UserPoolClients.find(handle, clientId)
                    .flatMap(
                        client ->
                            UserPoolStore.find(handle, client.poolId())
                                .map(
                                    pool ->
                                        new SignInRequest(
                                            pool, client, false, Optional.of(address), request)))
                    .orElseThrow(() -> CognitoErrors.NO_SUCH_CLIENT.of(clientId)));
  }

  private JsonNode getUser(JsonNode request) {
    Tokens.Access access = access(request);
    PoolUser user = database.jdbi().withHandle(handle -> holder(handle, access));
    JsonNode described = user.toJson("UserAttributes");
    return Json.object()
        .put("Username", user.username())
        .set("UserAttributes", described.get("UserAttributes"));
  }

  private JsonNode signOut(JsonNode request) {
    Tokens.Access access = access(request);
    return database.inTransaction(
        handle -> {
          RefreshTokens.deleteAll(handle, holder(handle, access));
          return Json.object();
        });
  }

  private Tokens.Access access(JsonNode request) {
    return tokens
        .read(request.get("AccessToken").asText(), this::hasPool)
        .orElseThrow(() -> CognitoErrors.WRONG_ACCESS_TOKEN.of());
  }

  private boolean hasPool(String id) {
    return UserStore.canBeName(id)
        && database.jdbi().withHandle(handle -> UserPoolStore.find(handle, id)).isPresent();
  }

  /** Whose access token it is, as long as the sign-in is on. */
  private static PoolUser holder(Handle handle, Tokens.Access access) {
    PoolUser user =
        UserPoolStore.find(handle, access.poolId())
            .flatMap(pool -> UserStore.find(handle, pool, access.username()))
            .orElseThrow(CognitoErrors.NO_SUCH_USER::of);
    if (!user.enabled()) {
      throw CognitoErrors.USER_DISABLED.of();
    }
    if (!RefreshTokens.isOn(handle, user, access.origin())) {
      throw CognitoErrors.ACCESS_TOKEN_REVOKED.of();
    }
    return user;
  }

  private JsonNode revoke(JsonNode request) {
    SignInRequest asked = asPerson("", request);
    asked
        .client()
        .secret()
        .filter(secret -> !Secrets.same(secret, Json.text(request, "ClientSecret").orElse("")))
        .ifPresent(
            ignored -> {
              throw CognitoErrors.WRONG_CLIENT_SECRET.of();
            });
    String token = request.get("Token").asText();
    return database.inTransaction(
        handle -> {
          RefreshTokens.find(handle, token)
              .filter(grant -> grant.clientId().equals(asked.client().id()))
              .ifPresent(grant -> RefreshTokens.delete(handle, token));
          return Json.object();
        });
  }

  // Wrong codes are counted apart from wrong passwords, and delayed in the same way.
  private JsonNode confirmForgotPassword(String address, JsonNode body) {
    SignInRequest request = asPerson(address, body);
    String name = body.get("Username").asText();
    request.checkSecret(Json.text(body, "SecretHash"), List.of(name));
    SignInAttempt attempt =
        SignInAttempt.of("code of " + request.pool().id(), name, Optional.of(address));
    String code = body.get("ConfirmationCode").asText();
    Supplier<Optional<CodeHolder>> proof =
        () ->
            database
                .jdbi()
                .withHandle(
                    handle ->
                        UserStore.find(handle, request.pool(), name)
                            .map(u -> new CodeHolder(u, codes.check(handle, u, code)))
                            .filter(holder -> holder.check() != Check.WRONG));
    CodeHolder holder =
        switch (passwords.guarded(List.of(new PasswordCheck.Guess<>(attempt, proof)))) {
          case PasswordCheck.Guarded.Right<CodeHolder>(List<CodeHolder> right) -> right.getFirst();
          case PasswordCheck.Guarded.Wrong<CodeHolder> ignored ->
              throw CognitoErrors.CODE_MISMATCH.of();
          case PasswordCheck.Guarded.TooMany<CodeHolder>(Duration ignored) ->
              throw CognitoErrors.TOO_MANY_CODES.of();
        };
    if (holder.check() == Check.EXPIRED) {
      throw CognitoErrors.CODE_EXPIRED.of();
    }
    String password = body.get("Password").asText();
    request.pool().passwordPolicy().require(password);
    String hash = Passwords.hash(password);
    return database.inTransaction(
        handle -> {
          if (codes.check(handle, holder.user(), code) != Check.RIGHT) {
            throw CognitoErrors.CODE_EXPIRED.of();
          }
          UserStore.setPassword(handle, holder.user().confirmed(hash, clock.instant()));
          ResetCodes.delete(handle, holder.user());
          SignInAttempts.forgive(handle, request.pool(), holder.user(), clock.instant());
          return Json.object();
        });
  }

  private record CodeHolder(PoolUser user, Check check) {}
}
