package dev.labelops.engine.cognito.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.api.CognitoOperation;
import dev.labelops.engine.cognito.mail.Invitations;
import dev.labelops.engine.cognito.mail.Outbox;
import dev.labelops.engine.cognito.pools.PasswordPolicy;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.cognito.pools.UserPoolStore;
import dev.labelops.engine.cognito.signin.Passwords;
import dev.labelops.engine.cognito.signin.SignInAttempts;
import dev.labelops.engine.cognito.users.PoolUser;
import dev.labelops.engine.cognito.users.UserAttributes;
import dev.labelops.engine.cognito.users.UserStore;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** AdminCreateUser: the password is hashed before the transaction, the e-mail is sent after it. */
public final class UserCreation {
  private record Created(PoolUser user, Optional<Outbox.Kept> mail) {}

  private final Database database;
  private final Invitations invitations;
  private final Outbox outbox;
  private final Clock clock;

  public UserCreation(Database database, Invitations invitations, Outbox outbox, Clock clock) {
    this.database = database;
    this.invitations = invitations;
    this.outbox = outbox;
    this.clock = clock;
  }

  public List<JsonOperation> operations() {
    return List.of(CognitoOperation.inSteps("AdminCreateUser", this::create));
  }

  private JsonNode create(Caller caller, JsonNode request) {
    String poolId = request.get("UserPoolId").asText();
    PasswordPolicy policy =
        database
            .jdbi()
            .withHandle(handle -> UserPoolStore.require(handle, caller, poolId))
            .passwordPolicy();
    String password = Json.text(request, "TemporaryPassword").orElseGet(policy::generate);
    policy.require(password);
    String hash = Passwords.hash(password);
    Created created =
        database.inTransaction(
            handle -> {
              UserPool pool = UserPoolStore.require(handle, caller, poolId);
              return create(handle, pool, request, password, hash);
            });
    created.mail().ifPresent(outbox::send);
    return Json.object().set("User", created.user().toJson("Attributes"));
  }

  private Created create(
      Handle handle, UserPool pool, JsonNode request, String password, String hash) {
    String action = Json.text(request, "MessageAction").orElse("SEND");
    PoolUser user =
        action.equals("RESEND")
            ? renewed(handle, pool, request, hash)
            : inserted(handle, pool, request, hash);
    Optional<Outbox.Kept> mail =
        action.equals("SUPPRESS")
            ? Optional.empty()
            : invitations.write(
                handle, pool, user, password, Json.texts(request, "DesiredDeliveryMediums"));
    return new Created(user, mail);
  }

  private PoolUser renewed(Handle handle, UserPool pool, JsonNode request, String hash) {
    PoolUser user = UserStore.require(handle, pool, request.get("Username").asText());
    if (user.status() != PoolUser.Status.FORCE_CHANGE_PASSWORD) {
      throw CognitoErrors.RESEND_NOT_POSSIBLE.of(request.get("Username").asText());
    }
    Instant now = clock.instant();
    PoolUser renewed =
        user.withTemporaryPassword(hash, now.plus(pool.temporaryPasswordValidity()), now);
    UserStore.setPassword(handle, renewed);
    SignInAttempts.forgive(handle, pool, renewed, now);
    return renewed;
  }

  private PoolUser inserted(Handle handle, UserPool pool, JsonNode request, String hash) {
    String given = request.get("Username").asText();
    ObjectNode attributes = UserAttributes.checked(pool, request.path("UserAttributes"));
    if (pool.signsInByEmail()) {
      if (!given.contains("@")) {
        throw CognitoErrors.USERNAME_MUST_BE_EMAIL.of();
      }
      attributes.put("email", given);
      UserAttributes.checkEmail(attributes);
    }
    if (UserStore.find(handle, pool, given).isPresent()) {
      throw pool.signsInByEmail()
          ? CognitoErrors.EMAIL_EXISTS.of()
          : CognitoErrors.USERNAME_EXISTS.of();
    }
    String sub = UUID.randomUUID().toString();
    Instant now = clock.instant();
    PoolUser user =
        new PoolUser(
            pool.id(),
            pool.signsInByEmail() ? sub : pool.normalized(given),
            pool.normalized(given),
            sub,
            Json.text(attributes, "email").map(pool::normalized),
            attributes,
            true,
            PoolUser.Status.FORCE_CHANGE_PASSWORD,
            hash,
            Optional.of(now.plus(pool.temporaryPasswordValidity())),
            now,
            now);
    UserStore.insert(handle, user);
    return user;
  }
}
