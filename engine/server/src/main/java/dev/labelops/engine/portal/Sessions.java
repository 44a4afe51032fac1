package dev.labelops.engine.portal;

import dev.labelops.engine.labeling.job.Micros;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Sign-in sessions. The database knows only a hash of each token. */
final class Sessions {
  /** How long a sign-in lasts. */
  static final Duration LENGTH = Duration.ofHours(12);

  private static final int TOKEN_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Jdbi jdbi;
  private final Clock clock;

  Sessions(Jdbi jdbi, Clock clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** Stores a session and returns its token; drops sessions that are over. */
  String open(Session session) {
    byte[] bytes = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate("DELETE FROM portal_session WHERE expires_at <= :now")
              .bind("now", Micros.of(clock.instant()))
              .execute();
          handle
              .createUpdate(
                  "INSERT INTO portal_session (token_hash, user_pool_id, username, sub, expires_at)"
                      + " VALUES (:hash, :pool, :username, :sub, :expires)")
              .bind("hash", hash(token))
              .bind("pool", session.userPoolId())
              .bind("username", session.username())
              .bind("sub", session.sub())
              .bind("expires", Micros.of(session.expiresAt()))
              .execute();
        });
    return token;
  }

  Optional<Session> find(String token) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT * FROM portal_session WHERE token_hash = :hash AND expires_at > :now")
                .bind("hash", hash(token))
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

  void close(String token) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("DELETE FROM portal_session WHERE token_hash = :hash")
                .bind("hash", hash(token))
                .execute());
  }

  Instant nextExpiry() {
    return clock.instant().plus(LENGTH);
  }

  private static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
