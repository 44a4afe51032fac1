package dev.labelops.engine.cognito.mail;

import dev.labelops.engine.cognito.Mailer;
import dev.labelops.engine.cognito.Mailer.Delivery;
import dev.labelops.engine.cognito.Mailer.Mail;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.store.Database;
import java.time.Clock;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mail to people: kept in the same transaction as what it is about, sent when that has ended and no
 * connection is in hand, and marked as sent last.
 */
public final class Outbox {
  /** A mail that is kept and waits to be sent. */
  public record Kept(long id, Mail mail) {}

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int MAX_REASON = 2048;

  private final Database database;
  private final Mailer mailer;
  private final Clock clock;

  public Outbox(Database database, Mailer mailer, Clock clock) {
    this.database = database;
    this.mailer = mailer;
    this.clock = clock;
  }

  /** Keeps a mail; {@link #send} follows once the transaction has ended. */
  public Kept keep(Handle handle, UserPool pool, Mail mail, Optional<String> temporaryPassword) {
    long id =
        handle
            .createUpdate(
                "insert into outbox_message"
                    + " (account_id, user_pool_id, recipient, subject, body, temporary_password,"
                    + " sent_at) values (:account, :pool, :to, :subject, :body, :password, :now)")
            .bind("account", pool.accountId())
            .bind("pool", pool.id())
            .bind("to", mail.to())
            .bind("subject", mail.subject())
            .bind("body", mail.body())
            .bind("password", temporaryPassword.orElse(null))
            .bind("now", clock.instant())
            .executeAndReturnGeneratedKeys("id")
            .mapTo(Long.class)
            .one();
    return new Kept(id, mail);
  }

  /**
   * Sends a mail. What it is about is done already, and stays when the mail fails: the service does
   * the same.
   *
   * @throws AwsError {@code CodeDeliveryFailureException} when the mail server does not take it
   */
  public void send(Kept kept) {
    switch (mailer.send(kept.mail())) {
      case Delivery.HandedOver ignored -> mark(kept, "delivered_at = :value", clock.instant());
      case Delivery.Failed(String reason) -> {
        mark(kept, "failure = :value", reason.substring(0, Math.min(reason.length(), MAX_REASON)));
        throw CognitoErrors.MAIL_NOT_TAKEN.of(reason);
      }
      case Delivery.Kept ignored -> {
        // It is read in the outbox.
      }
    }
  }

  // The mail is out or it is not; a mark that cannot be set changes neither.
  private void mark(Kept kept, String column, Object value) {
    try {
      database
          .jdbi()
          .useHandle(
              handle ->
                  handle
                      .createUpdate("update outbox_message set " + column + " where id = :id")
                      .bind("value", value)
                      .bind("id", kept.id())
                      .execute());
    } catch (JdbiException e) {
      LOG.warn("Outbox message {} could not be marked.", kept.id(), e);
    }
  }
}
