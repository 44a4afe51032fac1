package dev.labelops.engine.cognito;

import dev.labelops.engine.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Sign-in against the users in the database. */
final class SqlUserDirectory implements UserDirectory {
  // Compared where there is no user, so that a wrong name takes as long as a wrong password.
  private static final String NOBODYS_HASH = Passwords.hash("nobody");

  private final Database database;
  private final Clock clock;

  SqlUserDirectory(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public SignIn signIn(
      Optional<String> userPoolId, String username, String password, Optional<String> newPassword) {
    return database
        .jdbi()
        .inTransaction(
            handle ->
                pool(handle, userPoolId, username)
                    .flatMap(
                        pool ->
                            UserStore.find(handle, pool, username)
                                .map(user -> signIn(handle, pool, user, password, newPassword)))
                    .orElseGet(() -> refused(password)));
  }

  @Override
  public Optional<User> find(String userPoolId, String username) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                UserPoolStore.find(handle, userPoolId)
                    .flatMap(pool -> UserStore.find(handle, pool, username))
                    .map(user -> user(handle, user)));
  }

  private SignIn signIn(
      Handle handle, UserPool pool, PoolUser user, String password, Optional<String> newPassword) {
    if (!Passwords.matches(password, user.passwordHash()) || !user.enabled()) {
      return new SignIn.Refused();
    }
    if (user.status() == PoolUser.Status.CONFIRMED) {
      return new SignIn.Accepted(user(handle, user));
    }
    if (user.temporaryUntil().filter(until -> clock.instant().isAfter(until)).isPresent()) {
      return new SignIn.TemporaryPasswordExpired();
    }
    if (newPassword.isEmpty()) {
      return new SignIn.NewPasswordRequired();
    }
    Optional<String> violation = pool.passwordPolicy().violation(newPassword.get());
    if (violation.isPresent()) {
      return new SignIn.InvalidPassword(violation.get());
    }
    UserStore.update(handle, user.confirmed(Passwords.hash(newPassword.get()), clock.instant()));
    return new SignIn.Accepted(user(handle, user));
  }

  private static SignIn refused(String password) {
    Passwords.matches(password, NOBODYS_HASH);
    return new SignIn.Refused();
  }

  private static Optional<UserPool> pool(
      Handle handle, Optional<String> userPoolId, String username) {
    if (userPoolId.isPresent()) {
      return UserPoolStore.find(handle, userPoolId.get());
    }
    List<String> pools = UserStore.poolsWith(handle, username);
    return pools.size() == 1 ? UserPoolStore.find(handle, pools.getFirst()) : Optional.empty();
  }

  private static User user(Handle handle, PoolUser user) {
    return new User(
        user.poolId(),
        user.username(),
        user.sub(),
        user.email(),
        user.enabled(),
        Groups.ofUser(handle, user).stream().map(Groups.Group::name).toList());
  }
}
