package dev.labelops.engine.sagemaker.workforce;

import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The workforces in the database. */
final class WorkforceStore {
  private WorkforceStore() {}

  /** The workforce of the caller's account and region; one whose deletion is done is not there. */
  static Optional<Workforce> find(Handle handle, Caller caller, Instant now) {
    return handle
        .createQuery("select * from workforce where account_id = :account and region = :region")
        .bind("account", caller.accountId())
        .bind("region", caller.region())
        .map((row, context) -> workforce(row))
        .findOne()
        .filter(workforce -> !workforce.isGone(now));
  }

  /** Adds the workforce; one whose deletion is done makes room. */
  static void insert(Handle handle, Workforce workforce, Instant now) {
    handle
        .createUpdate(
            "delete from workforce where account_id = :account and region = :region"
                + " and phase = 'Deleting' and phase_until <= :now")
        .bind("account", workforce.accountId())
        .bind("region", workforce.region())
        .bind("now", now)
        .execute();
    handle
        .createUpdate(
            "insert into workforce (account_id, region, name, arn, settings, phase,"
                + " phase_until, created_at, modified_at)"
                + " values (:account, :region, :name, :arn, :settings, :phase,"
                + " :until, :created, :modified)")
        .bind("account", workforce.accountId())
        .bind("region", workforce.region())
        .bind("name", workforce.name())
        .bind("arn", workforce.arn())
        .bind("settings", workforce.settings().toString())
        .bind("phase", workforce.phase().name())
        .bind("until", workforce.phaseUntil())
        .bind("created", workforce.createdAt())
        .bind("modified", workforce.modifiedAt())
        .execute();
  }

  static void update(Handle handle, Workforce workforce) {
    handle
        .createUpdate(
            "update workforce set settings = :settings, phase = :phase, phase_until = :until,"
                + " modified_at = :modified where account_id = :account and region = :region")
        .bind("account", workforce.accountId())
        .bind("region", workforce.region())
        .bind("settings", workforce.settings().toString())
        .bind("phase", workforce.phase().name())
        .bind("until", workforce.phaseUntil())
        .bind("modified", workforce.modifiedAt())
        .execute();
  }

  private static Workforce workforce(ResultSet row) throws SQLException {
    return new Workforce(
        row.getString("account_id"),
        row.getString("region"),
        row.getString("name"),
        row.getString("arn"),
        Json.parse(row.getString("settings")),
        Workforce.Phase.valueOf(row.getString("phase")),
        row.getTimestamp("phase_until").toInstant(),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("modified_at").toInstant());
  }
}
