package dev.labelops.engine.cognito.pools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.api.CognitoOperation;
import dev.labelops.engine.cognito.api.Ids;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.Page;
import dev.labelops.engine.tags.Tags;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * CreateUserPool, DescribeUserPool, UpdateUserPool, AddCustomAttributes, DeleteUserPool,
 * ListUserPools.
 */
public final class UserPools {
  private static final List<String> FIXED_AT_CREATION =
      List.of("UsernameAttributes", "AliasAttributes", "UsernameConfiguration", "Schema");

  private final Clock clock;

  public UserPools(Clock clock) {
    this.clock = clock;
  }

  public List<CognitoOperation> operations() {
    return CognitoOperation.table(
        Map.of(
            "CreateUserPool", this::create,
            "DescribeUserPool", this::describe,
            "UpdateUserPool", this::update,
            "AddCustomAttributes", this::addCustomAttributes,
            "DeleteUserPool", this::delete,
            "ListUserPools", this::list));
  }

  private JsonNode create(Handle handle, Caller caller, JsonNode request) {
    checkInvitation(request);
    Instant now = clock.instant();
    UserPool pool =
        new UserPool(
            caller.region() + "_" + Ids.next(9),
            caller.accountId(),
            caller.region(),
            request.get("PoolName").asText(),
            settings(request),
            now,
            now);
    UserPoolStore.insert(handle, pool);
    Tags.put(handle, pool.arn(), tags(request));
    return response(handle, pool);
  }

  private JsonNode describe(Handle handle, Caller caller, JsonNode request) {
    return response(
        handle, UserPoolStore.require(handle, caller, request.get("UserPoolId").asText()));
  }

  // What the request omits goes back to its default, except what is fixed at creation.
  private JsonNode update(Handle handle, Caller caller, JsonNode request) {
    UserPool old = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    checkInvitation(request);
    ObjectNode settings = settings(request);
    Stream.concat(FIXED_AT_CREATION.stream(), MfaConfig.FACTORS.stream())
        .forEach(
            member ->
                Optional.ofNullable(old.settings().get(member))
                    .ifPresent(value -> settings.set(member, value)));
    UserPoolStore.update(
        handle,
        old.with(Json.text(request, "PoolName").orElse(old.name()), settings, clock.instant()));
    // Terraform's provider tags with TagResource and sends no tags here: they stay.
    if (request.has("UserPoolTags")) {
      Tags.clear(handle, old.arn());
      Tags.put(handle, old.arn(), tags(request));
    }
    return Json.object();
  }

  private JsonNode addCustomAttributes(Handle handle, Caller caller, JsonNode request) {
    UserPool old = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    ObjectNode settings = old.settings().deepCopy();
    ArrayNode schema = settings.withArray("/Schema");
    for (JsonNode attribute : request.get("CustomAttributes")) {
      String name = UserPoolSchema.name(attribute);
      if (UserPoolSchema.has(schema, name)) {
        throw CognitoErrors.ATTRIBUTE_EXISTS.of(name);
      }
      schema.add(attribute);
    }
    UserPoolStore.update(handle, old.with(old.name(), settings, clock.instant()));
    return Json.object();
  }

  private JsonNode delete(Handle handle, Caller caller, JsonNode request) {
    UserPool pool = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    if (pool.isProtected()) {
      throw CognitoErrors.POOL_PROTECTED.of();
    }
    if (UserPoolDomains.ofPool(handle, pool.id()).isPresent()) {
      throw CognitoErrors.POOL_STILL_HAS_DOMAIN.of();
    }
    UserPoolStore.delete(handle, pool.id());
    Tags.clear(handle, pool.arn());
    return Json.object();
  }

  private JsonNode list(Handle handle, Caller caller, JsonNode request) {
    return Page.of(
            UserPoolStore.list(handle, caller),
            Json.text(request, "NextToken"),
            request.get("MaxResults").asInt(),
            UserPool::id,
            CognitoErrors.UNKNOWN_PAGE)
        .toJson(
            "UserPools",
            "NextToken",
            pool ->
                Json.object()
                    .put("Id", pool.id())
                    .put("Name", pool.name())
                    .put("CreationDate", Json.seconds(pool.createdAt()))
                    .put("LastModifiedDate", Json.seconds(pool.modifiedAt()))
                    .set("LambdaConfig", Json.object()));
  }

  private static void checkInvitation(JsonNode request) {
    JsonNode message =
        request.path("AdminCreateUserConfig").path("InviteMessageTemplate").path("EmailMessage");
    if (!message.isMissingNode() && !message.asText().contains("{username}")) {
      throw CognitoErrors.INVITATION_WITHOUT_NAME.of();
    }
  }

  private static ObjectNode settings(JsonNode request) {
    ObjectNode settings = request.deepCopy();
    settings.remove(List.of("UserPoolId", "PoolName", "UserPoolTags"));
    return settings;
  }

  private static Map<String, String> tags(JsonNode request) {
    return UserPoolTags.of(request.path("UserPoolTags"));
  }

  private static JsonNode response(Handle handle, UserPool pool) {
    ObjectNode body = UserPoolDefaults.completed(pool.settings());
    body.put("Id", pool.id())
        .put("Name", pool.name())
        .put("Arn", pool.arn())
        .put("CreationDate", Json.seconds(pool.createdAt()))
        .put("LastModifiedDate", Json.seconds(pool.modifiedAt()))
        .put("EstimatedNumberOfUsers", UserPoolStore.countUsers(handle, pool.id()));
    ObjectNode tags = body.putObject("UserPoolTags");
    Tags.of(handle, pool.arn()).forEach(tags::put);
    UserPoolDomains.ofPool(handle, pool.id()).ifPresent(domain -> body.put("Domain", domain));
    return Json.object().set("UserPool", body);
  }
}
