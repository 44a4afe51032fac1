package dev.labelops.engine.sts;

import dev.labelops.engine.store.Database;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The secret of this engine's database, random and created at the first start. Everything that only
 * the engine may sign follows from it; no setting does, because each account knows settings of its
 * own.
 */
public final class EngineSecret {
  private static final int BYTES = 32;

  private EngineSecret() {}

  /** The secret, 64 hexadecimal digits; the same at every replica and after every restart. */
  public static String of(Database database) {
    return database.inTransaction(
        handle ->
            handle
                .createQuery("select secret from engine_secret where id = 1")
                .mapTo(String.class)
                .findOne()
                .orElseGet(
                    () -> {
                      String secret = random();
                      handle
                          .createUpdate(
                              "insert into engine_secret (id, secret) values (1, :secret)")
                          .bind("secret", secret)
                          .execute();
                      return secret;
                    }));
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
