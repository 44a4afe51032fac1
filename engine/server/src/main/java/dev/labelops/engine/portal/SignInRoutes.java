package dev.labelops.engine.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.UserDirectory;
import dev.labelops.engine.cognito.UserDirectory.SignIn;
import dev.labelops.engine.cognito.UserDirectory.User;
import dev.labelops.engine.front.ClientAddress;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.sagemaker.workforce.Workteams;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;

/** Signs people in and out, and knows who sends a request. */
final class SignInRoutes {
  private static final String BEARER = "Bearer ";

  private final UserDirectory users;
  private final Workteams teams;
  private final Sessions sessions;
  private final ClientAddress addresses;

  SignInRoutes(UserDirectory users, Workteams teams, Sessions sessions, ClientAddress addresses) {
    this.users = users;
    this.teams = teams;
    this.sessions = sessions;
    this.addresses = addresses;
  }

  /** POST /_labelops/api/sessions. */
  void signIn(Context context) {
    JsonNode body = Bodies.object(context);
    SignIn result =
        users.signIn(
            Json.text(body, "userPoolId"),
            Bodies.text(body, "username"),
            Bodies.text(body, "password"),
            Json.text(body, "newPassword"),
            addresses.of(context.req()));
    switch (result) {
      case SignIn.Accepted(User user) -> Bodies.answer(context, welcome(user));
      case SignIn.NewPasswordRequired ignored ->
          throw new PortalError(
              409,
              "NewPasswordRequired",
              "This is the first sign-in: send newPassword together with the temporary password.");
      case SignIn.TemporaryPasswordExpired ignored ->
          throw new PortalError(
              401,
              "TemporaryPasswordExpired",
              "The temporary password has expired. Ask the team's owner to invite you again.");
      case SignIn.PasswordResetRequired ignored ->
          throw new PortalError(
              401,
              "PasswordResetRequired",
              "Your password was reset. Set a new one with the code in your e-mail (Cognito's"
                  + " ConfirmForgotPassword), or ask the team's owner to set one.");
      case SignIn.SecondFactorRequired ignored ->
          throw new PortalError(
              401,
              "SecondFactorRequired",
              "The user pool requires a second factor (MfaConfiguration ON), which this portal does"
                  + " not support. Ask the pool's owner to set it to OPTIONAL or OFF.");
      case SignIn.InvalidPassword(String message) ->
          throw new PortalError(400, "InvalidPassword", message);
      case SignIn.SeveralAccounts ignored ->
          throw new PortalError(
              409,
              "UserPoolIdRequired",
              "The user name and password match in several accounts of the engine: send userPoolId.");
      case SignIn.TooManyAttempts(Duration wait) -> throw PortalError.tooManyAttempts(wait);
      case SignIn.Refused ignored ->
          throw new PortalError(
              401,
              "NotAuthorized",
              "User name or password is wrong. When the name exists in several pools of one account,"
                  + " send userPoolId.");
    }
  }

  private ObjectNode welcome(User user) {
    Session session =
        new Session(user.userPoolId(), user.username(), user.sub(), sessions.nextExpiry());
    return Json.object()
        .put("token", sessions.open(session))
        .put("expiresAt", session.expiresAt().toString())
        .put("username", user.username())
        .put("sub", user.sub());
  }

  /** DELETE /_labelops/api/sessions/current. */
  void signOut(Context context) {
    token(context).ifPresent(sessions::close);
    context.status(204);
  }

  /**
   * Who sends the request; what was taken from a user or a team meanwhile counts immediately.
   *
   * @throws PortalError 401 for nobody
   */
  Visitor visitor(Context context) {
    Session session = token(context).flatMap(sessions::find).orElseThrow(PortalError::notSignedIn);
    User user =
        users
            .find(session.userPoolId(), session.username())
            .filter(User::enabled)
            .filter(found -> found.sub().equals(session.sub()))
            .orElseThrow(PortalError::notSignedIn);
    return new Visitor(user, teams.ofGroups(user.userPoolId(), user.groups()));
  }

  private static Optional<String> token(Context context) {
    return Optional.ofNullable(context.header("Authorization"))
        .filter(header -> header.startsWith(BEARER))
        .map(header -> header.substring(BEARER.length()).strip());
  }
}
