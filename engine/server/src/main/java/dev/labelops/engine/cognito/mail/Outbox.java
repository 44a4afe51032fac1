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
 * E-mails: stored in the same transaction as their cause, sent after that transaction without
 * holding a database connection, and then marked as sent.
 */
public final class Outbox {
  /** An e-mail that is stored and waits to be sent. */
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

  /** Stores an e-mail; {@link #send} follows once the transaction has ended. */
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
   * Sends an e-mail. Its cause is stored already, and is kept when the e-mail fails: the service
   * does the same.
   *
   * @throws AwsError {@code CodeDeliveryFailureException} when the mail server does not accept it
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

  // The e-mail was sent or not; a mark that cannot be set does not change that.
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
      LOG.warn("The state of outbox message {} could not be stored.", kept.id(), e);
    }
  }
}
