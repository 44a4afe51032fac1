package dev.labelops.engine.cognito.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.labelops.engine.cognito.Mailer;
import dev.labelops.engine.cognito.Mailer.Delivery;
import dev.labelops.engine.cognito.Mailer.Mail;
import dev.labelops.engine.cognito.mail.OutboxRoutes.Message;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.store.Vendor;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code Outbox} and {@code OutboxRoutes}. */
@ParameterizedClass
@EnumSource(Vendor.class)
class OutboxContractIT {
  @Parameter Vendor vendor;

  private final String account = UUID.randomUUID().toString().substring(0, 12);
  private final Instant now = Instant.parse("2026-11-29T10:00:00.123456Z");

  @Test
  void mailsAreKeptMarkedAndListedNewestFirst() {
    Mail first = new Mail("ann@example.com", "hello \u00fc", "body ".repeat(1000));
    Mail second = new Mail("bob@example.com", "hello", "body");
    keep(mail -> new Delivery.HandedOver(), first, Optional.of("Secret-1"));
    assertThatExceptionOfType(AwsError.class)
        .isThrownBy(
            () ->
                keep(
                    mail -> new Delivery.Failed("no such host ".repeat(1000)),
                    second,
                    Optional.empty()));
    OutboxRoutes routes = new OutboxRoutes(vendor.database(), null);
    List<Message> messages = routes.messages(account, "", 1000);
    assertThat(messages).extracting(Message::to).containsExactly(second.to(), first.to());
    assertThat(messages.get(1).deliveredAt()).isEqualTo(now);
    assertThat(messages.get(1).sentAt()).isEqualTo(now);
    assertThat(messages.get(1).temporaryPassword()).isEqualTo("Secret-1");
    assertThat(messages.get(1).body()).isEqualTo(first.body());
    assertThat(messages.get(0).failure()).startsWith("no such host").hasSize(2048);
    assertThat(messages.get(0).deliveredAt()).isNull();
    assertThat(routes.messages(account, first.to(), 1000)).hasSize(1);
    assertThat(routes.messages(account, "", 1)).hasSize(1);
    assertThat(routes.messages("other", "", 1000)).isEmpty();
  }

  private void keep(Mailer mailer, Mail mail, Optional<String> password) {
    Outbox outbox = new Outbox(vendor.database(), mailer, Clock.fixed(now, ZoneOffset.UTC));
    UserPool pool = new UserPool("p", account, "eu-west-1", "p", Json.object(), now, now);
    outbox.send(
        vendor.database().inTransaction(handle -> outbox.keep(handle, pool, mail, password)));
  }
}
