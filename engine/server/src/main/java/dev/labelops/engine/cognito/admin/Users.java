package dev.labelops.engine.cognito.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.api.CognitoOperation;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.cognito.pools.UserPoolStore;
import dev.labelops.engine.cognito.tokens.RefreshTokens;
import dev.labelops.engine.cognito.users.PoolUser;
import dev.labelops.engine.cognito.users.UserAttributes;
import dev.labelops.engine.cognito.users.UserFilter;
import dev.labelops.engine.cognito.users.UserStore;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.Page;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * AdminGetUser, AdminEnableUser, AdminDisableUser, AdminDeleteUser, AdminUpdateUserAttributes,
 * AdminDeleteUserAttributes, AdminUserGlobalSignOut, ListUsers.
 */
public final class Users {
  private final Clock clock;

  public Users(Clock clock) {
    this.clock = clock;
  }

  public List<CognitoOperation> operations() {
    return CognitoOperation.table(
        Map.of(
            "AdminGetUser", this::get,
            "AdminEnableUser", (h, c, r) -> setEnabled(h, c, r, true),
            "AdminDisableUser", (h, c, r) -> setEnabled(h, c, r, false),
            "AdminDeleteUser", this::delete,
            "AdminUpdateUserAttributes", this::updateAttributes,
            "AdminDeleteUserAttributes", this::deleteAttributes,
            "AdminUserGlobalSignOut", this::signOut,
            "ListUsers", this::list));
  }

  private JsonNode get(Handle handle, Caller caller, JsonNode request) {
    return require(handle, caller, request).toJson("UserAttributes");
  }

  private JsonNode setEnabled(Handle handle, Caller caller, JsonNode request, boolean enabled) {
    PoolUser user = require(handle, caller, request);
    UserStore.setEnabled(handle, user.withEnabled(enabled, clock.instant()));
    return Json.object();
  }

  private JsonNode delete(Handle handle, Caller caller, JsonNode request) {
    UserStore.delete(handle, require(handle, caller, request));
    return Json.object();
  }

  private JsonNode updateAttributes(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    PoolUser user = UserStore.require(handle, pool, request.get("Username").asText());
    ObjectNode changed = UserAttributes.checked(pool, request.path("UserAttributes"));
    UserStore.setAttributes(handle, pool, user.withAttributes(changed, clock.instant()));
    return Json.object();
  }

  private JsonNode deleteAttributes(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    PoolUser user = UserStore.require(handle, pool, request.get("Username").asText());
    ObjectNode left = user.attributes().deepCopy();
    for (String name : Json.texts(request, "UserAttributeNames")) {
      UserAttributes.checkName(pool, name);
      if (name.equals("email") && pool.signsInByEmail()) {
        throw CognitoErrors.SIGN_IN_EMAIL_STAYS.of();
      }
      left.remove(name);
    }
    UserStore.setAttributes(handle, pool, user.withAllAttributes(left, clock.instant()));
    return Json.object();
  }

  private JsonNode signOut(Handle handle, Caller caller, JsonNode request) {
    RefreshTokens.deleteAll(handle, require(handle, caller, request));
    return Json.object();
  }

  private JsonNode list(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    UserFilter filter = UserFilter.parse(Json.text(request, "Filter").orElse(""));
    List<PoolUser> users =
        UserStore.list(handle, pool.id()).stream().filter(filter::matches).toList();
    return Page.of(
            users,
            Json.text(request, "PaginationToken"),
            CognitoOperation.limit(request),
            PoolUser::username,
            CognitoErrors.UNKNOWN_PAGE)
        .toJson("Users", "PaginationToken", user -> user.toJson("Attributes"));
  }

  private static PoolUser require(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    return UserStore.require(handle, pool, request.get("Username").asText());
  }
}
