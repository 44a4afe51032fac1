package dev.labelops.engine.portal;

import dev.labelops.engine.EngineSettings.Key;
import dev.labelops.engine.labeling.job.Micros;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Sessions of owners. They end with the key that opened them: another secret or account of the same
 * access key id, or no such key any more.
 */
final class OwnerSessions {
  /** How long a sign-in lasts. */
  static final Duration LENGTH = Duration.ofHours(12);

  /**
   * An owner who is signed in.
   *
   * @param name of the user or the key, for people
   * @param expiresAt until when
   */
  record Open(Owner owner, String name, Instant expiresAt) {}

  private record Row(String accessKeyId, String proof, Instant expiresAt) {}

  private final Jdbi jdbi;
  private final List<Key> keys;
  private final Clock clock;

  OwnerSessions(Jdbi jdbi, List<Key> keys, Clock clock) {
    this.jdbi = jdbi;
    this.keys = List.copyOf(keys);
    this.clock = clock;
  }

  /** The key with that id and secret. */
  Optional<Key> key(String accessKeyId, String secretAccessKey) {
    return keys.stream()
        .filter(key -> key.accessKeyId().equals(accessKeyId))
        .filter(key -> Token.same(key.secretAccessKey(), secretAccessKey))
        .findFirst();
  }

  /** Stores a session and returns its token; drops sessions that are over. */
  String open(Key key, Instant expiresAt) {
    String token = Token.random();
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate("DELETE FROM portal_owner_session WHERE expires_at <= :now")
              .bind("now", Micros.of(clock.instant()))
              .execute();
          handle
              .createUpdate(
                  "INSERT INTO portal_owner_session (token_hash, access_key_id, proof, expires_at)"
                      + " VALUES (:hash, :key, :proof, :expires)")
              .bind("hash", Token.hash(token))
              .bind("key", key.accessKeyId())
              .bind("proof", Token.proof(token, text(key)))
              .bind("expires", Micros.of(expiresAt))
              .execute();
        });
    return token;
  }

  Optional<Open> find(String token) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT access_key_id, proof, expires_at FROM portal_owner_session"
                            + " WHERE token_hash = :hash AND expires_at > :now")
                    .bind("hash", Token.hash(token))
                    .bind("now", Micros.of(clock.instant()))
                    .map(
                        (row, context) ->
                            new Row(
                                row.getString("access_key_id"),
                                row.getString("proof"),
                                Micros.instant(row.getLong("expires_at"))))
                    .findOne())
        .flatMap(
            row ->
                keys.stream()
                    .filter(key -> key.accessKeyId().equals(row.accessKeyId()))
                    .filter(key -> Token.same(row.proof(), Token.proof(token, text(key))))
                    .findFirst()
                    .map(
                        key ->
                            new Open(
                                new Owner(key.accountId(), Token.hash(token)),
                                key.accessKeyId(),
                                row.expiresAt())));
  }

  void close(String token) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("DELETE FROM portal_owner_session WHERE token_hash = :hash")
                .bind("hash", Token.hash(token))
                .execute());
  }

  private static String text(Key key) {
    return key.accessKeyId() + ":" + key.secretAccessKey() + ":" + key.accountId();
  }
}
