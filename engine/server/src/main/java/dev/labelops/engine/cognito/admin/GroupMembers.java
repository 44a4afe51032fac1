package dev.labelops.engine.cognito.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.api.CognitoOperation;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.cognito.pools.UserPoolStore;
import dev.labelops.engine.cognito.users.Groups;
import dev.labelops.engine.cognito.users.PoolUser;
import dev.labelops.engine.cognito.users.UserStore;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.Page;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** AdminAddUserToGroup, AdminRemoveUserFromGroup, ListUsersInGroup. */
public final class GroupMembers {
  public List<CognitoOperation> operations() {
    return CognitoOperation.table(
        Map.of(
            "AdminAddUserToGroup", this::add,
            "AdminRemoveUserFromGroup", this::remove,
            "ListUsersInGroup", this::list));
  }

  // Adding somebody who is already a member is no error.
  private JsonNode add(Handle handle, Caller caller, JsonNode request) {
    Groups.Group group = Groups.require(handle, caller, request);
    PoolUser user = user(handle, caller, request);
    removeRow(handle, group, user);
    handle
        .createUpdate(
            "insert into group_member (user_pool_id, group_name, username)"
                + " values (:pool, :group, :user)")
        .bind("pool", group.poolId())
        .bind("group", group.name())
        .bind("user", user.username())
        .execute();
    return Json.object();
  }

  private JsonNode remove(Handle handle, Caller caller, JsonNode request) {
    removeRow(handle, Groups.require(handle, caller, request), user(handle, caller, request));
    return Json.object();
  }

  private JsonNode list(Handle handle, Caller caller, JsonNode request) {
    Groups.Group group = Groups.require(handle, caller, request);
    return Page.of(
            UserStore.ofGroup(handle, group.poolId(), group.name()),
            Json.text(request, "NextToken"),
            CognitoOperation.limit(request),
            PoolUser::username,
            CognitoErrors.UNKNOWN_PAGE)
        .toJson("Users", "NextToken", user -> user.toJson("Attributes"));
  }

  private static PoolUser user(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    return UserStore.require(handle, pool, request.get("Username").asText());
  }

  private static void removeRow(Handle handle, Groups.Group group, PoolUser user) {
    handle
        .createUpdate(
            "delete from group_member where user_pool_id = :pool and group_name = :group"
                + " and username = :user")
        .bind("pool", group.poolId())
        .bind("group", group.name())
        .bind("user", user.username())
        .execute();
  }
}
