package dev.labelops.engine.cognito.pools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.api.CognitoOperation;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * CreateIdentityProvider, DescribeIdentityProvider, UpdateIdentityProvider, Delete and List. They
 * are kept and checked; the engine sends nobody there to sign in.
 */
public final class IdentityProviders {
  /** Types of which a pool has one, under their own name. */
  private static final Set<String> SOCIAL =
      Set.of("Facebook", "Google", "LoginWithAmazon", "SignInWithApple");

  private record Provider(
      String poolId, String name, ObjectNode settings, Instant createdAt, Instant modifiedAt) {
    JsonNode toJson() {
      return settings
          .deepCopy()
          .put("UserPoolId", poolId)
          .put("ProviderName", name)
          .put("CreationDate", Json.seconds(createdAt))
          .put("LastModifiedDate", Json.seconds(modifiedAt));
    }

    JsonNode summary() {
      return Json.object()
          .put("ProviderName", name)
          .put("ProviderType", settings.get("ProviderType").asText())
          .put("CreationDate", Json.seconds(createdAt))
          .put("LastModifiedDate", Json.seconds(modifiedAt));
    }
  }

  private final Clock clock;

  public IdentityProviders(Clock clock) {
    this.clock = clock;
  }

  public List<CognitoOperation> operations() {
    return CognitoOperation.table(
        Map.of(
            "CreateIdentityProvider", this::create,
            "DescribeIdentityProvider", this::describe,
            "UpdateIdentityProvider", this::update,
            "DeleteIdentityProvider", this::delete,
            "ListIdentityProviders", this::list));
  }

  /** Whether the pool has this provider; {@code COGNITO} are its own users. */
  static boolean exists(Handle handle, String poolId, String name) {
    return name.equals("COGNITO") || find(handle, poolId, name).isPresent();
  }

  private JsonNode create(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    String name = request.get("ProviderName").asText();
    String type = request.get("ProviderType").asText();
    if (SOCIAL.contains(type) != SOCIAL.contains(name)
        || SOCIAL.contains(type) && !type.equals(name)) {
      throw CognitoErrors.PROVIDER_NAME_RESERVED.of(name, type);
    }
    if (find(handle, pool.id(), name).isPresent()) {
      throw CognitoErrors.PROVIDER_EXISTS.of(name);
    }
    ObjectNode settings = request.deepCopy();
    settings.remove(List.of("UserPoolId", "ProviderName"));
    Instant now = clock.instant();
    Provider provider = new Provider(pool.id(), name, settings, now, now);
    execute(
        handle,
        "insert into user_pool_identity_provider (user_pool_id, name, settings,"
            + " created_at, modified_at)"
            + " values"
            + " (:pool, :name, :settings, :created, :modified)",
        provider);
    return response(provider);
  }

  private JsonNode describe(Handle handle, Caller caller, JsonNode request) {
    return response(require(handle, caller, request));
  }

  // What the request omits stays.
  private JsonNode update(Handle handle, Caller caller, JsonNode request) {
    Provider old = require(handle, caller, request);
    ObjectNode settings = old.settings().deepCopy();
    for (String member : List.of("ProviderDetails", "AttributeMapping", "IdpIdentifiers")) {
      Optional.ofNullable(request.get(member)).ifPresent(value -> settings.set(member, value));
    }
    Provider provider =
        new Provider(old.poolId(), old.name(), settings, old.createdAt(), clock.instant());
    execute(
        handle,
        "update user_pool_identity_provider set settings = :settings, created_at = :created,"
            + " modified_at = :modified where user_pool_id = :pool and name = :name",
        provider);
    return response(provider);
  }

  private JsonNode delete(Handle handle, Caller caller, JsonNode request) {
    Provider provider = require(handle, caller, request);
    handle
        .createUpdate(
            "delete from user_pool_identity_provider where user_pool_id = :pool and name = :name")
        .bind("pool", provider.poolId())
        .bind("name", provider.name())
        .execute();
    return Json.object();
  }

  private JsonNode list(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    List<Provider> providers =
        handle
            .createQuery("select * from user_pool_identity_provider where user_pool_id = :pool")
            .bind("pool", pool.id())
            .map((row, context) -> provider(row))
            .list();
    return Page.of(
            providers,
            Json.text(request, "NextToken"),
            request.path("MaxResults").asInt(60),
            Provider::name,
            CognitoErrors.UNKNOWN_PAGE)
        .toJson("Providers", "NextToken", Provider::summary);
  }

  private static Provider require(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    String name = request.get("ProviderName").asText();
    return find(handle, pool.id(), name).orElseThrow(() -> CognitoErrors.NO_SUCH_PROVIDER.of(name));
  }

  private static Optional<Provider> find(Handle handle, String poolId, String name) {
    return handle
        .createQuery(
            "select * from user_pool_identity_provider where user_pool_id = :pool and name = :name")
        .bind("pool", poolId)
        .bind("name", name)
        .map((row, context) -> provider(row))
        .findOne();
  }

  private static Provider provider(ResultSet row) throws SQLException {
    return new Provider(
        row.getString("user_pool_id"),
        row.getString("name"),
        Json.parse(row.getString("settings")),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("modified_at").toInstant());
  }

  private static void execute(Handle handle, String sql, Provider provider) {
    handle
        .createUpdate(sql)
        .bind("pool", provider.poolId())
        .bind("name", provider.name())
        .bind("settings", provider.settings().toString())
        .bind("created", provider.createdAt())
        .bind("modified", provider.modifiedAt())
        .execute();
  }

  private static JsonNode response(Provider provider) {
    return Json.object().set("IdentityProvider", provider.toJson());
  }
}
