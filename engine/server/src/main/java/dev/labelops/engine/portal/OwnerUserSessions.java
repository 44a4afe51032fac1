package dev.labelops.engine.portal;

import dev.labelops.engine.cognito.UserDirectory;
import dev.labelops.engine.cognito.UserDirectory.User;
import dev.labelops.engine.labeling.job.Micros;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Sessions of owner users: the members of a group of a user pool. Each request looks at the user
 * again: who is deleted, disabled or no longer in the group has no session.
 */
final class OwnerUserSessions {
  /** No team can have such a name, and so no workforce can create the group for its workers. */
  static final String GROUP = "labelops:owners";

  private record Row(String userPoolId, String username, String sub, Instant expiresAt) {}

  private final Jdbi jdbi;
  private final UserDirectory users;
  private final Clock clock;

  OwnerUserSessions(Jdbi jdbi, UserDirectory users, Clock clock) {
    this.jdbi = jdbi;
    this.users = users;
    this.clock = clock;
  }

  static boolean isOwner(User user) {
    return user.enabled() && user.groups().contains(GROUP);
  }

  /** Stores a session and returns its token; drops sessions that are over. */
  String open(User user, Instant expiresAt) {
    String token = Token.random();
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate("DELETE FROM portal_owner_user_session WHERE expires_at <= :now")
              .bind("now", Micros.of(clock.instant()))
              .execute();
          handle
              .createUpdate(
                  "INSERT INTO portal_owner_user_session"
                      + " (token_hash, user_pool_id, username, sub, expires_at)"
                      + " VALUES (:hash, :pool, :username, :sub, :expires)")
              .bind("hash", Token.hash(token))
              .bind("pool", user.userPoolId())
              .bind("username", user.username())
              .bind("sub", user.sub())
              .bind("expires", Micros.of(expiresAt))
              .execute();
        });
    return token;
  }

  Optional<OwnerSessions.Open> find(String token) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT user_pool_id, username, sub, expires_at"
                            + " FROM portal_owner_user_session"
                            + " WHERE token_hash = :hash AND expires_at > :now")
                    .bind("hash", Token.hash(token))
                    .bind("now", Micros.of(clock.instant()))
                    .map(
                        (row, context) ->
                            new Row(
                                row.getString("user_pool_id"),
                                row.getString("username"),
                                row.getString("sub"),
                                Micros.instant(row.getLong("expires_at"))))
                    .findOne())
        .flatMap(
            row ->
                users
                    .find(row.userPoolId(), row.username())
                    .filter(user -> user.sub().equals(row.sub()))
                    .filter(OwnerUserSessions::isOwner)
                    .map(
                        user ->
                            new OwnerSessions.Open(
                                new Owner(user.accountId(), Token.hash(token)),
                                name(user),
                                row.expiresAt())));
  }

  static String name(User user) {
    return user.email().orElse(user.username());
  }

  void close(String token) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("DELETE FROM portal_owner_user_session WHERE token_hash = :hash")
                .bind("hash", Token.hash(token))
                .execute());
  }
}
