package dev.labelops.engine.cognito.pools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.api.CognitoOperation;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** CreateUserPoolDomain, DescribeUserPoolDomain, UpdateUserPoolDomain, DeleteUserPoolDomain. */
public final class UserPoolDomains {
  private static final Duration CREATING = Duration.ofMillis(500);

  private record Domain(String name, String poolId, int loginVersion, Instant activeAt) {}

  private final Clock clock;

  public UserPoolDomains(Clock clock) {
    this.clock = clock;
  }

  public List<CognitoOperation> operations() {
    return CognitoOperation.table(
        Map.of(
            "CreateUserPoolDomain", this::create,
            "DescribeUserPoolDomain", this::describe,
            "UpdateUserPoolDomain", this::update,
            "DeleteUserPoolDomain", this::delete));
  }

  private JsonNode create(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    String name = request.get("Domain").asText();
    // Prefixes are unique per region for all accounts.
    if (find(handle, key(caller, name)).isPresent()) {
      throw CognitoErrors.DOMAIN_TAKEN.of();
    }
    if (ofPool(handle, pool.id()).isPresent()) {
      throw CognitoErrors.POOL_HAS_DOMAIN.of();
    }
    for (String reserved : List.of("aws", "amazon", "cognito")) {
      if (name.contains(reserved)) {
        throw CognitoErrors.DOMAIN_RESERVED.of(reserved);
      }
    }
    int version = request.path("ManagedLoginVersion").asInt(1);
    handle
        .createUpdate(
            "insert into user_pool_domain (domain, user_pool_id, managed_login_version,"
                + " active_at)"
                + " values (:domain, :pool, :version, :active)")
        .bind("domain", key(caller, name))
        .bind("pool", pool.id())
        .bind("version", version)
        .bind("active", clock.instant().plus(CREATING))
        .execute();
    return Json.object().put("ManagedLoginVersion", version);
  }

  // An unknown domain is described as an empty object; there is no error for it.
  private JsonNode describe(Handle handle, Caller caller, JsonNode request) {
    String name = request.get("Domain").asText();
    ObjectNode description = Json.object();
    find(handle, key(caller, name))
        .filter(domain -> isCallers(handle, caller, domain))
        .ifPresent(
            domain ->
                description
                    .put("Domain", name)
                    .put("UserPoolId", domain.poolId())
                    .put("AWSAccountId", caller.accountId())
                    .put("ManagedLoginVersion", domain.loginVersion())
                    .put(
                        "Status",
                        clock.instant().isBefore(domain.activeAt()) ? "CREATING" : "ACTIVE"));
    return Json.object().set("DomainDescription", description);
  }

  private JsonNode update(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    String key = key(caller, request.get("Domain").asText());
    Domain domain =
        find(handle, key)
            .filter(found -> found.poolId().equals(pool.id()))
            .orElseThrow(UserPoolDomains::noSuchDomain);
    int version = request.path("ManagedLoginVersion").asInt(domain.loginVersion());
    handle
        .createUpdate(
            "update user_pool_domain set managed_login_version = :version where domain = :domain")
        .bind("version", version)
        .bind("domain", key)
        .execute();
    return Json.object().put("ManagedLoginVersion", version);
  }

  private static AwsError noSuchDomain() {
    return CognitoErrors.NO_SUCH_DOMAIN.of();
  }

  private JsonNode delete(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    int deleted =
        handle
            .createUpdate(
                "delete from user_pool_domain where domain = :domain and user_pool_id = :pool")
            .bind("domain", key(caller, request.get("Domain").asText()))
            .bind("pool", pool.id())
            .execute();
    if (deleted == 0) {
      throw noSuchDomain();
    }
    return Json.object();
  }

  /** The prefix of the pool's domain. */
  static Optional<String> ofPool(Handle handle, String poolId) {
    return handle
        .createQuery("select domain from user_pool_domain where user_pool_id = :pool")
        .bind("pool", poolId)
        .mapTo(String.class)
        .findOne()
        .map(key -> key.substring(key.indexOf('.') + 1));
  }

  private static boolean isCallers(Handle handle, Caller caller, Domain domain) {
    return UserPoolStore.find(handle, domain.poolId())
        .filter(pool -> pool.accountId().equals(caller.accountId()))
        .isPresent();
  }

  private static Optional<Domain> find(Handle handle, String key) {
    return handle
        .createQuery("select * from user_pool_domain where domain = :domain")
        .bind("domain", key)
        .map(
            (row, context) ->
                new Domain(
                    row.getString("domain"),
                    row.getString("user_pool_id"),
                    row.getInt("managed_login_version"),
                    row.getTimestamp("active_at").toInstant()))
        .findOne();
  }

  private static String key(Caller caller, String name) {
    return caller.region() + "." + name;
  }
}
