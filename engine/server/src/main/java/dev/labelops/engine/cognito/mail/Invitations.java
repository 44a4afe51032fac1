package dev.labelops.engine.cognito.mail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.cognito.Mailer;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.cognito.users.PoolUser;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Json;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes invitations from the pool's InviteMessageTemplate. */
public final class Invitations {
  private static final Logger LOG = LoggerFactory.getLogger(Invitations.class);
  private static final String PASSWORD_PLACEHOLDER = "{####}";
  private static final String DEFAULT_SUBJECT = "Your temporary password";
  private static final String DEFAULT_MESSAGE =
      "Your username is {username} and temporary password is {####}.";

  private final Outbox outbox;

  public Invitations(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * Writes the invitation of a user into the outbox.
   *
   * @param mediums DesiredDeliveryMediums; empty means SMS, as in Cognito
   * @return what to send after the transaction; empty when the pool's message delivers nothing
   * @throws AwsError when the user has nothing that the medium can reach
   */
  public Optional<Outbox.Kept> write(
      Handle handle, UserPool pool, PoolUser user, String password, List<String> mediums) {
    String email = address(user, mediums.isEmpty() ? List.of("SMS") : mediums);
    JsonNode template = pool.settings().path("AdminCreateUserConfig").path("InviteMessageTemplate");
    String message = Json.text(template, "EmailMessage").orElse(DEFAULT_MESSAGE);
    if (!message.contains(PASSWORD_PLACEHOLDER)) {
      LOG.warn(
          "Pool {}: the invitation is not sent, because its message has no {####}.", pool.id());
      return Optional.empty();
    }
    String name = pool.signsInByEmail() ? email : user.username();
    Mailer.Mail mail =
        new Mailer.Mail(
            email,
            filled(Json.text(template, "EmailSubject").orElse(DEFAULT_SUBJECT), name, password),
            filled(message, name, password));
    return Optional.of(outbox.keep(handle, pool, mail, Optional.of(password)));
  }

  private static String address(PoolUser user, List<String> mediums) {
    boolean hasPhone = user.attributes().hasNonNull("phone_number");
    if (mediums.contains("SMS") && !hasPhone) {
      throw CognitoErrors.NO_PHONE_NUMBER.of();
    }
    Optional<String> email = Json.text(user.attributes(), "email");
    if (!mediums.contains("EMAIL")) {
      throw CognitoErrors.NO_SMS.of();
    }
    return email.orElseThrow(() -> CognitoErrors.NO_EMAIL.of());
  }

  private static String filled(String text, String username, String password) {
    return text.replace("{username}", username).replace(PASSWORD_PLACEHOLDER, password);
  }
}
