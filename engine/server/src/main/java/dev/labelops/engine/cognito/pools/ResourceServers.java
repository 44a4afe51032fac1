package dev.labelops.engine.cognito.pools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.api.CognitoOperation;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** CreateResourceServer, DescribeResourceServer, UpdateResourceServer, Delete and List. */
public final class ResourceServers {
  private record Server(String poolId, String identifier, String name, JsonNode scopes) {
    ObjectNode toJson() {
      ObjectNode server =
          Json.object().put("UserPoolId", poolId).put("Identifier", identifier).put("Name", name);
      return scopes.isEmpty() ? server : server.set("Scopes", scopes);
    }
  }

  public List<CognitoOperation> operations() {
    return CognitoOperation.table(
        Map.of(
            "CreateResourceServer", this::create,
            "DescribeResourceServer", this::describe,
            "UpdateResourceServer", this::update,
            "DeleteResourceServer", this::delete,
            "ListResourceServers", this::list));
  }

  /** The scopes of all servers of a pool, as app clients name them: {@code identifier/scope}. */
  static Set<String> scopes(Handle handle, String poolId) {
    return ofPool(handle, poolId).stream()
        .flatMap(
            server ->
                server
                    .scopes()
                    .valueStream()
                    .map(scope -> server.identifier() + "/" + scope.get("ScopeName").asText()))
        .collect(Collectors.toSet());
  }

  private JsonNode create(Handle handle, Caller caller, JsonNode request) {
    Server server = server(handle, caller, request);
    if (find(handle, server.poolId(), server.identifier()).isPresent()) {
      throw CognitoErrors.RESOURCE_SERVER_EXISTS.of(server.identifier(), server.poolId());
    }
    execute(
        handle,
        "insert into user_pool_resource_server (user_pool_id, identifier, name,"
            + " scopes)"
            + " values (:pool, :identifier, :name, :scopes)",
        server);
    return response(server);
  }

  private JsonNode describe(Handle handle, Caller caller, JsonNode request) {
    return response(require(handle, caller, request));
  }

  private JsonNode update(Handle handle, Caller caller, JsonNode request) {
    require(handle, caller, request);
    Server server = server(handle, caller, request);
    execute(
        handle,
        "update user_pool_resource_server set name = :name, scopes = :scopes"
            + " where user_pool_id = :pool and identifier = :identifier",
        server);
    return response(server);
  }

  private JsonNode delete(Handle handle, Caller caller, JsonNode request) {
    Server server = require(handle, caller, request);
    handle
        .createUpdate(
            "delete from user_pool_resource_server"
                + " where user_pool_id = :pool and identifier = :identifier")
        .bind("pool", server.poolId())
        .bind("identifier", server.identifier())
        .execute();
    return Json.object();
  }

  private JsonNode list(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    return Page.of(
            ofPool(handle, pool.id()),
            Json.text(request, "NextToken"),
            request.path("MaxResults").asInt(50),
            Server::identifier,
            CognitoErrors.UNKNOWN_PAGE)
        .toJson("ResourceServers", "NextToken", Server::toJson);
  }

  private static Server server(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    ArrayNode scopes = Json.array();
    Set<String> names = new HashSet<>();
    for (JsonNode scope : request.path("Scopes")) {
      if (!names.add(scope.get("ScopeName").asText())) {
        throw CognitoErrors.SCOPE_TWICE.of(scope.get("ScopeName").asText());
      }
      scopes.add(scope);
    }
    return new Server(
        pool.id(), request.get("Identifier").asText(), request.get("Name").asText(), scopes);
  }

  private static Server require(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    String identifier = request.get("Identifier").asText();
    return find(handle, pool.id(), identifier).orElseThrow(() -> noSuchServer(identifier));
  }

  private static AwsError noSuchServer(String identifier) {
    return CognitoErrors.NO_SUCH_RESOURCE_SERVER.of(identifier);
  }

  private static Optional<Server> find(Handle handle, String poolId, String identifier) {
    return ofPool(handle, poolId).stream()
        .filter(server -> server.identifier().equals(identifier))
        .findFirst();
  }

  private static List<Server> ofPool(Handle handle, String poolId) {
    return handle
        .createQuery("select * from user_pool_resource_server where user_pool_id = :pool")
        .bind("pool", poolId)
        .map((row, context) -> server(row))
        .list();
  }

  private static Server server(ResultSet row) throws SQLException {
    return new Server(
        row.getString("user_pool_id"),
        row.getString("identifier"),
        row.getString("name"),
        Json.parse(row.getString("scopes")).get("Scopes"));
  }

  private static void execute(Handle handle, String sql, Server server) {
    handle
        .createUpdate(sql)
        .bind("pool", server.poolId())
        .bind("identifier", server.identifier())
        .bind("name", server.name())
        .bind("scopes", Json.object().set("Scopes", server.scopes()).toString())
        .execute();
  }

  private static JsonNode response(Server server) {
    return Json.object().set("ResourceServer", server.toJson());
  }
}
