package dev.labelops.engine.cognito;

import java.util.Optional;

/** Hands mail on to people; what it sends is kept in the outbox besides. */
@FunctionalInterface
public interface Mailer {
  /** A plain text mail. */
  record Mail(String to, String subject, String body) {}

  /**
   * Sends one mail.
   *
   * @return why it could not be handed over; empty when it could
   */
  Optional<String> send(Mail mail);

  /** No mail server is configured: the outbox is where invitations are read. */
  Mailer OUTBOX_ONLY = mail -> Optional.empty();
}
