package dev.labelops.engine.cognito;

/** Hands mail on to people; what it sends is kept in the outbox besides. */
@FunctionalInterface
public interface Mailer {
  /** A plain text mail. */
  record Mail(String to, String subject, String body) {}

  /** What became of a mail. */
  sealed interface Delivery {
    /** The mail server has it. */
    record HandedOver() implements Delivery {}

    /** No mail server is configured: the outbox is where it is read. */
    record Kept() implements Delivery {}

    /** The mail server did not take it. */
    record Failed(String reason) implements Delivery {}
  }

  /** Sends one mail; may take as long as the mail server's timeouts. */
  Delivery send(Mail mail);

  /** Sends nothing. */
  Mailer OUTBOX_ONLY = mail -> new Delivery.Kept();
}
