package dev.labelops.engine.cognito.users;

import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.front.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** The users in the database. */
public final class UserStore {
  private static final int MAX_NAME = 2048;
  private static final String SET_PASSWORD =
      "update pool_user set status = :status, password_hash = :hash, temporary_until = :until,"
          + " modified_at = :modified where user_pool_id = :pool and username = :username";

  private UserStore() {}

  /**
   * The user with this name, sub or, where the pool allows it, e-mail address.
   *
   * @throws dev.labelops.engine.front.AwsError {@code UserNotFoundException}
   */
  public static PoolUser require(Handle handle, UserPool pool, String name) {
    return find(handle, pool, name).orElseThrow(CognitoErrors.NO_SUCH_USER::of);
  }

  public static Optional<PoolUser> find(Handle handle, UserPool pool, String name) {
    boolean byEmail = pool.hasEmailAlias();
    return handle
        .createQuery(
            "select * from pool_user where user_pool_id = :pool and (username = :name"
                + " or sub = :name or sign_in_name = :normalized"
                + (byEmail ? " or email = :normalized" : "")
                + ") order by username limit 1")
        .bind("pool", pool.id())
        .bind("name", name)
        .bind("normalized", pool.normalized(name))
        .map((row, context) -> user(row))
        .findOne();
  }

  /** Whether a user can have the name at all; other names are not searched. */
  public static boolean canBeName(String name) {
    return name.length() <= MAX_NAME && name.indexOf(0) < 0;
  }

  public static List<PoolUser> list(Handle handle, String poolId) {
    return handle
        .createQuery("select * from pool_user where user_pool_id = :pool order by username")
        .bind("pool", poolId)
        .map((row, context) -> user(row))
        .list();
  }

  public static List<PoolUser> ofGroup(Handle handle, String poolId, String group) {
    return handle
        .createQuery(
            "select u.* from pool_user u join group_member m"
                + " on m.user_pool_id = u.user_pool_id and m.username = u.username"
                + " where m.user_pool_id = :pool and m.group_name = :group order by u.username")
        .bind("pool", poolId)
        .bind("group", group)
        .map((row, context) -> user(row))
        .list();
  }

  /**
   * Where somebody with this name can be in each account: the account's only pool with such a user.
   *
   * @return by the ids of all accounts that have pools; empty for none, and for several
   */
  public static Map<String, Optional<String>> onlyPools(Handle handle, String signInName) {
    return handle
        .createQuery(
            "select p.account_id, min(u.user_pool_id) as pool, count(distinct u.user_pool_id) as n"
                + " from user_pool p left join pool_user u on u.user_pool_id = p.id"
                + " and (u.sign_in_name in (:name, :lower) or u.username = :name"
                + " or u.email in (:name, :lower)) group by p.account_id")
        .bind("name", signInName)
        // A database may know no letters but A to Z.
        .bind("lower", signInName.toLowerCase(Locale.ROOT))
        .reduceRows(
            new TreeMap<>(),
            (pools, row) -> {
              Optional<String> pool = Optional.ofNullable(row.getColumn("pool", String.class));
              boolean one = row.getColumn("n", Integer.class) == 1;
              pools.put(row.getColumn("account_id", String.class), pool.filter(id -> one));
              return pools;
            });
  }

  public static void insert(Handle handle, PoolUser user) {
    handle
        .createUpdate(
            "insert into pool_user (user_pool_id, username, sign_in_name, sub, email,"
                + " attributes, enabled, status, password_hash, temporary_until, created_at,"
                + " modified_at)"
                + " values (:pool, :username, :signIn, :sub, :email, :attributes,"
                + " :enabled, :status, :hash, :until, :created, :modified)")
        .bind("pool", user.poolId())
        .bind("username", user.username())
        .bind("signIn", user.signInName())
        .bind("sub", user.sub())
        .bind("email", user.email().orElse(null))
        .bind("attributes", user.attributes().toString())
        .bind("enabled", user.enabled())
        .bind("status", user.status().name())
        .bind("hash", user.passwordHash())
        .bind("until", user.temporaryUntil().orElse(null))
        .bind("created", user.createdAt())
        .bind("modified", user.modifiedAt())
        .execute();
  }

  // Each kind of change writes its own columns: two that meet must not undo one another.
  public static void setEnabled(Handle handle, PoolUser user) {
    handle
        .createUpdate(
            "update pool_user set enabled = :enabled, modified_at = :modified"
                + " where user_pool_id = :pool and username = :username")
        .bind("pool", user.poolId())
        .bind("username", user.username())
        .bind("enabled", user.enabled())
        .bind("modified", user.modifiedAt())
        .execute();
  }

  /**
   * Keeps the attributes, and what the user is found by: the address, and the sign-in name where
   * that is the address.
   *
   * @throws dev.labelops.engine.front.AwsError {@code AliasExistsException} when the address signs
   *     somebody else in
   */
  public static void setAttributes(Handle handle, UserPool pool, PoolUser user) {
    Optional<String> email = Json.text(user.attributes(), "email").map(pool::normalized);
    boolean taken =
        (pool.signsInByEmail() || pool.hasEmailAlias())
            && email
                .flatMap(address -> find(handle, pool, address))
                .filter(other -> !other.username().equals(user.username()))
                .isPresent();
    if (taken) {
      throw CognitoErrors.ALIAS_EXISTS.of();
    }
    handle
        .createUpdate(
            "update pool_user set attributes = :attributes, email = :email, sign_in_name = :signIn,"
                + " modified_at = :modified where user_pool_id = :pool and username = :username")
        .bind("pool", user.poolId())
        .bind("username", user.username())
        .bind("attributes", user.attributes().toString())
        .bind("email", email.orElse(null))
        .bind("signIn", pool.signsInByEmail() ? email.orElse(user.sub()) : user.signInName())
        .bind("modified", user.modifiedAt())
        .execute();
  }

  public static void setPassword(Handle handle, PoolUser user) {
    bindPassword(handle.createUpdate(SET_PASSWORD), user).execute();
  }

  /**
   * Replaces the password.
   *
   * @param user with the new one
   * @param oldHash what the password must be until now
   * @return whether it was
   */
  public static boolean replacePassword(Handle handle, PoolUser user, String oldHash) {
    return bindPassword(handle.createUpdate(SET_PASSWORD + " and password_hash = :old"), user)
            .bind("old", oldHash)
            .execute()
        > 0;
  }

  private static Update bindPassword(Update update, PoolUser user) {
    return update
        .bind("pool", user.poolId())
        .bind("username", user.username())
        .bind("status", user.status().name())
        .bind("hash", user.passwordHash())
        .bind("until", user.temporaryUntil().orElse(null))
        .bind("modified", user.modifiedAt());
  }

  public static void delete(Handle handle, PoolUser user) {
    handle
        .createUpdate("delete from pool_user where user_pool_id = :pool and username = :username")
        .bind("pool", user.poolId())
        .bind("username", user.username())
        .execute();
  }

  private static PoolUser user(ResultSet row) throws SQLException {
    return new PoolUser(
        row.getString("user_pool_id"),
        row.getString("username"),
        row.getString("sign_in_name"),
        row.getString("sub"),
        Optional.ofNullable(row.getString("email")),
        Json.parse(row.getString("attributes")),
        row.getBoolean("enabled"),
        PoolUser.Status.valueOf(row.getString("status")),
        row.getString("password_hash"),
        Optional.ofNullable(row.getTimestamp("temporary_until")).map(Timestamp::toInstant),
        row.getTimestamp("created_at").toInstant(),
        row.getTimestamp("modified_at").toInstant());
  }
}
