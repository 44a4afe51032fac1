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
import java.util.function.Function;

/**
 * The invitations, newest first, for the owner: {@code GET /_labelops/outbox?to=}, and for browsers
 * {@code GET /_labelops/api/owner/outbox?to=}.
 */
public final class OutboxRoutes {
  private static final int MOST = 1000;
  private static final int MOST_SHOWN = 200;

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
    routes.get("/_labelops/outbox", context -> list(context, owners.requireOwner(context), MOST));
  }

  /**
   * Adds the route for browsers.
   *
   * @param account of the owner who sends a request; refuses the others
   */
  public void registerForBrowsers(RoutesConfig routes, Function<Context, String> account) {
    routes.get(
        "/_labelops/api/owner/outbox",
        context -> list(context, account.apply(context), MOST_SHOWN));
  }

  private void list(Context context, String account, int limit) {
    String to = context.queryParam("to");
    context.json(Map.of("messages", messages(account, to == null ? "" : to, limit)));
  }

  List<Message> messages(String account, String to, int limit) {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "select * from outbox_message where account_id = :account"
                            + " and (:to = '' or recipient = :to) order by id desc limit :limit")
                    .bind("account", account)
                    .bind("to", to)
                    .bind("limit", limit)
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
