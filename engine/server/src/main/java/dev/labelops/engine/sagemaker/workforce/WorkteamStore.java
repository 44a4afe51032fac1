package dev.labelops.engine.sagemaker.workforce;

import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The work teams in the database. */
final class WorkteamStore {
  private WorkteamStore() {}

  /** Teams of the caller's account and region by name. */
  static List<Workteam> list(Handle handle, Caller caller) {
    return handle
        .createQuery(
            "select * from workteam where account_id = :account and region = :region order by name")
        .bind("account", caller.accountId())
        .bind("region", caller.region())
        .map((row, context) -> team(row))
        .list();
  }

  static Optional<Workteam> byArn(Handle handle, String arn) {
    return handle
        .createQuery("select * from workteam where arn = :arn")
        .bind("arn", arn)
        .map((row, context) -> team(row))
        .findOne();
  }

  /** Teams of whatever account and region whose settings name the pool. */
  static List<Workteam> naming(Handle handle, String userPoolId) {
    return handle
        .createQuery("select * from workteam where settings like :pool order by arn")
        .bind("pool", "%\"" + userPoolId + "\"%")
        .map((row, context) -> team(row))
        .list();
  }

  static void insert(Handle handle, Workteam team) {
    handle
        .createUpdate(
            "insert into workteam (arn, account_id, region, name, settings, created_at,"
                + " modified_at)"
                + " values"
                + " (:arn, :account, :region, :name, :settings, :created, :modified)")
        .bind("arn", team.arn())
        .bind("account", team.accountId())
        .bind("region", team.region())
        .bind("name", team.name())
        .bind("settings", team.settings().toString())
        .bind("created", team.createdAt())
        .bind("modified", team.modifiedAt())
        .execute();
  }

  static void update(Handle handle, Workteam team) {
    handle
        .createUpdate(
            "update workteam set settings = :settings, modified_at = :modified where arn = :arn")
        .bind("arn", team.arn())
        .bind("settings", team.settings().toString())
        .bind("modified", team.modifiedAt())
        .execute();
  }

  static void delete(Handle handle, String arn) {
    handle.createUpdate("delete from workteam where arn = :arn").bind("arn", arn).execute();
  }

  private static Workteam team(ResultSet row) throws SQLException {
    return new Workteam(
        row.getString("arn"),
        row.getString("account_id"),
        row.getString("region"),
        row.getString("name"),
        Json.parse(row.getString("settings")),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("modified_at").toInstant());
  }
}
