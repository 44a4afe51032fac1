package dev.labelops.engine.portal;

import dev.labelops.engine.labeling.job.Micros;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Sign-in sessions. The database knows only a hash of each token. */
final class Sessions {
  /** How long a sign-in lasts. */
  static final Duration LENGTH = Duration.ofHours(12);

  private final Jdbi jdbi;
  private final Clock clock;

  Sessions(Jdbi jdbi, Clock clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** Stores a session and returns its token; drops sessions and tickets that are over. */
  String open(Session session) {
    String token = Token.random();
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate("DELETE FROM portal_session WHERE expires_at <= :now")
              .bind("now", Micros.of(clock.instant()))
              .execute();
          handle
              .createUpdate("DELETE FROM portal_ticket WHERE expires_at <= :now")
              .bind("now", Micros.of(clock.instant()))
              .execute();
          handle
              .createUpdate(
                  "INSERT INTO portal_session (token_hash, user_pool_id, username, sub, expires_at)"
                      + " VALUES (:hash, :pool, :username, :sub, :expires)")
              .bind("hash", Token.hash(token))
              .bind("pool", session.userPoolId())
              .bind("username", session.username())
              .bind("sub", session.sub())
              .bind("expires", Micros.of(session.expiresAt()))
              .execute();
        });
    return token;
  }

  Optional<Session> find(String token) {
    return findByHash(Token.hash(token));
  }

  /** The session whose token has this hash. */
  Optional<Session> findByHash(String hash) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM portal_session WHERE token_hash = :hash AND expires_at > :now")
                .bind("hash", hash)
                .bind("now", Micros.of(clock.instant()))
                .map(
                    (row, context) ->
                        new Session(
                            row.getString("user_pool_id"),
                            row.getString("username"),
                            row.getString("sub"),
                            Micros.instant(row.getLong("expires_at"))))
                .findOne());
  }

  /** Ends the session, and with it the tickets of its tasks. */
  void close(String token) {
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate("DELETE FROM portal_session WHERE token_hash = :hash")
              .bind("hash", Token.hash(token))
              .execute();
          handle
              .createUpdate("DELETE FROM portal_ticket WHERE session_hash = :hash")
              .bind("hash", Token.hash(token))
              .execute();
        });
  }
}
