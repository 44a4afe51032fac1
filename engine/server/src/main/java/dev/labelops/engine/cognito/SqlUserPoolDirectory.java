package dev.labelops.engine.cognito;

import dev.labelops.engine.cognito.pools.UserPoolClients;
import dev.labelops.engine.cognito.pools.UserPoolStore;
import dev.labelops.engine.cognito.users.Groups;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.store.Database;

/** Look-ups in the database. */
final class SqlUserPoolDirectory implements UserPoolDirectory {
  private final Database database;

  SqlUserPoolDirectory(Database database) {
    this.database = database;
  }

  @Override
  public boolean hasPool(Caller caller, String userPoolId) {
    return database.jdbi().withHandle(handle -> UserPoolStore.list(handle, caller)).stream()
        .anyMatch(pool -> pool.id().equals(userPoolId));
  }

  @Override
  public boolean hasClient(String userPoolId, String clientId) {
    return database
        .jdbi()
        .withHandle(handle -> UserPoolClients.exists(handle, userPoolId, clientId));
  }

  @Override
  public boolean hasGroup(String userPoolId, String group) {
    return database.jdbi().withHandle(handle -> Groups.find(handle, userPoolId, group).isPresent());
  }
}
