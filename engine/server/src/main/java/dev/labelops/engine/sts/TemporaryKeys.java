package dev.labelops.engine.sts;

import dev.labelops.engine.front.SigningKey;
import dev.labelops.engine.store.Database;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** The keys that AssumeRole returns. */
public final class TemporaryKeys {
  private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Database database;

  public TemporaryKeys(Database database) {
    this.database = database;
  }

  /**
   * Creates a key.
   *
   * @param arn of its principal
   */
  SigningKey issue(String accountId, String arn, Instant expiresAt, Instant now) {
    SigningKey key =
        new SigningKey(
            "ASIA" + id(16),
            random(30),
            accountId,
            arn,
            Optional.of(random(120)),
            Optional.of(expiresAt));
    database
        .jdbi()
        .useTransaction(
            handle -> {
              handle
                  .createUpdate("delete from temporary_key where expires_at < :now")
                  .bind("now", now)
                  .execute();
              handle
                  .createUpdate(
                      "insert into temporary_key (access_key_id, secret_access_key, session_token,"
                          + " account_id, arn, expires_at)"
                          + " values"
                          + " (:id, :secret, :token, :account, :arn, :expires)")
                  .bind("id", key.accessKeyId())
                  .bind("secret", key.secretAccessKey())
                  .bind("token", key.sessionToken().orElseThrow())
                  .bind("account", accountId)
                  .bind("arn", arn)
                  .bind("expires", expiresAt)
                  .execute();
            });
    return key;
  }

  Optional<SigningKey> find(String accessKeyId) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("select * from temporary_key where access_key_id = :id")
                    .bind("id", accessKeyId)
                    .map(
                        (row, context) ->
                            new SigningKey(
                                row.getString("access_key_id"),
                                row.getString("secret_access_key"),
                                row.getString("account_id"),
                                row.getString("arn"),
                                Optional.of(row.getString("session_token")),
                                Optional.of(row.getTimestamp("expires_at").toInstant())))
                    .findOne());
  }

  private static String id(int length) {
    StringBuilder id = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      id.append(ID_CHARACTERS.charAt(RANDOM.nextInt(ID_CHARACTERS.length())));
    }
    return id.toString();
  }

  private static String random(int bytes) {
    byte[] content = new byte[bytes];
    RANDOM.nextBytes(content);
    return Base64.getEncoder().encodeToString(content);
  }
}
