package dev.labelops.engine.cognito.users;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.api.CognitoOperation;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.cognito.pools.UserPoolStore;
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
import org.jdbi.v3.core.Handle;

/** CreateGroup, GetGroup, UpdateGroup, DeleteGroup, ListGroups, AdminListGroupsForUser. */
public final class Groups {
  /** A group of a pool. */
  public record Group(
      String poolId, String name, ObjectNode settings, Instant createdAt, Instant modifiedAt) {
    JsonNode toJson() {
      return settings
          .deepCopy()
          .put("GroupName", name)
          .put("UserPoolId", poolId)
          .put("CreationDate", Json.seconds(createdAt))
          .put("LastModifiedDate", Json.seconds(modifiedAt));
    }
  }

  private final Clock clock;

  public Groups(Clock clock) {
    this.clock = clock;
  }

  public List<CognitoOperation> operations() {
    return CognitoOperation.table(
        Map.of(
            "CreateGroup", this::create,
            "GetGroup", this::get,
            "UpdateGroup", this::update,
            "DeleteGroup", this::delete,
            "ListGroups", this::list,
            "AdminListGroupsForUser", this::listForUser));
  }

  private JsonNode create(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    String name = request.get("GroupName").asText();
    if (find(handle, pool.id(), name).isPresent()) {
      throw CognitoErrors.GROUP_EXISTS.of(name);
    }
    ObjectNode settings = request.deepCopy();
    settings.remove(List.of("UserPoolId", "GroupName"));
    Instant now = clock.instant();
    Group group = new Group(pool.id(), name, settings, now, now);
    handle
        .createUpdate(
            "insert into user_pool_group (user_pool_id, name, settings, created_at,"
                + " modified_at)"
                + " values (:pool, :name, :settings, :now, :now)")
        .bind("pool", group.poolId())
        .bind("name", group.name())
        .bind("settings", settings.toString())
        .bind("now", now)
        .execute();
    return Json.object().set("Group", group.toJson());
  }

  private JsonNode get(Handle handle, Caller caller, JsonNode request) {
    return Json.object().set("Group", require(handle, caller, request).toJson());
  }

  // What the request omits stays.
  private JsonNode update(Handle handle, Caller caller, JsonNode request) {
    Group old = require(handle, caller, request);
    ObjectNode settings = old.settings().deepCopy();
    for (String member : List.of("Description", "RoleArn", "Precedence")) {
      Optional.ofNullable(request.get(member)).ifPresent(value -> settings.set(member, value));
    }
    Group group = new Group(old.poolId(), old.name(), settings, old.createdAt(), clock.instant());
    handle
        .createUpdate(
            "update user_pool_group set settings = :settings, modified_at = :modified"
                + " where user_pool_id = :pool and name = :name")
        .bind("pool", group.poolId())
        .bind("name", group.name())
        .bind("settings", settings.toString())
        .bind("modified", group.modifiedAt())
        .execute();
    return Json.object().set("Group", group.toJson());
  }

  private JsonNode delete(Handle handle, Caller caller, JsonNode request) {
    Group group = require(handle, caller, request);
    handle
        .createUpdate("delete from user_pool_group where user_pool_id = :pool and name = :name")
        .bind("pool", group.poolId())
        .bind("name", group.name())
        .execute();
    return Json.object();
  }

  private JsonNode list(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    List<Group> groups =
        handle
            .createQuery("select * from user_pool_group where user_pool_id = :pool order by name")
            .bind("pool", pool.id())
            .map((row, context) -> group(row))
            .list();
    return page(groups, request);
  }

  private JsonNode listForUser(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    PoolUser user = UserStore.require(handle, pool, request.get("Username").asText());
    return page(ofUser(handle, user), request);
  }

  /** The groups that a user is in, by name. */
  public static List<Group> ofUser(Handle handle, PoolUser user) {
    return handle
        .createQuery(
            "select g.* from user_pool_group g join group_member m"
                + " on m.user_pool_id = g.user_pool_id and m.group_name = g.name"
                + " where m.user_pool_id = :pool and m.username = :user order by g.name")
        .bind("pool", user.poolId())
        .bind("user", user.username())
        .map((row, context) -> group(row))
        .list();
  }

  public static Group require(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    String name = request.get("GroupName").asText();
    return find(handle, pool.id(), name).orElseThrow(() -> CognitoErrors.NO_SUCH_GROUP.of(name));
  }

  public static Optional<Group> find(Handle handle, String poolId, String name) {
    return handle
        .createQuery("select * from user_pool_group where user_pool_id = :pool and name = :name")
        .bind("pool", poolId)
        .bind("name", name)
        .map((row, context) -> group(row))
        .findOne();
  }

  private static JsonNode page(List<Group> groups, JsonNode request) {
    return Page.of(
            groups,
            Json.text(request, "NextToken"),
            CognitoOperation.limit(request),
            Group::name,
            CognitoErrors.UNKNOWN_PAGE)
        .toJson("Groups", "NextToken", Group::toJson);
  }

  private static Group group(ResultSet row) throws SQLException {
    return new Group(
        row.getString("user_pool_id"),
        row.getString("name"),
        Json.parse(row.getString("settings")),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("modified_at").toInstant());
  }
}
