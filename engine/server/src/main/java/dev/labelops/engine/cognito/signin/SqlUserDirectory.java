package dev.labelops.engine.cognito.signin;

import dev.labelops.engine.cognito.UserDirectory;
import dev.labelops.engine.cognito.pools.AppClient;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.cognito.pools.UserPoolClients;
import dev.labelops.engine.cognito.pools.UserPoolStore;
import dev.labelops.engine.cognito.signin.PasswordCheck.Candidate;
import dev.labelops.engine.cognito.signin.PasswordCheck.Outcome;
import dev.labelops.engine.cognito.signin.PasswordCheck.Trial;
import dev.labelops.engine.cognito.users.Groups;
import dev.labelops.engine.cognito.users.PoolUser;
import dev.labelops.engine.cognito.users.UserStore;
import dev.labelops.engine.store.Database;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Sign-in against the users in the database. */
public final class SqlUserDirectory implements UserDirectory {
  private static final String NO_POOL = "none";

  private final Database database;
  private final PasswordCheck passwords;
  private final Clock clock;

  public SqlUserDirectory(Database database, PasswordCheck passwords, Clock clock) {
    this.database = database;
    this.passwords = passwords;
    this.clock = clock;
  }

  @Override
  public SignIn signIn(
      Optional<String> userPoolId,
      String username,
      String password,
      Optional<String> newPassword,
      String address) {
    Map<String, Optional<String>> places =
        userPoolId.isPresent()
            ? Map.of(userPoolId.get(), userPoolId)
            : database.jdbi().withHandle(handle -> accounts(handle, username));
    List<Trial> trials =
        places.entrySet().stream()
            .map(
                place ->
                    new Trial(
                        SignInAttempt.of(place.getKey(), username, Optional.of(address)),
                        handle -> find(handle, place.getValue(), username)))
            .toList();
    return switch (passwords.check(trials, password)) {
      case Outcome.Right(List<Candidate> who) ->
          who.size() > 1
              ? new SignIn.SeveralAccounts()
              : admitted(who.getFirst().pool(), who.getFirst().user(), newPassword);
      case Outcome.Wrong ignored -> new SignIn.Refused();
      case Outcome.TooMany(var wait) -> new SignIn.TooManyAttempts(wait);
    };
  }

  @Override
  public Optional<String> poolOfClient(String clientId) {
    return database
        .jdbi()
        .withHandle(handle -> UserPoolClients.find(handle, clientId))
        .map(AppClient::poolId);
  }

  @Override
  public Optional<User> find(String userPoolId, String username) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                UserPoolStore.find(handle, userPoolId)
                    .flatMap(
                        pool ->
                            UserStore.find(handle, pool, username)
                                .map(user -> user(handle, pool, user))));
  }

  private SignIn admitted(UserPool pool, PoolUser user, Optional<String> newPassword) {
    if (pool.demandsSecondFactor()) {
      return new SignIn.SecondFactorRequired();
    }
    if (user.status() == PoolUser.Status.RESET_REQUIRED) {
      return new SignIn.PasswordResetRequired();
    }
    if (user.status() == PoolUser.Status.CONFIRMED) {
      return accepted(pool, user);
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
    PoolUser confirmed = user.confirmed(Passwords.hash(newPassword.get()), clock.instant());
    // Whoever changed the password meanwhile, the owner or the person in another window, was first.
    boolean first =
        database.inTransaction(
            handle -> UserStore.replacePassword(handle, confirmed, user.passwordHash()));
    return first ? accepted(pool, confirmed) : new SignIn.Refused();
  }

  private SignIn accepted(UserPool pool, PoolUser user) {
    return new SignIn.Accepted(database.jdbi().withHandle(handle -> user(handle, pool, user)));
  }

  // Every account has a try of its own, so that whom one invites is nothing to the others.
  private static Map<String, Optional<String>> accounts(Handle handle, String username) {
    String name = UserStore.canBeName(username) ? username : "";
    Map<String, Optional<String>> pools = UserStore.onlyPools(handle, name);
    return pools.isEmpty() ? Map.of(NO_POOL, Optional.empty()) : pools;
  }

  // As many look-ups where there is nobody as where there is somebody.
  private static Optional<Candidate> find(
      Handle handle, Optional<String> userPoolId, String username) {
    if (!UserStore.canBeName(username) || !userPoolId.map(UserStore::canBeName).orElse(true)) {
      return Optional.empty();
    }
    UserPool pool = UserPoolStore.find(handle, userPoolId.orElse(NO_POOL)).orElse(UserPool.NONE);
    return UserStore.find(handle, pool, username).map(user -> new Candidate(pool, user));
  }

  private static User user(Handle handle, UserPool pool, PoolUser user) {
    return new User(
        pool.accountId(),
        user.poolId(),
        user.username(),
        user.sub(),
        user.email(),
        user.enabled(),
        Groups.ofUser(handle, user).stream().map(Groups.Group::name).toList());
  }
}
