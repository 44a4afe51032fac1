package dev.labelops.engine.cognito;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the portal needs of Cognito: who somebody is, once the password was right. */
public interface UserDirectory {
  /**
   * A person who is signed in.
   *
   * @param accountId account of the pool, 12 digits
   * @param sub the user's stable id, a UUID
   * @param groups names of the user's groups in the pool
   */
  record User(
      String accountId,
      String userPoolId,
      String username,
      String sub,
      Optional<String> email,
      boolean enabled,
      List<String> groups) {}

  /** The outcome of a sign-in. */
  sealed interface SignIn {
    /** Right; with a new password given, the user is now CONFIRMED. */
    record Accepted(User user) implements SignIn {}

    /** The temporary password is right, and a password of the user's own must be sent with it. */
    record NewPasswordRequired() implements SignIn {}

    /** The temporary password is right but expired; somebody must invite again. */
    record TemporaryPasswordExpired() implements SignIn {}

    /** The password is right, but its owner reset it: a new one is set with the mailed code. */
    record PasswordResetRequired() implements SignIn {}

    /** The password is right, but the pool demands a second factor, which nobody asks for here. */
    record SecondFactorRequired() implements SignIn {}

    /** The new password breaks the pool's policy; {@code message} says how. */
    record InvalidPassword(String message) implements SignIn {}

    /** Name and password are right in several accounts: the pool has to be said. */
    record SeveralAccounts() implements SignIn {}

    /** Name or password is wrong, or the user is disabled. */
    record Refused() implements SignIn {}

    /** The password was not checked: there were too many failures; when to try again. */
    record TooManyAttempts(Duration retryIn) implements SignIn {}
  }

  /**
   * Signs somebody in.
   *
   * @param userPoolId the pool; empty: in each account the only pool that knows the name, and the
   *     password says which account
   * @param username the user name, the sub or the e-mail address, whatever the pool accepts
   * @param address the IP address that asks
   */
  SignIn signIn(
      Optional<String> userPoolId,
      String username,
      String password,
      Optional<String> newPassword,
      String address);

  /** The user pool of an app client, which a link to the hosted sign-in names; empty for none. */
  Optional<String> poolOfClient(String clientId);

  /** The current state of the user, for existing sessions; empty when deleted. */
  Optional<User> find(String userPoolId, String username);
}
