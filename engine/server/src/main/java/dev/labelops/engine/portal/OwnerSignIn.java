package dev.labelops.engine.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.EngineSettings.Key;
import dev.labelops.engine.cognito.UserDirectory;
import dev.labelops.engine.cognito.UserDirectory.User;
import dev.labelops.engine.front.AttemptLimit;
import dev.labelops.engine.front.ClientAddress;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.OwnerAuth;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Signs owners in and out, with a user name and a password or with a key of the engine, and knows
 * which owner sends a request.
 */
public final class OwnerSignIn {
  private final OwnerSessions ofKeys;
  private final OwnerUserSessions ofUsers;
  private final PasswordSignIn passwords;
  private final Previews previews;
  private final OwnerAuth keys;
  private final AttemptLimit limit;
  private final ClientAddress addresses;
  private final SessionCookie cookie;
  private final Clock clock;

  OwnerSignIn(
      Jdbi jdbi,
      List<Key> keys,
      UserDirectory users,
      Previews previews,
      AttemptLimit limit,
      ClientAddress addresses,
      SessionCookie cookie,
      Clock clock) {
    this.ofKeys = new OwnerSessions(jdbi, keys, clock);
    this.ofUsers = new OwnerUserSessions(jdbi, users, clock);
    this.passwords = new PasswordSignIn(users);
    this.previews = previews;
    this.keys = new OwnerAuth(keys, limit, addresses, clock);
    this.limit = limit;
    this.addresses = addresses;
    this.cookie = cookie;
    this.clock = clock;
  }

  /**
   * The owner who sends the request: by cookie, with the CSRF token where something changes, or by
   * HTTP Basic with a key.
   *
   * @throws PortalError 401 for nobody, 403 without the CSRF token
   */
  public Owner owner(Context context) {
    if (context.header("Authorization") == null) {
      return open(context).owner();
    }
    String account = keys.requireOwner(context);
    return new Owner(account, account);
  }

  private OwnerSessions.Open open(Context context) {
    return cookie.token(context).flatMap(this::find).orElseThrow(PortalError::noOwnerSignedIn);
  }

  private Optional<OwnerSessions.Open> find(String token) {
    return ofKeys.find(token).or(() -> ofUsers.find(token));
  }

  /** POST /_labelops/api/owner/sessions. */
  void signIn(Context context) {
    SessionCookie.requireJson(context);
    JsonNode body = Bodies.object(context);
    if (body.has("username")) {
      signInUser(context, body);
    } else {
      signInKey(context, Bodies.text(body, "accessKeyId"), Bodies.text(body, "secretAccessKey"));
    }
  }

  private void signInKey(Context context, String id, String secret) {
    Optional<Key> key = ofKeys.key(id, secret);
    switch (limit.check(OwnerAuth.PLACE, id, addresses.of(context.req()), key::isPresent)) {
      case AttemptLimit.Outcome.Right ignored -> {
        Instant until = until();
        welcome(context, ofKeys.open(key.orElseThrow(), until), until);
      }
      case AttemptLimit.Outcome.Wrong ignored ->
          throw new PortalError(
              401, "NotAuthorized", "Access key id or secret access key is wrong.");
      case AttemptLimit.Outcome.TooMany(Duration wait) -> throw PortalError.tooManyAttempts(wait);
    }
  }

  private void signInUser(Context context, JsonNode body) {
    User user = passwords.user(body, addresses.of(context.req()));
    if (!OwnerUserSessions.isOwner(user)) {
      throw new PortalError(
          403,
          "NotAnOwner",
          "%s is not in the group %s of the user pool %s. Ask whoever has a key of the account to add you; workers sign in at /_labelops/portal/."
              .formatted(OwnerUserSessions.name(user), OwnerUserSessions.GROUP, user.userPoolId()));
    }
    Instant until = until();
    welcome(context, ofUsers.open(user, until), until);
  }

  private Instant until() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(OwnerSessions.LENGTH);
  }

  private void welcome(Context context, String token, Instant until) {
    cookie.unchecked(context).ifPresent(this::close);
    cookie.set(context, token, until.minus(OwnerSessions.LENGTH), until);
    Bodies.answer(context, document(token, find(token).orElseThrow(PortalError::noOwnerSignedIn)));
  }

  /** GET /_labelops/api/owner/sessions/current. */
  void current(Context context) {
    OwnerSessions.Open open = open(context);
    Bodies.answer(context, document(cookie.token(context).orElseThrow(), open));
  }

  private static ObjectNode document(String token, OwnerSessions.Open open) {
    return Json.object()
        .put("accountId", open.owner().accountId())
        .put("name", open.name())
        .put("csrfToken", Token.csrf(token))
        .put("expiresAt", open.expiresAt().toString())
        .put("kind", "owner");
  }

  /** DELETE /_labelops/api/owner/sessions/current. */
  void signOut(Context context) {
    if (cookie.unchecked(context).flatMap(this::find).isPresent()) {
      close(cookie.token(context).orElseThrow());
    }
    cookie.clear(context);
    context.status(204);
  }

  private void close(String token) {
    ofKeys.close(token);
    ofUsers.close(token);
    previews.close(Token.hash(token));
  }
}
