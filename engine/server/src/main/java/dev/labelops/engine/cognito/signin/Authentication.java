package dev.labelops.engine.cognito.signin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.pools.TokenValidity;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.cognito.signin.ChallengeSessions.Waiting;
import dev.labelops.engine.cognito.signin.PasswordCheck.Candidate;
import dev.labelops.engine.cognito.signin.PasswordCheck.Outcome;
import dev.labelops.engine.cognito.signin.PasswordCheck.Trial;
import dev.labelops.engine.cognito.tokens.RefreshTokens;
import dev.labelops.engine.cognito.tokens.RefreshTokens.Grant;
import dev.labelops.engine.cognito.tokens.Secrets;
import dev.labelops.engine.cognito.tokens.Tokens;
import dev.labelops.engine.cognito.users.Groups;
import dev.labelops.engine.cognito.users.PoolUser;
import dev.labelops.engine.cognito.users.UserAttributes;
import dev.labelops.engine.cognito.users.UserStore;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Signs people in for tokens: password, first password of one's own, refresh token. */
public final class Authentication {
  private static final String PARAMETERS = "AuthParameters";
  private static final String RESPONSES = "ChallengeResponses";
  private static final String NEW_PASSWORD = "NEW_PASSWORD_REQUIRED";
  private static final String OWN_ATTRIBUTE = "userAttributes.";

  private final Database database;
  private final PasswordCheck passwords;
  private final Tokens tokens;
  private final Clock clock;

  public Authentication(Database database, PasswordCheck passwords, Tokens tokens, Clock clock) {
    this.database = database;
    this.passwords = passwords;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** InitiateAuth, AdminInitiateAuth. */
  JsonNode initiate(SignInRequest request) {
    String flow = request.body().get("AuthFlow").asText();
    return switch (flow) {
      case "USER_PASSWORD_AUTH" -> {
        requireKind(!request.admin());
        yield byPassword(request, "ALLOW_USER_PASSWORD_AUTH", flow + " flow");
      }
      case "ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH" -> {
        requireKind(request.admin());
        yield byPassword(request, "ALLOW_ADMIN_USER_PASSWORD_AUTH", "Auth flow");
      }
      case "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN" -> byRefreshToken(request);
      default -> throw CognitoErrors.NO_SUCH_FLOW_HERE.of(flow);
    };
  }

  private static void requireKind(boolean right) {
    if (!right) {
      throw CognitoErrors.FLOW_OF_OTHER_OPERATION.of();
    }
  }

  private JsonNode byPassword(SignInRequest request, String permission, String words) {
    if (!request.client().allows(permission)) {
      throw CognitoErrors.FLOW_NOT_ENABLED.of(words);
    }
    String name = request.required(PARAMETERS, "USERNAME");
    String password = request.required(PARAMETERS, "PASSWORD");
    request.checkSecret(PARAMETERS, List.of(name));
    UserPool pool = request.pool();
    Function<Handle, Optional<Candidate>> find =
        handle -> find(handle, pool, name).map(user -> new Candidate(pool, user));
    return switch (passwords.check(List.of(new Trial(request.attempt(name), find)), password)) {
      case Outcome.Right(List<Candidate> who) -> admitted(request, who.getFirst().user());
      case Outcome.Wrong(boolean exists) ->
          throw exists || !request.client().tellsUnknownNames()
              ? CognitoErrors.WRONG_PASSWORD.of()
              : CognitoErrors.NO_SUCH_USER.of();
      case Outcome.TooMany ignored -> throw CognitoErrors.TOO_MANY_PASSWORDS.of();
    };
  }

  private JsonNode admitted(SignInRequest request, PoolUser user) {
    if (request.pool().demandsSecondFactor()) {
      throw CognitoErrors.NO_SECOND_FACTOR_HERE.of();
    }
    return switch (user.status()) {
      case CONFIRMED -> signedIn(request, user);
      case RESET_REQUIRED -> throw CognitoErrors.PASSWORD_RESET_REQUIRED.of();
      case FORCE_CHANGE_PASSWORD -> challenge(request, user);
    };
  }

  private JsonNode challenge(SignInRequest request, PoolUser user) {
    Instant now = clock.instant();
    if (user.temporaryUntil().filter(now::isAfter).isPresent()) {
      throw CognitoErrors.TEMPORARY_PASSWORD_EXPIRED.of();
    }
    Duration length =
        Duration.ofMinutes(request.client().settings().path("AuthSessionValidity").asLong(3));
    String session = Secrets.next();
    Waiting waiting =
        new Waiting(
            user.poolId(),
            user.username(),
            request.client().id(),
            user.passwordHash(),
            now.plus(length));
    database.inTransaction(
        handle -> {
          ChallengeSessions.insert(handle, session, waiting, now);
          return waiting;
        });
    ObjectNode answer = Json.object().put("ChallengeName", NEW_PASSWORD).put("Session", session);
    answer
        .putObject("ChallengeParameters")
        .put("USER_ID_FOR_SRP", user.username())
        .put("requiredAttributes", "[]")
        .put("userAttributes", user.attributes().toString());
    return answer;
  }

  /** RespondToAuthChallenge, AdminRespondToAuthChallenge. */
  JsonNode respond(SignInRequest request) {
    String challenge = request.body().get("ChallengeName").asText();
    if (!challenge.equals(NEW_PASSWORD)) {
      throw CognitoErrors.NO_SUCH_CHALLENGE_HERE.of(challenge, NEW_PASSWORD);
    }
    String name = request.required(RESPONSES, "USERNAME");
    String password = request.required(RESPONSES, "NEW_PASSWORD");
    request.checkSecret(RESPONSES, List.of(name));
    String session =
        Json.text(request.body(), "Session")
            .orElseThrow(() -> CognitoErrors.MISSING_PARAMETER.of("Session"));
    Candidate who = database.jdbi().withHandle(h -> waiting(h, request, session, name));
    request.pool().passwordPolicy().require(password);
    ObjectNode attributes = ownAttributes(request);
    String hash = Passwords.hash(password);
    PoolUser confirmed = who.user().confirmed(hash, clock.instant());
    PoolUser complete =
        attributes.isEmpty() ? confirmed : confirmed.withAttributes(attributes, clock.instant());
    database.inTransaction(
        handle -> {
          if (!UserStore.replacePassword(handle, confirmed, who.user().passwordHash())) {
            throw badSession();
          }
          if (!attributes.isEmpty()) {
            UserStore.setAttributes(handle, request.pool(), complete);
          }
          ChallengeSessions.delete(handle, session);
          return complete;
        });
    return signedIn(request, complete);
  }

  private static ObjectNode ownAttributes(SignInRequest request) {
    var list = Json.array();
    request
        .body()
        .path(RESPONSES)
        .properties()
        .forEach(
            response -> {
              if (response.getKey().startsWith(OWN_ATTRIBUTE)) {
                list.addObject()
                    .put("Name", response.getKey().substring(OWN_ATTRIBUTE.length()))
                    .set("Value", response.getValue());
              }
            });
    return UserAttributes.checked(request.pool(), list);
  }

  private Candidate waiting(Handle handle, SignInRequest request, String session, String name) {
    Waiting waiting =
        ChallengeSessions.find(handle, session)
            .filter(found -> found.clientId().equals(request.client().id()))
            .orElseThrow(Authentication::badSession);
    if (clock.instant().isAfter(waiting.expiresAt())) {
      throw CognitoErrors.SESSION_EXPIRED.of();
    }
    return find(handle, request.pool(), name)
        .filter(user -> user.username().equals(waiting.username()))
        .filter(user -> user.passwordHash().equals(waiting.passwordHash()))
        .filter(PoolUser::enabled)
        .map(user -> new Candidate(request.pool(), user))
        .orElseThrow(Authentication::badSession);
  }

  private static AwsError badSession() {
    return CognitoErrors.WRONG_SESSION.of();
  }

  private JsonNode byRefreshToken(SignInRequest request) {
    if (!request.client().allows("ALLOW_REFRESH_TOKEN_AUTH")) {
      throw CognitoErrors.FLOW_NOT_ENABLED.of("Auth flow");
    }
    String token = request.required(PARAMETERS, "REFRESH_TOKEN");
    Grant grant =
        database
            .jdbi()
            .withHandle(handle -> RefreshTokens.find(handle, token))
            .filter(found -> found.clientId().equals(request.client().id()))
            .orElseThrow(() -> CognitoErrors.WRONG_REFRESH_TOKEN.of());
    if (clock.instant().isAfter(grant.expiresAt())) {
      throw CognitoErrors.REFRESH_TOKEN_EXPIRED.of();
    }
    PoolUser user =
        database
            .jdbi()
            .withHandle(handle -> UserStore.find(handle, request.pool(), grant.username()))
            .orElseThrow(() -> CognitoErrors.WRONG_REFRESH_TOKEN.of());
    request.checkSecret(PARAMETERS, user.names().toList());
    if (!user.enabled()) {
      throw CognitoErrors.USER_DISABLED.of();
    }
    return result(tokens.issue(grant, user, request.client(), groups(user)));
  }

  private JsonNode signedIn(SignInRequest request, PoolUser user) {
    Instant now = clock.instant();
    Grant grant =
        new Grant(
            user.poolId(),
            user.username(),
            request.client().id(),
            UUID.randomUUID().toString(),
            now,
            now.plus(TokenValidity.of(request.client().settings()).refresh()));
    ObjectNode issued = tokens.issue(grant, user, request.client(), groups(user));
    String refresh = Secrets.next();
    database.inTransaction(
        handle -> {
          RefreshTokens.insert(handle, refresh, grant, now);
          return grant;
        });
    return result(issued.put("RefreshToken", refresh));
  }

  private static JsonNode result(ObjectNode tokens) {
    ObjectNode answer = Json.object();
    answer.putObject("ChallengeParameters");
    return answer.set("AuthenticationResult", tokens);
  }

  private List<String> groups(PoolUser user) {
    return database.jdbi().withHandle(handle -> Groups.ofUser(handle, user)).stream()
        .map(Groups.Group::name)
        .toList();
  }

  private static Optional<PoolUser> find(Handle handle, UserPool pool, String name) {
    return UserStore.canBeName(name) ? UserStore.find(handle, pool, name) : Optional.empty();
  }
}
