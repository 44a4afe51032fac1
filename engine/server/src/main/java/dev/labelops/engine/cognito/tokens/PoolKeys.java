package dev.labelops.engine.cognito.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.labelops.engine.store.Database;
import java.text.ParseException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The key with which a pool signs its tokens, created when it is first needed. */
public final class PoolKeys {
  private static final int BITS = 2048;

  private final Database database;

  public PoolKeys(Database database) {
    this.database = database;
  }

  RSAKey of(String poolId) {
    return database
        .jdbi()
        .withHandle(handle -> find(handle, poolId))
        .orElseGet(() -> first(poolId, generated()));
  }

  // Of two replicas that create one at the same time, the first to store it wins.
  private RSAKey first(String poolId, RSAKey key) {
    return database.inTransaction(
        handle ->
            find(handle, poolId)
                .orElseGet(
                    () -> {
                      handle
                          .createUpdate(
                              "insert into user_pool_key (user_pool_id, jwk)"
                                  + " values (:pool, :jwk)")
                          .bind("pool", poolId)
                          .bind("jwk", key.toJSONString())
                          .execute();
                      return key;
                    }));
  }

  private static Optional<RSAKey> find(Handle handle, String poolId) {
    return handle
        .createQuery("select jwk from user_pool_key where user_pool_id = :pool")
        .bind("pool", poolId)
        .mapTo(String.class)
        .findOne()
        .map(PoolKeys::parsed);
  }

  private static RSAKey parsed(String jwk) {
    try {
      return RSAKey.parse(jwk);
    } catch (ParseException e) {
      throw new IllegalStateException("the database has an invalid key", e);
    }
  }

  private static RSAKey generated() {
    try {
      return new RSAKeyGenerator(BITS)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .keyIDFromThumbprint(true)
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java supports RSA keys", e);
    }
  }
}
