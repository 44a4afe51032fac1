package dev.labelops.engine.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.Smtp;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.Person;
import dev.labelops.engine.store.Database;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AdminCreateUserRequest;
import software.amazon.awssdk.services.cognitoidentityprovider.model.CodeDeliveryFailureException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.DeliveryMediumType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UnsupportedUserStateException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserStatusType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameExistsException;

/** Invitations over a real mail server, and the life of the temporary password in them. */
class InvitationMailIT {
  private static final String ANN = "ann@example.com";
  private static final Pattern PASSWORD = Pattern.compile("password: (\\S+)");

  @TempDir Path folder;
  private GreenMail mailServer;
  private Engine engine;
  private CognitoIdentityProviderClient cognito;

  @BeforeEach
  void start() {
    mailServer = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mailServer.start();
    startEngine("smtp://127.0.0.1:" + mailServer.getSmtp().getPort());
  }

  @AfterEach
  void stop() {
    engine.close();
    mailServer.stop();
  }

  @Test
  void theInvitationArrivesWithNameAndPasswordFilledIn() throws Exception {
    String pool = pool();

    invite(pool, ANN, b -> b.temporaryPassword("Sign=3D=up"));

    assertThat(mailServer.getReceivedMessages()).hasSize(1);
    MimeMessage mail = mailServer.getReceivedMessages()[0];
    assertThat(mail.getFrom()[0]).hasToString("labeling@example.org");
    assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly(ANN);
    assertThat(mail.getSubject()).isEqualTo("Étiquetage für ann@example.com");
    String text = mail.getContent().toString();
    assertThat(text).contains("Grüße, ann@example.com, password: ").doesNotContain("{");
    assertThat(signIn(passwordOf(mail), null).code()).isEqualTo("NewPasswordRequired");
    assertThat(signIn(passwordOf(mail), "Permanent-1").status()).isEqualTo(200);
  }

  @Test
  void aSuppressedInvitationSendsNothing() {
    String pool = pool();

    invite(pool, ANN, b -> b.messageAction(MessageActionType.SUPPRESS));

    assertThat(mailServer.getReceivedMessages()).isEmpty();
    assertThat(status(pool)).isEqualTo(UserStatusType.FORCE_CHANGE_PASSWORD);
  }

  @Test
  void theMailServersPasswordIsUsed() throws Exception {
    mailServer.setUser("engine", "p@ss:word");
    startEngine("smtp://engine:wrong@127.0.0.1:" + mailServer.getSmtp().getPort());
    String pool = pool();

    assertThatThrownBy(() -> invite(pool, "nobody@example.com", b -> {}))
        .isInstanceOf(CodeDeliveryFailureException.class)
        .hasMessageContaining("Authentication");
    startEngine("smtp://engine:p%40ss:word@127.0.0.1:" + mailServer.getSmtp().getPort());
    invite(pool, ANN, b -> {});

    assertThat(mailServer.getReceivedMessages()).hasSize(1);
  }

  @Test
  void whenTheMailServerIsDownTheUserStaysAndCanBeInvitedAgain() throws Exception {
    String pool = pool();
    mailServer.stop();

    assertThatThrownBy(() -> invite(pool, ANN, b -> {}))
        .isInstanceOf(CodeDeliveryFailureException.class)
        .hasMessageContaining("could not be sent to the mail server")
        .hasMessageContaining("127.0.0.1");

    assertThat(status(pool)).isEqualTo(UserStatusType.FORCE_CHANGE_PASSWORD);
    assertThatThrownBy(() -> invite(pool, ANN, b -> {}))
        .isInstanceOf(UsernameExistsException.class);
    mailServer.start();
    startEngine("smtp://127.0.0.1:" + mailServer.getSmtp().getPort());
    invite(pool, ANN, b -> b.messageAction(MessageActionType.RESEND));
    assertThat(mailServer.getReceivedMessages()).hasSize(1);
    assertThat(signIn(passwordOf(mailServer.getReceivedMessages()[0]), "Permanent-1").status())
        .isEqualTo(200);
  }

  @Test
  void aLapsedPasswordIsCuredByAnotherInvitationOnly() throws Exception {
    String pool = pool();
    invite(pool, ANN, b -> {});
    String lapsed = passwordOf(mailServer.getReceivedMessages()[0]);
    assertThat(signIn(lapsed, null).code()).isEqualTo("NewPasswordRequired");

    letThreeDaysPass();

    assertThat(signIn(lapsed, "Permanent-1").status()).isEqualTo(401);
    assertThat(signIn(lapsed, "Permanent-1").code()).isEqualTo("TemporaryPasswordExpired");
    invite(pool, ANN, b -> b.messageAction(MessageActionType.RESEND));
    assertThat(mailServer.getReceivedMessages()).hasSize(2);
    String renewed = passwordOf(mailServer.getReceivedMessages()[1]);
    assertThat(renewed).isNotEqualTo(lapsed);
    assertThat(signIn(lapsed, "Permanent-1").code()).isEqualTo("NotAuthorized");
    assertThat(signIn(renewed, "Permanent-1").status()).isEqualTo(200);
    assertThat(status(pool)).isEqualTo(UserStatusType.CONFIRMED);
    assertThatThrownBy(() -> invite(pool, ANN, b -> b.messageAction(MessageActionType.RESEND)))
        .isInstanceOf(UnsupportedUserStateException.class);
  }

  @Test
  void aMailServerThatHangsHoldsNoDatabaseConnection() throws Exception {
    int connections = 16;
    try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        ExecutorService owners = Executors.newFixedThreadPool(connections + 4)) {
      startEngine("smtp://127.0.0.1:" + silent.getLocalPort());
      String pool = pool();
      List<CompletableFuture<Void>> invitations =
          IntStream.range(0, connections + 4)
              .mapToObj(
                  i ->
                      CompletableFuture.runAsync(
                          () -> invite(pool, "user" + i + "@example.com", b -> {}), owners))
              .toList();
      await().atMost(Duration.ofSeconds(30)).until(() -> outbox().size() == connections + 4);

      long before = System.nanoTime();
      assertThat(cognito.listUsers(b -> b.userPoolId(pool)).users()).hasSize(connections + 4);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
      assertThat(invitations).as("the mail server still hangs").noneMatch(Future::isDone);

      invitations.forEach(invitation -> assertThat(invitation).failsWithin(Duration.ofSeconds(60)));
      assertThat(outbox())
          .allMatch(message -> message.failure() != null && message.deliveredAt() == null);
    }
  }

  @Test
  void anInvitationIsMarkedOnceItIsOnItsWay() {
    invite(pool(), ANN, b -> {});

    assertThat(outbox())
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.deliveredAt()).isAfterOrEqualTo(message.sentAt());
              assertThat(message.failure()).isNull();
            });
  }

  @Test
  void anAddressIsInvitedOnce() {
    String pool = pool();
    invite(pool, ANN, b -> {});

    assertThatThrownBy(() -> invite(pool, "Ann@Example.com", b -> {}))
        .as("the pool ignores case")
        .isInstanceOf(UsernameExistsException.class)
        .hasMessageContaining("An account with the given email already exists.");

    assertThat(mailServer.getReceivedMessages()).hasSize(1);
    assertThat(cognito.listUsers(b -> b.userPoolId(pool)).users()).hasSize(1);
  }

  /** A pool whose temporary passwords hold for two days. */
  private String pool() {
    return cognito
        .createUserPool(
            b ->
                b.poolName("mail")
                    .usernameAttributes(UsernameAttributeType.EMAIL)
                    .usernameConfiguration(u -> u.caseSensitive(false))
                    .policies(
                        p ->
                            p.passwordPolicy(
                                w -> w.minimumLength(8).temporaryPasswordValidityDays(2)))
                    .adminCreateUserConfig(
                        a ->
                            a.allowAdminCreateUserOnly(true)
                                .inviteMessageTemplate(
                                    t ->
                                        t.emailSubject("Étiquetage für {username}")
                                            .emailMessage("Grüße, {username}, password: {####}"))))
        .userPool()
        .id();
  }

  private void invite(String pool, String email, Consumer<AdminCreateUserRequest.Builder> more) {
    cognito.adminCreateUser(
        b ->
            b.userPoolId(pool)
                .username(email)
                .desiredDeliveryMediums(DeliveryMediumType.EMAIL)
                .applyMutation(more));
  }

  private UserStatusType status(String pool) {
    return cognito.adminGetUser(b -> b.userPoolId(pool).username(ANN)).userStatus();
  }

  private record Message(Instant sentAt, Instant deliveredAt, String failure) {}

  private List<Message> outbox() {
    return OutboxReader.of(engine).messages("").stream()
        .map(
            message ->
                new Message(
                    Instant.parse(message.get("sentAt").asText()),
                    Json.text(message, "deliveredAt").map(Instant::parse).orElse(null),
                    Json.text(message, "failure").orElse(null)))
        .toList();
  }

  private Person.Reply signIn(String password, String newPassword) {
    return Person.signIn(engine.address(), ANN, password, newPassword);
  }

  /** From the decoded text: on the wire an umlaut makes it quoted-printable, and "=" is "=3D". */
  private static String passwordOf(MimeMessage mail) throws Exception {
    String text = mail.getContent().toString();
    Matcher found = PASSWORD.matcher(text);
    assertThat(found.find()).as(text).isTrue();
    return found.group(1);
  }

  private void letThreeDaysPass() {
    engine.close();
    try (Database database = Database.open(EngineSettings.local(folder))) {
      int moved =
          database
              .jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createUpdate(
                              "update pool_user set temporary_until = :until"
                                  + " where temporary_until > :now")
                          .bind("until", Instant.now().plus(Duration.ofDays(2 - 3)))
                          .bind("now", Instant.now().plus(Duration.ofDays(1)))
                          .execute());
      assertThat(moved).isEqualTo(1);
    }
    startEngine("smtp://127.0.0.1:" + mailServer.getSmtp().getPort());
  }

  private void startEngine(String mailServerAddress) {
    if (engine != null) {
      engine.close();
    }
    EngineSettings local = EngineSettings.local(folder);
    engine =
        Engine.start(
            local.with(
                s ->
                    s.smtp =
                        Optional.of(
                            new Smtp(URI.create(mailServerAddress), "labeling@example.org"))));
    cognito = Clients.of(engine, "eu-west-1").cognito();
  }
}
