package dev.labelops.engine.cognito.pools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.api.CognitoOperation;
import dev.labelops.engine.cognito.api.Ids;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** CreateUserPoolClient, DescribeUserPoolClient, UpdateUserPoolClient, Delete and List. */
public final class UserPoolClients {
  private final Clock clock;

  public UserPoolClients(Clock clock) {
    this.clock = clock;
  }

  public List<CognitoOperation> operations() {
    return CognitoOperation.table(
        Map.of(
            "CreateUserPoolClient", this::create,
            "DescribeUserPoolClient", this::describe,
            "UpdateUserPoolClient", this::update,
            "DeleteUserPoolClient", this::delete,
            "ListUserPoolClients", this::list));
  }

  /** Whether the pool has this client. */
  public static boolean exists(Handle handle, String poolId, String clientId) {
    return find(handle, poolId, clientId).isPresent();
  }

  private JsonNode create(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    boolean withSecret = request.path("GenerateSecret").asBoolean(false);
    ClientRules.check(handle, pool, request, withSecret);
    Instant now = clock.instant();
    AppClient client =
        new AppClient(
            Ids.next(26).toLowerCase(Locale.ROOT),
            pool.id(),
            request.get("ClientName").asText(),
            withSecret ? Optional.of(Ids.next(51).toLowerCase(Locale.ROOT)) : Optional.empty(),
            settings(request),
            now,
            now);
    handle
        .createUpdate(
            "insert into user_pool_client (client_id, user_pool_id, name, secret,"
                + " settings, created_at, modified_at)"
                + " values"
                + " (:id, :pool, :name, :secret, :settings, :created, :modified)")
        .bind("id", client.id())
        .bind("pool", client.poolId())
        .bind("name", client.name())
        .bind("secret", client.secret().orElse(null))
        .bind("settings", client.settings().toString())
        .bind("created", now)
        .bind("modified", now)
        .execute();
    return response(client);
  }

  private JsonNode describe(Handle handle, Caller caller, JsonNode request) {
    return response(require(handle, caller, request));
  }

  // What the request omits goes back to its default.
  private JsonNode update(Handle handle, Caller caller, JsonNode request) {
    AppClient old = require(handle, caller, request);
    UserPool pool = UserPoolStore.require(handle, caller, old.poolId());
    ClientRules.check(handle, pool, request, old.secret().isPresent());
    AppClient client =
        new AppClient(
            old.id(),
            old.poolId(),
            Json.text(request, "ClientName").orElse(old.name()),
            old.secret(),
            settings(request),
            old.createdAt(),
            clock.instant());
    handle
        .createUpdate(
            "update user_pool_client set name = :name, settings = :settings,"
                + " modified_at = :modified where client_id = :id")
        .bind("id", client.id())
        .bind("name", client.name())
        .bind("settings", client.settings().toString())
        .bind("modified", client.modifiedAt())
        .execute();
    return response(client);
  }

  private JsonNode delete(Handle handle, Caller caller, JsonNode request) {
    AppClient client = require(handle, caller, request);
    handle
        .createUpdate("delete from user_pool_client where client_id = :id")
        .bind("id", client.id())
        .execute();
    return Json.object();
  }

  private JsonNode list(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    List<AppClient> clients =
        handle
            .createQuery(
                "select * from user_pool_client where user_pool_id = :pool order by client_id")
            .bind("pool", pool.id())
            .map((row, context) -> client(row))
            .list();
    return Page.of(
            clients,
            Json.text(request, "NextToken"),
            request.path("MaxResults").asInt(60),
            AppClient::id,
            CognitoErrors.UNKNOWN_PAGE)
        .toJson(
            "UserPoolClients",
            "NextToken",
            client ->
                Json.object()
                    .put("ClientId", client.id())
                    .put("UserPoolId", client.poolId())
                    .put("ClientName", client.name()));
  }

  private static ObjectNode settings(JsonNode request) {
    ObjectNode settings = request.deepCopy();
    settings.remove(List.of("UserPoolId", "ClientId", "ClientName", "GenerateSecret"));
    return settings;
  }

  private static AppClient require(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    String id = request.get("ClientId").asText();
    return find(handle, pool.id(), id).orElseThrow(() -> CognitoErrors.NO_SUCH_CLIENT.of(id));
  }

  public static Optional<AppClient> find(Handle handle, String poolId, String clientId) {
    return handle
        .createQuery(
            "select * from user_pool_client where client_id = :id and user_pool_id = :pool")
        .bind("id", clientId)
        .bind("pool", poolId)
        .map((row, context) -> client(row))
        .findOne();
  }

  /** The client with this id, of whatever pool. */
  public static Optional<AppClient> find(Handle handle, String clientId) {
    return handle
        .createQuery("select * from user_pool_client where client_id = :id")
        .bind("id", clientId)
        .map((row, context) -> client(row))
        .findOne();
  }

  private static AppClient client(ResultSet row) throws SQLException {
    return new AppClient(
        row.getString("client_id"),
        row.getString("user_pool_id"),
        row.getString("name"),
        Optional.ofNullable(row.getString("secret")),
        Json.parse(row.getString("settings")),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("modified_at").toInstant());
  }

  private static JsonNode response(AppClient client) {
    return Json.object().set("UserPoolClient", client.toJson());
  }
}
