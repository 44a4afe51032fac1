package dev.labelops.engine.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.UserDirectory;
import dev.labelops.engine.cognito.UserDirectory.User;
import dev.labelops.engine.front.ClientAddress;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.work.Worker;
import dev.labelops.engine.sagemaker.workforce.Workteams;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;

/** Signs people in and out, and knows who sends a request. */
final class SignInRoutes {
  private static final String BEARER = "Bearer ";

  private final UserDirectory users;
  private final Workteams teams;
  private final Sessions sessions;
  private final ClientAddress addresses;
  private final SessionCookie cookie;
  private final Consumer<Worker> leaving;
  private final Clock clock;

  /**
   * @param leaving receives who signs out
   */
  SignInRoutes(
      UserDirectory users,
      Workteams teams,
      Sessions sessions,
      ClientAddress addresses,
      SessionCookie cookie,
      Consumer<Worker> leaving,
      Clock clock) {
    this.users = users;
    this.teams = teams;
    this.sessions = sessions;
    this.addresses = addresses;
    this.cookie = cookie;
    this.leaving = leaving;
    this.clock = clock;
  }

  /** POST /_labelops/api/sessions. */
  void signIn(Context context) {
    JsonNode body = Bodies.object(context);
    boolean browser = body.path("cookie").asBoolean(false);
    if (browser) {
      SessionCookie.requireJson(context);
    }
    welcome(context, new PasswordSignIn(users).user(body, addresses.of(context.req())), browser);
  }

  private void welcome(Context context, User user, boolean browser) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Session session =
        new Session(user.userPoolId(), user.username(), user.sub(), now.plus(Sessions.LENGTH));
    if (browser) {
      cookie.unchecked(context).ifPresent(sessions::close);
    }
    String token = sessions.open(session);
    ObjectNode document = document(session, user);
    if (browser) {
      cookie.set(context, token, now, session.expiresAt());
      document.put("csrfToken", Token.csrf(token));
    } else {
      document.put("token", token);
    }
    Bodies.answer(context, document);
  }

  private static ObjectNode document(Session session, User user) {
    return Json.object()
        .put("username", session.username())
        .put("sub", session.sub())
        .put("email", user.email().orElse(null))
        .put("expiresAt", session.expiresAt().toString())
        .put("kind", "worker");
  }

  /** GET /_labelops/api/sessions/current. */
  void current(Context context) {
    User user = visitor(context).user();
    String token = token(context).orElseThrow(PortalError::notSignedIn);
    Session session = sessions.find(token).orElseThrow(PortalError::notSignedIn);
    ObjectNode document = document(session, user);
    if (bearer(context).isEmpty()) {
      document.put("csrfToken", Token.csrf(token));
    }
    Bodies.answer(context, document);
  }

  /** DELETE /_labelops/api/sessions/current. */
  void signOut(Context context) {
    Optional<String> known = bearer(context).or(() -> cookie.unchecked(context));
    if (known.flatMap(sessions::find).isPresent()) {
      String token = token(context).orElseThrow();
      visitor(token).map(Visitor::worker).ifPresent(leaving);
      sessions.close(token);
    }
    if (cookie.unchecked(context).isPresent()) {
      cookie.clear(context);
    }
    context.status(204);
  }

  /**
   * Who sends the request; what was taken from a user or a team meanwhile counts immediately.
   *
   * @throws PortalError 401 for nobody
   */
  Visitor visitor(Context context) {
    return token(context).flatMap(this::visitor).orElseThrow(PortalError::notSignedIn);
  }

  private Optional<Visitor> visitor(String token) {
    return ofSession(Token.hash(token));
  }

  /** Who opened a session that is not over. */
  Optional<Visitor> ofSession(String sessionHash) {
    return sessions
        .findByHash(sessionHash)
        .flatMap(
            session ->
                users
                    .find(session.userPoolId(), session.username())
                    .filter(User::enabled)
                    .filter(found -> found.sub().equals(session.sub())))
        .map(
            user ->
                new Visitor(user, teams.ofGroups(user.userPoolId(), user.groups()), sessionHash));
  }

  /** Programs send a header, which no other site can; browsers a cookie. */
  private Optional<String> token(Context context) {
    return bearer(context).or(() -> cookie.token(context));
  }

  private static Optional<String> bearer(Context context) {
    return Optional.ofNullable(context.header("Authorization"))
        .filter(header -> header.startsWith(BEARER))
        .map(header -> header.substring(BEARER.length()).strip());
  }
}
