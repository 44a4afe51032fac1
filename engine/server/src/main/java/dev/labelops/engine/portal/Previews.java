package dev.labelops.engine.portal;

import dev.labelops.engine.labeling.job.Micros;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * Rendered templates that an owner looks at, each at an address that is opened once. What the
 * address shows is fixed when it is given out: it leads to no task, no lease and no worker.
 */
public final class Previews {
  private static final Duration LASTS = Duration.ofMinutes(1);
  private static final int MOST_OPEN = 20;

  private final Jdbi jdbi;
  private final String frames;
  private final Clock clock;

  /**
   * @param frames origin of the frames; empty: that of the portal
   */
  Previews(Jdbi jdbi, String frames, Clock clock) {
    this.jdbi = jdbi;
    this.frames = frames;
    this.clock = clock;
  }

  /**
   * Keeps a page for a minute.
   *
   * @param page the rendered template
   * @return its address
   * @throws PortalError 429 when the owner has opened too few of the last ones
   */
  public String add(Owner owner, String page) {
    String secret = Token.random();
    Instant now = clock.instant();
    jdbi.useTransaction(
        handle -> {
          handle
              .createUpdate("DELETE FROM portal_preview WHERE expires_at <= :now")
              .bind("now", Micros.of(now))
              .execute();
          int open =
              handle
                  .createQuery("SELECT COUNT(*) FROM portal_preview WHERE holder = :holder")
                  .bind("holder", owner.holder())
                  .mapTo(Integer.class)
                  .one();
          if (open >= MOST_OPEN) {
            throw new PortalError(
                429,
                "TooManyPreviews",
                "%d previews were not opened yet. Open them, or wait a minute.".formatted(open));
          }
          handle
              .createUpdate(
                  "INSERT INTO portal_preview (ticket_hash, holder, page, expires_at)"
                      + " VALUES (:hash, :holder, :page, :expires)")
              .bind("hash", Token.hash(secret))
              .bind("holder", owner.holder())
              .bind("page", page)
              .bind("expires", Micros.of(now.plus(LASTS)))
              .execute();
        });
    return frames + FrameRoutes.PATH + secret;
  }

  /** Takes a page; whoever asks a second time gets nothing. */
  Optional<String> take(String secret) {
    String hash = Token.hash(secret);
    return jdbi.inTransaction(
        handle -> {
          Optional<String> page =
              handle
                  .createQuery(
                      "SELECT page FROM portal_preview"
                          + " WHERE ticket_hash = :hash AND expires_at > :now")
                  .bind("hash", hash)
                  .bind("now", Micros.of(clock.instant()))
                  .mapTo(String.class)
                  .findOne();
          // Of two requests at the same moment, only one deletes the row.
          int taken =
              handle
                  .createUpdate("DELETE FROM portal_preview WHERE ticket_hash = :hash")
                  .bind("hash", hash)
                  .execute();
          return page.filter(ignored -> taken == 1);
        });
  }

  /** Drops what an owner has not opened: the session is over. */
  void close(String holder) {
    jdbi.useHandle(
        handle ->
            handle
                .createUpdate("DELETE FROM portal_preview WHERE holder = :holder")
                .bind("holder", holder)
                .execute());
  }
}
