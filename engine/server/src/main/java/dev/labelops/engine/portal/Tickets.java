package dev.labelops.engine.portal;

import dev.labelops.engine.labeling.job.Micros;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Addresses of rendered templates. A frame can send neither a bearer token nor, from another
 * origin, a cookie: whoever has the ticket sees one page, once, while the session and the lease
 * last.
 */
final class Tickets {
  /**
   * What a ticket is good for.
   *
   * @param taskId the task, whose lease must not be over
   * @param sessionHash the session that it was given to
   */
  record Ticket(String taskId, String sessionHash) {}

  private final Jdbi jdbi;
  private final Clock clock;

  Tickets(Jdbi jdbi, Clock clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** Gives out a ticket that is good until then; drops those that are over. */
  String give(Ticket ticket, Instant until) {
    String secret = Token.random();
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate(
                  "DELETE FROM portal_ticket WHERE session_hash = :session AND expires_at <= :now")
              .bind("session", ticket.sessionHash())
              .bind("now", Micros.of(clock.instant()))
              .execute();
          handle
              .createUpdate(
                  "INSERT INTO portal_ticket (ticket_hash, task_id, session_hash, expires_at)"
                      + " VALUES (:hash, :task, :session, :expires)")
              .bind("hash", Token.hash(secret))
              .bind("task", ticket.taskId())
              .bind("session", ticket.sessionHash())
              .bind("expires", Micros.of(until))
              .execute();
        });
    return secret;
  }

  /** Takes a ticket; whoever asks a second time gets nothing. */
  Optional<Ticket> take(String secret) {
    String hash = Token.hash(secret);
    return jdbi.inTransaction(
        handle -> {
          Optional<Ticket> ticket =
              handle
                  .createQuery(
                      "SELECT task_id, session_hash FROM portal_ticket"
                          + " WHERE ticket_hash = :hash AND expires_at > :now")
                  .bind("hash", hash)
                  .bind("now", Micros.of(clock.instant()))
                  .map(
                      (row, context) ->
                          new Ticket(row.getString("task_id"), row.getString("session_hash")))
                  .findOne();
          // Of two requests at the same moment, only one deletes the row.
          int taken =
              handle
                  .createUpdate("DELETE FROM portal_ticket WHERE ticket_hash = :hash")
                  .bind("hash", hash)
                  .execute();
          return ticket.filter(ignored -> taken == 1);
        });
  }
}
