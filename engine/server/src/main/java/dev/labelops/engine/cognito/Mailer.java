package dev.labelops.engine.cognito;

/** Sends e-mail; what it sends is kept in the outbox too. */
@FunctionalInterface
public interface Mailer {
  /** A plain text e-mail. */
  record Mail(String to, String subject, String body) {}

  /** The outcome of sending an e-mail. */
  sealed interface Delivery {
    /** The mail server accepted it. */
    record HandedOver() implements Delivery {}

    /** No mail server is configured: it can be read in the outbox. */
    record Kept() implements Delivery {}

    /** The mail server did not accept it. */
    record Failed(String reason) implements Delivery {}
  }

  /** Sends one e-mail; can take as long as the mail server's timeouts. */
  Delivery send(Mail mail);

  /** Sends nothing. */
  Mailer OUTBOX_ONLY = mail -> new Delivery.Kept();
}
