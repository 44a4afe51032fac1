package dev.labelops.engine.cognito.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.api.CognitoOperation;
import dev.labelops.engine.cognito.mail.Outbox;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.cognito.pools.UserPoolStore;
import dev.labelops.engine.cognito.signin.Passwords;
import dev.labelops.engine.cognito.signin.ResetCodes;
import dev.labelops.engine.cognito.signin.SignInAttempts;
import dev.labelops.engine.cognito.users.PoolUser;
import dev.labelops.engine.cognito.users.UserStore;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.front.JsonOperation;
import dev.labelops.engine.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** AdminSetUserPassword, AdminResetUserPassword. */
public final class UserPasswords {
  private final Database database;
  private final ResetCodes codes;
  private final Outbox outbox;
  private final Clock clock;

  public UserPasswords(Database database, ResetCodes codes, Outbox outbox, Clock clock) {
    this.database = database;
    this.codes = codes;
    this.outbox = outbox;
    this.clock = clock;
  }

  public List<JsonOperation> operations() {
    return List.of(
        CognitoOperation.inSteps("AdminSetUserPassword", this::set),
        CognitoOperation.inSteps("AdminResetUserPassword", this::reset));
  }

  private JsonNode set(Caller caller, JsonNode request) {
    String poolId = request.get("UserPoolId").asText();
    String name = request.get("Username").asText();
    UserPool pool =
        database.jdbi().withHandle(handle -> UserPoolStore.require(handle, caller, poolId));
    String password = request.get("Password").asText();
    database.jdbi().withHandle(handle -> UserStore.require(handle, pool, name));
    pool.passwordPolicy().require(password);
    String hash = Passwords.hash(password);
    return database.inTransaction(
        handle -> {
          PoolUser user = UserStore.require(handle, pool, name);
          Instant now = clock.instant();
          UserStore.setPassword(
              handle,
              request.path("Permanent").asBoolean(false)
                  ? user.confirmed(hash, now)
                  : user.withTemporaryPassword(
                      hash, now.plus(pool.temporaryPasswordValidity()), now));
          ResetCodes.delete(handle, user);
          SignInAttempts.forgive(handle, pool, user, now);
          return Json.object();
        });
  }

  private JsonNode reset(Caller caller, JsonNode request) {
    Outbox.Kept mail =
        database.inTransaction(
            handle -> {
              UserPool pool =
                  UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
              PoolUser user = UserStore.require(handle, pool, request.get("Username").asText());
              if (user.status() == PoolUser.Status.FORCE_CHANGE_PASSWORD) {
                throw CognitoErrors.CANNOT_RESET_NOW.of();
              }
              UserStore.setPassword(handle, user.withResetRequired(clock.instant()));
              return codes.write(handle, pool, user);
            });
    outbox.send(mail);
    return Json.object();
  }
}
