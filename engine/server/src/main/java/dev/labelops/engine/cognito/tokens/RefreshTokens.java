package dev.labelops.engine.cognito.tokens;

import dev.labelops.engine.cognito.users.PoolUser;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Refresh tokens in the database, which knows a hash of each; without its row a sign-in has ended.
 */
public final class RefreshTokens {
  // Access tokens may outlive their refresh token by their own greatest length.
  private static final Duration KEPT_AFTER_EXPIRY = Duration.ofDays(1);

  /**
   * A sign-in.
   *
   * @param origin id that all tokens of this sign-in carry
   */
  public record Grant(
      String poolId,
      String username,
      String clientId,
      String origin,
      Instant authenticatedAt,
      Instant expiresAt) {}

  private RefreshTokens() {}

  public static void insert(Handle handle, String token, Grant grant, Instant now) {
    handle
        .createUpdate("delete from refresh_token where expires_at < :over")
        .bind("over", now.minus(KEPT_AFTER_EXPIRY))
        .execute();
    handle
        .createUpdate(
            "insert into refresh_token (token_hash, user_pool_id, username, client_id,"
                + " origin_jti, authenticated_at, expires_at)"
                + " values"
                + " (:hash, :pool, :username, :client, :origin, :authenticated, :expires)")
        .bind("hash", Secrets.hash(token))
        .bind("pool", grant.poolId())
        .bind("username", grant.username())
        .bind("client", grant.clientId())
        .bind("origin", grant.origin())
        .bind("authenticated", grant.authenticatedAt())
        .bind("expires", grant.expiresAt())
        .execute();
  }

  public static Optional<Grant> find(Handle handle, String token) {
    return handle
        .createQuery("select * from refresh_token where token_hash = :hash")
        .bind("hash", Secrets.hash(token))
        .map((row, context) -> grant(row))
        .findOne();
  }

  /** Whether the sign-in of an access token is still on. */
  public static boolean isOn(Handle handle, PoolUser user, String origin) {
    return handle
        .createQuery(
            "select count(*) from refresh_token"
                + " where user_pool_id = :pool and username = :username and origin_jti = :origin")
        .bind("pool", user.poolId())
        .bind("username", user.username())
        .bind("origin", origin)
        .mapTo(int.class)
        .map(count -> count > 0)
        .one();
  }

  public static void delete(Handle handle, String token) {
    handle
        .createUpdate("delete from refresh_token where token_hash = :hash")
        .bind("hash", Secrets.hash(token))
        .execute();
  }

  public static void deleteAll(Handle handle, PoolUser user) {
    handle
        .createUpdate(
            "delete from refresh_token where user_pool_id = :pool and username = :username")
        .bind("pool", user.poolId())
        .bind("username", user.username())
        .execute();
  }

  private static Grant grant(ResultSet row) throws SQLException {
    return new Grant(
        row.getString("user_pool_id"),
        row.getString("username"),
        row.getString("client_id"),
        row.getString("origin_jti"),
        row.getTimestamp("authenticated_at").toInstant(),
        row.getTimestamp("expires_at").toInstant());
  }
}
