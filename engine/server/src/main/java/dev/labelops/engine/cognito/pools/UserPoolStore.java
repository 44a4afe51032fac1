package dev.labelops.engine.cognito.pools;

import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The user pools in the database. */
public final class UserPoolStore {
  private UserPoolStore() {}

  /**
   * The caller's pool.
   *
   * @throws dev.labelops.engine.front.AwsError when the caller's account and region have no such
   *     pool
   */
  public static UserPool require(Handle handle, Caller caller, String id) {
    return find(handle, id)
        .filter(pool -> pool.accountId().equals(caller.accountId()))
        .filter(pool -> pool.region().equals(caller.region()))
        .orElseThrow(() -> CognitoErrors.NO_SUCH_POOL.of(id));
  }

  public static Optional<UserPool> find(Handle handle, String id) {
    return handle
        .createQuery("select * from user_pool where id = :id")
        .bind("id", id)
        .map((row, context) -> pool(row))
        .findOne();
  }

  /** Pools of the account and region in the order of their ids. */
  public static List<UserPool> list(Handle handle, Caller caller) {
    return handle
        .createQuery(
            "select * from user_pool where account_id = :account and region = :region order by id")
        .bind("account", caller.accountId())
        .bind("region", caller.region())
        .map((row, context) -> pool(row))
        .list();
  }

  static void insert(Handle handle, UserPool pool) {
    handle
        .createUpdate(
            "insert into user_pool (id, account_id, region, name, settings, created_at,"
                + " modified_at)"
                + " values"
                + " (:id, :account, :region, :name, :settings, :created, :modified)")
        .bind("id", pool.id())
        .bind("account", pool.accountId())
        .bind("region", pool.region())
        .bind("name", pool.name())
        .bind("settings", pool.settings().toString())
        .bind("created", pool.createdAt())
        .bind("modified", pool.modifiedAt())
        .execute();
  }

  static void update(Handle handle, UserPool pool) {
    handle
        .createUpdate(
            "update user_pool set name = :name, settings = :settings, modified_at = :modified"
                + " where id = :id")
        .bind("id", pool.id())
        .bind("name", pool.name())
        .bind("settings", pool.settings().toString())
        .bind("modified", pool.modifiedAt())
        .execute();
  }

  static void delete(Handle handle, String id) {
    handle.createUpdate("delete from user_pool where id = :id").bind("id", id).execute();
  }

  static int countUsers(Handle handle, String poolId) {
    return handle
        .createQuery("select count(*) from pool_user where user_pool_id = :pool")
        .bind("pool", poolId)
        .mapTo(Integer.class)
        .one();
  }

  private static UserPool pool(ResultSet row) throws SQLException {
    return new UserPool(
        row.getString("id"),
        row.getString("account_id"),
        row.getString("region"),
        row.getString("name"),
        Json.parse(row.getString("settings")),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("modified_at").toInstant());
  }
}
