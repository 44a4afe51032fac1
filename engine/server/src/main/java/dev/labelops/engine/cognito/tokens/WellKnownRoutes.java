package dev.labelops.engine.cognito.tokens;

import com.nimbusds.jose.jwk.JWKSet;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.cognito.pools.UserPoolStore;
import dev.labelops.engine.store.Database;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /<pool id>/.well-known/jwks.json} and {@code openid-configuration}: where a verifier
 * of tokens finds the keys, for anybody.
 */
public final class WellKnownRoutes {
  private final Database database;
  private final PoolKeys keys;
  private final Tokens tokens;

  public WellKnownRoutes(Database database, PoolKeys keys, Tokens tokens) {
    this.database = database;
    this.keys = keys;
    this.tokens = tokens;
  }

  public void register(RoutesConfig routes) {
    routes.get("/{pool}/.well-known/jwks.json", this::keys);
    routes.get("/{pool}/.well-known/openid-configuration", this::configuration);
  }

  private void keys(Context context) {
    context.contentType("application/json");
    context.result(new JWKSet(keys.of(pool(context))).toString(true));
  }

  private void configuration(Context context) {
    String issuer = tokens.issuer(pool(context));
    context.json(
        Map.of(
            "issuer",
            issuer,
            "jwks_uri",
            issuer + "/.well-known/jwks.json",
            "id_token_signing_alg_values_supported",
            List.of("RS256"),
            "subject_types_supported",
            List.of("public")));
  }

  private String pool(Context context) {
    String id = context.pathParam("pool");
    return database
        .jdbi()
        .withHandle(handle -> UserPoolStore.find(handle, id))
        .map(UserPool::id)
        .orElseThrow(() -> CognitoErrors.NO_SUCH_POOL_AT_ADDRESS.of(id));
  }
}
