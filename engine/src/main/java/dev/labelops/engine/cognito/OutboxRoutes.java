package dev.labelops.engine.cognito;

import dev.labelops.engine.front.OwnerAuth;
import dev.labelops.engine.store.Database;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** {@code GET /_labelops/outbox?to=}: the invitations, newest first, for the owner. */
public final class OutboxRoutes {
  /** One invitation. */
  record Message(
      String to,
      String subject,
      String body,
      String temporaryPassword,
      String userPoolId,
      Instant sentAt) {}

  private final Database database;
  private final OwnerAuth owners;

  public OutboxRoutes(Database database, OwnerAuth owners) {
    this.database = database;
    this.owners = owners;
  }

  public void register(RoutesConfig routes) {
    routes.get("/_labelops/outbox", this::list);
  }

  private void list(Context context) {
    String account = owners.requireOwner(context);
    String to = context.queryParam("to");
    context.json(Map.of("messages", messages(account, to == null ? "" : to)));
  }

  private List<Message> messages(String account, String to) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select * from outbox_message where account_id = :account"
                            + " and (:to = '' or recipient = :to) order by id desc limit 1000")
                    .bind("account", account)
                    .bind("to", to)
                    .map(
                        (row, context) ->
                            new Message(
                                row.getString("recipient"),
                                row.getString("subject"),
                                row.getString("body"),
                                row.getString("temporary_password"),
                                row.getString("user_pool_id"),
                                row.getTimestamp("sent_at").toInstant()))
                    .list());
  }
}
