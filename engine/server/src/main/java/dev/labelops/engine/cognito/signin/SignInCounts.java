package dev.labelops.engine.cognito.signin;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The counts of failed sign-ins in the database. */
final class SignInCounts {
  /** How long after its last lock, or its last failure, a count is forgotten. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);

  /**
   * Failures so far.
   *
   * @param blockedUntil no attempt before; the time of the last failure while there is no lock
   * @param knownUntil until when the address is known as the name's own
   */
  record Count(int failures, Instant blockedUntil, Optional<Instant> knownUntil) {
    static Count none(Instant now) {
      return new Count(0, now, Optional.empty());
    }

    private Instant forgetAt() {
      return blockedUntil.plus(FORGOTTEN_AFTER);
    }
  }

  private SignInCounts() {}

  static Optional<Count> find(Handle handle, String id) {
    return query(handle, "select * from sign_in_attempt where id = :id", id);
  }

  /** What counts at this time; nobody else changes it before the transaction's end. */
  static Count lock(Handle handle, String id, Instant now) {
    return query(handle, "select * from sign_in_attempt where id = :id for update", id)
        .map(count -> count.forgetAt().isAfter(now) ? count : new Count(0, now, count.knownUntil()))
        .orElse(Count.none(now));
  }

  private static Optional<Count> query(Handle handle, String sql, String id) {
    return handle
        .createQuery(sql)
        .bind("id", id)
        .map(
            (row, context) ->
                new Count(
                    row.getInt("failures"),
                    row.getTimestamp("blocked_until").toInstant(),
                    Optional.ofNullable(row.getTimestamp("known_until")).map(Timestamp::toInstant)))
        .findOne();
  }

  /**
   * Keeps a count.
   *
   * @param nameId the name that an address is known for; empty: as it was
   */
  static void put(Handle handle, String id, Optional<String> nameId, Count count) {
    String update =
        "update sign_in_attempt set failures = :failures, blocked_until = :blocked,"
            + " known_until = :known, forget_at = :forget where id = :id";
    String insert =
        "insert into sign_in_attempt (id, name_id, failures, blocked_until,"
            + " known_until, forget_at)"
            + " values (:id, :name, :failures, :blocked, :known, :forget)";
    if (execute(handle, update, id, Optional.empty(), count) == 0) {
      execute(handle, insert, id, nameId, count);
    }
  }

  private static int execute(
      Handle handle, String sql, String id, Optional<String> nameId, Count count) {
    Instant forget = count.knownUntil().filter(count.forgetAt()::isBefore).orElse(count.forgetAt());
    var update = handle.createUpdate(sql).bind("id", id);
    if (sql.startsWith("insert")) {
      update.bind("name", nameId.orElse(null));
    }
    return update
        .bind("failures", count.failures())
        .bind("blocked", count.blockedUntil())
        .bind("known", count.knownUntil().orElse(null))
        .bind("forget", forget)
        .execute();
  }

  static void delete(Handle handle, String id) {
    handle.createUpdate("delete from sign_in_attempt where id = :id").bind("id", id).execute();
  }

  /** Forgets the failures of a name at the addresses that are known as its own. */
  static void forgiveKnown(Handle handle, String nameId, Instant now) {
    handle
        .createUpdate(
            "update sign_in_attempt set failures = 0, blocked_until = :now where name_id = :id")
        .bind("now", now)
        .bind("id", nameId)
        .execute();
  }

  /** Drops the longest unseen of a name's known addresses. */
  static void keepLatest(Handle handle, String nameId, int most) {
    handle
        .createUpdate(
            "delete from sign_in_attempt where name_id = :name and id not in (select id from"
                + " sign_in_attempt where name_id = :name order by known_until desc limit :most)")
        .bind("name", nameId)
        .bind("most", most)
        .execute();
  }

  static void deleteForgotten(Handle handle, Instant now) {
    handle
        .createUpdate("delete from sign_in_attempt where forget_at < :now")
        .bind("now", now)
        .execute();
  }
}
