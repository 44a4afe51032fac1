package dev.labelops.engine.cognito.signin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.cognito.Mailer;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.mail.Outbox;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.cognito.tokens.Secrets;
import dev.labelops.engine.cognito.users.PoolUser;
import dev.labelops.engine.front.Json;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Codes that are mailed to people, who set a new password with them. */
public final class ResetCodes {
  private static final Duration GOOD_FOR = Duration.ofHours(1);
  private static final String PLACEHOLDER = "{####}";
  private static final String DEFAULT_SUBJECT = "Your password reset code";
  private static final String DEFAULT_MESSAGE = "Your password reset code is {####}";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** The outcome of checking a code. */
  enum Check {
    RIGHT,
    WRONG,
    EXPIRED
  }

  private final Outbox outbox;
  private final Clock clock;

  public ResetCodes(Outbox outbox, Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Creates a code that replaces an earlier one, and writes its e-mail into the outbox.
   *
   * @throws dev.labelops.engine.front.AwsError when the user has no verified e-mail address
   */
  public Outbox.Kept write(Handle handle, UserPool pool, PoolUser user) {
    String email = verifiedEmail(user).orElseThrow(() -> CognitoErrors.NO_ADDRESS_FOR_RESET.of());
    String code = "%06d".formatted(RANDOM.nextInt(1_000_000));
    delete(handle, user);
    handle
        .createUpdate(
            "insert into reset_code (user_pool_id, username, code_hash, expires_at)"
                + " values (:pool, :username, :hash, :expires)")
        .bind("pool", user.poolId())
        .bind("username", user.username())
        .bind("hash", Secrets.hash(code))
        .bind("expires", clock.instant().plus(GOOD_FOR))
        .execute();
    JsonNode template = pool.settings().path("VerificationMessageTemplate");
    String message =
        Json.text(template, "EmailMessage")
            .or(() -> Json.text(pool.settings(), "EmailVerificationMessage"))
            .orElse(DEFAULT_MESSAGE);
    String subject =
        Json.text(template, "EmailSubject")
            .or(() -> Json.text(pool.settings(), "EmailVerificationSubject"))
            .orElse(DEFAULT_SUBJECT);
    Mailer.Mail mail = new Mailer.Mail(email, subject, message.replace(PLACEHOLDER, code));
    return outbox.keep(handle, pool, mail, Optional.empty());
  }

  /** The address that codes go to. */
  static Optional<String> verifiedEmail(PoolUser user) {
    return Json.text(user.attributes(), "email")
        .filter(
            email ->
                Json.text(user.attributes(), "email_verified")
                    .filter("true"::equalsIgnoreCase)
                    .isPresent());
  }

  Check check(Handle handle, PoolUser user, String code) {
    return handle
        .createQuery("select * from reset_code where user_pool_id = :pool and username = :username")
        .bind("pool", user.poolId())
        .bind("username", user.username())
        .map(
            (row, context) -> {
              if (!Secrets.same(row.getString("code_hash"), Secrets.hash(code))) {
                return Check.WRONG;
              }
              return clock.instant().isAfter(row.getTimestamp("expires_at").toInstant())
                  ? Check.EXPIRED
                  : Check.RIGHT;
            })
        .findOne()
        .orElse(Check.WRONG);
  }

  public static void delete(Handle handle, PoolUser user) {
    handle
        .createUpdate("delete from reset_code where user_pool_id = :pool and username = :username")
        .bind("pool", user.poolId())
        .bind("username", user.username())
        .execute();
  }
}
