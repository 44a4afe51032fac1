package dev.labelops.engine.cognito.mail;

import dev.labelops.engine.front.OwnerAuth;
import dev.labelops.engine.store.Database;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /_labelops/outbox?to=}: the invitations, newest first, for the owner. */
public final class OutboxRoutes {
  /**
   * One invitation.
   *
   * @param sentAt when it was written
   * @param deliveredAt when the mail server accepted it; null when none did
   * @param failure why the mail server did not accept it; null when it did or was not asked
   */
  record Message(
      String to,
      String subject,
      String body,
      String temporaryPassword,
      String userPoolId,
      Instant sentAt,
      Instant deliveredAt,
      String failure) {}

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

  List<Message> messages(String account, String to) {
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
                                row.getTimestamp("sent_at").toInstant(),
                                Optional.ofNullable(row.getTimestamp("delivered_at"))
                                    .map(Timestamp::toInstant)
                                    .orElse(null),
                                row.getString("failure")))
                    .list());
  }
}
