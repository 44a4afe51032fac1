package dev.labelops.engine.cognito;

import java.util.Optional;
import java.util.Set;

/** Sign-in with the password of a user pool, for the worker portal. */
public interface UserDirectory {
  /**
   * Checks a password and, at the first sign-in, replaces the temporary one.
   *
   * @param userPoolId the pool; empty when the user name exists in exactly one pool of the engine
   * @param username user name or, where the pool signs in by e-mail, the address
   * @param newPassword what replaces a temporary password
   */
  SignIn authenticate(
      Optional<String> userPoolId, String username, String password, Optional<String> newPassword);

  /** The groups that the user is in now; empty for a user who was disabled or deleted. */
  Set<String> groups(String userPoolId, String sub);

  /** What came of a sign-in. */
  sealed interface SignIn {
    /**
     * @param accountId account of the pool
     * @param region region of the pool
     * @param userPoolId the pool
     * @param username Cognito's user name
     * @param sub the user's immutable id, a UUID
     * @param email e-mail address; empty text where the user has none
     */
    record Welcome(
        String accountId,
        String region,
        String userPoolId,
        String username,
        String sub,
        String email)
        implements SignIn {}

    /** The temporary password is right; a new one must be chosen. */
    record NewPasswordRequired() implements SignIn {}

    /** The temporary password has lapsed; the invitation must be sent again. */
    record TemporaryPasswordExpired() implements SignIn {}

    /** The new password breaks the pool's policy. */
    record InvalidPassword(String message) implements SignIn {}

    /** Unknown user, wrong password or disabled user: told apart to nobody. */
    record NotAuthorized() implements SignIn {}

    /** The user name exists in several pools: the pool must be named. */
    record AmbiguousUser() implements SignIn {}
  }
}
