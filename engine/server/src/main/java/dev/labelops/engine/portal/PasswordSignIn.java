package dev.labelops.engine.portal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.cognito.UserDirectory;
import dev.labelops.engine.cognito.UserDirectory.SignIn;
import dev.labelops.engine.cognito.UserDirectory.User;
import dev.labelops.engine.front.Json;
import java.time.Duration;

/** Sign-in with the user name and the password of a user pool, of workers and of owners. */
record PasswordSignIn(UserDirectory users) {
  /**
   * The user whose name and password the body has, and {@code userPoolId} (or {@code clientId}, of
   * one of its app clients) and {@code newPassword} where they are needed.
   *
   * @param address the IP address that asks
   * @throws PortalError what to do instead
   */
  User user(JsonNode body, String address) {
    SignIn result =
        users.signIn(
            Json.text(body, "userPoolId")
                .or(() -> Json.text(body, "clientId").flatMap(users::poolOfClient)),
            Bodies.text(body, "username"),
            Bodies.text(body, "password"),
            Json.text(body, "newPassword"),
            address);
    return switch (result) {
      case SignIn.Accepted(User user) -> user;
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
    };
  }
}
