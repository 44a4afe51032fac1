package dev.labelops.engine.portal;

import dev.labelops.engine.labeling.job.Micros;
import dev.labelops.engine.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/** What the pages of a job could not load or do, as workers' browsers report it, for the owner. */
public final class Violations {
  /** How many different ones of a job are kept. */
  static final int MOST_PER_JOB = 100;

  static final int LONGEST_DIRECTIVE = 32;
  static final int LONGEST_BLOCKED = 300;

  /**
   * One thing that was blocked.
   *
   * @param directive the directive of the Content-Security-Policy, or {@code script-error}
   * @param blocked the address without its query, or the error's message
   * @param times how often it was reported
   * @param firstAt when first
   * @param lastAt when last
   */
  public record Violation(
      String directive, String blocked, int times, Instant firstAt, Instant lastAt) {}

  private final Jdbi jdbi;
  private final Clock clock;

  public Violations(Jdbi jdbi, Clock clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /** Counts one; those beyond the limit of a job are dropped. */
  void add(long jobId, String directive, String blocked) {
    try {
      count(jobId, directive, blocked);
    } catch (JdbiException e) {
      // Another worker reported the same at the same moment.
      if (!Database.isDuplicate(e)) {
        throw e;
      }
    }
  }

  private void count(long jobId, String directive, String blocked) {
    long now = Micros.of(clock.instant());
    jdbi.useTransaction(
        handle -> {
          int known =
              handle
                  .createUpdate(
                      "UPDATE portal_violation SET times = times + 1, last_at = :now"
                          + " WHERE job_id = :job AND directive = :directive"
                          + " AND blocked = :blocked")
                  .bind("now", now)
                  .bind("job", jobId)
                  .bind("directive", directive)
                  .bind("blocked", blocked)
                  .execute();
          if (known > 0) {
            return;
          }
          handle
              .createUpdate(
                  """
                  INSERT INTO portal_violation (job_id, directive, blocked, times, first_at, last_at)
                  SELECT :job, :directive, :blocked, 1, :now, :now FROM labeling_job j
                  WHERE j.id = :job AND NOT EXISTS (SELECT 1 FROM portal_violation v
                      WHERE v.job_id = :job AND v.directive = :directive AND v.blocked = :blocked)
                    AND (SELECT COUNT(*) FROM portal_violation v WHERE v.job_id = :job) < :most
                  """)
              .bind("job", jobId)
              .bind("directive", directive)
              .bind("blocked", blocked)
              .bind("now", now)
              .bind("most", MOST_PER_JOB)
              .execute();
        });
  }

  /** Those of a job, the most frequent first. */
  public List<Violation> of(long jobId) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT directive, blocked, times, first_at, last_at FROM portal_violation"
                        + " WHERE job_id = :job ORDER BY times DESC, directive, blocked")
                .bind("job", jobId)
                .map(
                    (row, context) ->
                        new Violation(
                            row.getString("directive"),
                            row.getString("blocked"),
                            row.getInt("times"),
                            Micros.instant(row.getLong("first_at")),
                            Micros.instant(row.getLong("last_at"))))
                .list());
  }
}
