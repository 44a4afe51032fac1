package dev.labelops.engine.cognito;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.Page;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** AdminCreateUser, AdminGetUser, AdminEnableUser, AdminDisableUser, AdminDeleteUser, ListUsers. */
final class Users {
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");

  private final Clock clock;
  private final Invitations invitations;

  Users(Clock clock, Invitations invitations) {
    this.clock = clock;
    this.invitations = invitations;
  }

  List<Cognito.Operation> operations() {
    return Cognito.table(
        Map.of(
            "AdminCreateUser", this::create,
            "AdminGetUser", this::get,
            "AdminEnableUser", (h, c, r) -> setEnabled(h, c, r, true),
            "AdminDisableUser", (h, c, r) -> setEnabled(h, c, r, false),
            "AdminDeleteUser", this::delete,
            "ListUsers", this::list));
  }

  private JsonNode create(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    String action = Json.text(request, "MessageAction").orElse("SEND");
    String password =
        Json.text(request, "TemporaryPassword").orElseGet(() -> pool.passwordPolicy().generate());
    pool.passwordPolicy()
        .violation(password)
        .ifPresent(
            rule -> {
              throw new AwsError(400, "InvalidPasswordException", rule);
            });
    PoolUser user =
        action.equals("RESEND")
            ? renewed(handle, pool, request, password)
            : inserted(handle, pool, request, password);
    if (!action.equals("SUPPRESS")) {
      invitations.send(handle, pool, user, password, Json.texts(request, "DesiredDeliveryMediums"));
    }
    return Json.object().set("User", user.toJson("Attributes"));
  }

  private PoolUser renewed(Handle handle, UserPool pool, JsonNode request, String password) {
    PoolUser user = UserStore.require(handle, pool, request.get("Username").asText());
    if (user.status() != PoolUser.Status.FORCE_CHANGE_PASSWORD) {
      throw new AwsError(
          400,
          "UnsupportedUserStateException",
          "Resend not possible. "
              + request.get("Username").asText()
              + " status is not FORCE_CHANGE_PASSWORD");
    }
    Instant now = clock.instant();
    PoolUser renewed =
        user.withTemporaryPassword(
            Passwords.hash(password), now.plus(pool.temporaryPasswordValidity()), now);
    UserStore.update(handle, renewed);
    return renewed;
  }

  private PoolUser inserted(Handle handle, UserPool pool, JsonNode request, String password) {
    String given = request.get("Username").asText();
    ObjectNode attributes = attributes(request);
    if (pool.signsInByEmail()) {
      if (!given.contains("@")) {
        throw CognitoErrors.invalidParameter("Username should be an email.");
      }
      attributes.put("email", given);
    }
    Optional<String> email = Json.text(attributes, "email");
    if (email.isPresent() && !EMAIL.matcher(email.get()).matches()) {
      throw CognitoErrors.invalidParameter("Invalid email address format.");
    }
    if (UserStore.find(handle, pool, given).isPresent()) {
      throw CognitoErrors.userExists(pool.signsInByEmail());
    }
    String sub = UUID.randomUUID().toString();
    Instant now = clock.instant();
    PoolUser user =
        new PoolUser(
            pool.id(),
            pool.signsInByEmail() ? sub : pool.normalized(given),
            pool.normalized(given),
            sub,
            email.map(pool::normalized),
            attributes,
            true,
            PoolUser.Status.FORCE_CHANGE_PASSWORD,
            Passwords.hash(password),
            Optional.of(now.plus(pool.temporaryPasswordValidity())),
            now,
            now);
    UserStore.insert(handle, user);
    return user;
  }

  private JsonNode get(Handle handle, Caller caller, JsonNode request) {
    return require(handle, caller, request).toJson("UserAttributes");
  }

  private JsonNode setEnabled(Handle handle, Caller caller, JsonNode request, boolean enabled) {
    PoolUser user = require(handle, caller, request);
    UserStore.update(handle, user.withEnabled(enabled, clock.instant()));
    return Json.object();
  }

  private JsonNode delete(Handle handle, Caller caller, JsonNode request) {
    UserStore.delete(handle, require(handle, caller, request));
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
            limit(request),
            PoolUser::username,
            "InvalidParameterException")
        .toJson("Users", "PaginationToken", user -> user.toJson("Attributes"));
  }

  static int limit(JsonNode request) {
    int limit = request.path("Limit").asInt(60);
    return limit == 0 ? 60 : limit;
  }

  private static PoolUser require(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    return UserStore.require(handle, pool, request.get("Username").asText());
  }

  private static ObjectNode attributes(JsonNode request) {
    ObjectNode attributes = Json.object();
    for (JsonNode attribute : request.path("UserAttributes")) {
      String name = attribute.get("Name").asText();
      if (name.equals("sub")) {
        throw CognitoErrors.invalidParameter("Cannot modify the non-mutable attribute sub");
      }
      attributes.put(name, Json.text(attribute, "Value").orElse(""));
    }
    return attributes;
  }
}
