package dev.labelops.engine.cognito.signin;

import dev.labelops.engine.cognito.tokens.Secrets;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Sign-ins that wait for the user's own password; the database knows a hash of each session. */
final class ChallengeSessions {
  /**
   * A sign-in in progress.
   *
   * @param passwordHash of the temporary password that was right
   */
  record Waiting(
      String poolId, String username, String clientId, String passwordHash, Instant expiresAt) {}

  private ChallengeSessions() {}

  static void insert(Handle handle, String session, Waiting waiting, Instant now) {
    handle
        .createUpdate("delete from auth_session where expires_at < :now")
        .bind("now", now)
        .execute();
    handle
        .createUpdate(
            "insert into auth_session (session_hash, user_pool_id, username, client_id,"
                + " password_hash, expires_at)"
                + " values"
                + " (:hash, :pool, :username, :client, :password, :expires)")
        .bind("hash", Secrets.hash(session))
        .bind("pool", waiting.poolId())
        .bind("username", waiting.username())
        .bind("client", waiting.clientId())
        .bind("password", waiting.passwordHash())
        .bind("expires", waiting.expiresAt())
        .execute();
  }

  static Optional<Waiting> find(Handle handle, String session) {
    return handle
        .createQuery("select * from auth_session where session_hash = :hash")
        .bind("hash", Secrets.hash(session))
        .map(
            (row, context) ->
                new Waiting(
                    row.getString("user_pool_id"),
                    row.getString("username"),
                    row.getString("client_id"),
                    row.getString("password_hash"),
                    row.getTimestamp("expires_at").toInstant()))
        .findOne();
  }

  static void delete(Handle handle, String session) {
    handle
        .createUpdate("delete from auth_session where session_hash = :hash")
        .bind("hash", Secrets.hash(session))
        .execute();
  }
}
