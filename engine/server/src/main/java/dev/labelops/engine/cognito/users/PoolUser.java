package dev.labelops.engine.cognito.users;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A user of a pool.
 *
 * @param signInName what the person types at sign-in, normalized as the pool compares it
 * @param attributes attribute names to values, without {@code sub}
 * @param temporaryUntil until when the temporary password works; empty once the user has a password
 *     of their own
 */
public record PoolUser(
    String poolId,
    String username,
    String signInName,
    String sub,
    Optional<String> email,
    ObjectNode attributes,
    boolean enabled,
    Status status,
    String passwordHash,
    Optional<Instant> temporaryUntil,
    Instant createdAt,
    Instant modifiedAt) {

  /** Where in its life a user is (Cognito's UserStatusType). */
  public enum Status {
    FORCE_CHANGE_PASSWORD,
    CONFIRMED,
    RESET_REQUIRED
  }

  /** The user as UserType; AdminGetUser names the attributes differently. */
  public ObjectNode toJson(String attributesMember) {
    ObjectNode user = Json.object().put("Username", username);
    ArrayNode list = user.putArray(attributesMember);
    attributes
        .properties()
        .forEach(
            attribute ->
                list.addObject()
                    .put("Name", attribute.getKey())
                    .put("Value", attribute.getValue().asText()));
    list.addObject().put("Name", "sub").put("Value", sub);
    return user.put("UserCreateDate", Json.seconds(createdAt))
        .put("UserLastModifiedDate", Json.seconds(modifiedAt))
        .put("Enabled", enabled)
        .put("UserStatus", status.name());
  }

  public PoolUser withEnabled(boolean now, Instant when) {
    return new PoolUser(
        poolId,
        username,
        signInName,
        sub,
        email,
        attributes,
        now,
        status,
        passwordHash,
        temporaryUntil,
        createdAt,
        when);
  }

  public PoolUser withTemporaryPassword(String hash, Instant until, Instant when) {
    return withPassword(Status.FORCE_CHANGE_PASSWORD, hash, Optional.of(until), when);
  }

  /** The password stays, and signs nobody in until a new one is set. */
  public PoolUser withResetRequired(Instant when) {
    return withPassword(Status.RESET_REQUIRED, passwordHash, Optional.empty(), when);
  }

  /** Everything that the user may be called, the sub included. */
  public Stream<String> names() {
    return Stream.concat(Stream.of(username, signInName, sub), email.stream()).distinct();
  }

  /**
   * The user with these attributes set.
   *
   * @param changed names and values; others stay
   */
  public PoolUser withAttributes(ObjectNode changed, Instant when) {
    ObjectNode all = attributes.deepCopy();
    Optional<String> before = Json.text(attributes, "email");
    all.setAll(changed);
    boolean otherAddress = !Json.text(all, "email").equals(before);
    if (otherAddress && !changed.has("email_verified") && all.has("email_verified")) {
      all.put("email_verified", "false");
    }
    return withAllAttributes(all, when);
  }

  public PoolUser withAllAttributes(ObjectNode all, Instant when) {
    return new PoolUser(
        poolId,
        username,
        signInName,
        sub,
        email,
        all,
        enabled,
        status,
        passwordHash,
        temporaryUntil,
        createdAt,
        when);
  }

  public PoolUser confirmed(String hash, Instant when) {
    return withPassword(Status.CONFIRMED, hash, Optional.empty(), when);
  }

  private PoolUser withPassword(Status next, String hash, Optional<Instant> until, Instant when) {
    return new PoolUser(
        poolId,
        username,
        signInName,
        sub,
        email,
        attributes,
        enabled,
        next,
        hash,
        until,
        createdAt,
        when);
  }
}
