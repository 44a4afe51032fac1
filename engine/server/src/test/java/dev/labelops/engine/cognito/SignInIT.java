package dev.labelops.engine.cognito;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.cognito.UserDirectory.SignIn;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.run.MovableClock;
import dev.labelops.engine.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who guesses passwords waits, and locks out nobody else. */
class SignInIT {
  private static final Caller OWNER = new Caller("000000000000", "eu-west-1", "test", "arn");
  private static final URI ADDRESS = URI.create("http://127.0.0.1");
  private static final String ANN = "ann";
  private static final String TEMPORARY = "Temporary-1";
  private static final String OWN = "Permanent-1";
  private static final String REFUSED = "Refused";
  private static final String ACCEPTED = "Accepted";

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private Database database;
  private Cognito cognito;
  private String pool;

  @BeforeEach
  void start() {
    database = Database.open(EngineSettings.local(folder));
    begin();
  }

  private void begin() {
    cognito = new Cognito(database, Mailer.OUTBOX_ONLY, () -> ADDRESS, clock);
    pool =
        call("CreateUserPool", Json.object().put("PoolName", "people")).at("/UserPool/Id").asText();
    invite(ANN, "SUPPRESS", TEMPORARY);
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void aNameIsLockedTheSameWhetherSomebodyHasItOrNot() {
    List<String> ofAnn = guesses(ANN, 7);

    assertThat(ofAnn)
        .containsExactly(REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, "wait PT1S", "wait PT1S");
    assertThat(guesses("nobody", 7)).isEqualTo(ofAnn);
    assertThat(signIn("192.0.2.200", "ANN", TEMPORARY))
        .as("another spelling is the same name")
        .isEqualTo("wait PT1S");
    assertThat(signIn("192.0.2.200", "ann@example.com", "wrong")).isEqualTo(REFUSED);
  }

  @Test
  void eachFurtherFailureLocksTwiceAsLongUpToAQuarterOfAnHour() {
    guesses(ANN, 5);
    for (int lock = 1; lock <= 900; lock = Math.min(lock * 2, 900)) {
      clock.pass(Duration.ofSeconds(lock).minusMillis(1));
      assertThat(signIn("198.51.100.1", ANN, TEMPORARY))
          .as("the right password, while it is locked for %d seconds", lock)
          .isEqualTo("wait PT0.001S");
      clock.pass(Duration.ofMillis(1));
      if (lock == 900) {
        break;
      }
      assertThat(signIn("198.51.100.%d".formatted(lock % 200 + 2), ANN, "wrong"))
          .isEqualTo(REFUSED);
    }
    assertThat(signIn("198.51.100.250", ANN, TEMPORARY)).isEqualTo(ACCEPTED);
    assertThat(guesses(ANN, 5)).as("all is forgotten").containsOnly(REFUSED);
  }

  @Test
  void failuresAreForgottenAQuarterOfAnHourAfterTheLock() {
    guesses(ANN, 5);
    clock.pass(Duration.ofMinutes(15).plusSeconds(2));
    assertThat(guesses(ANN, 5)).containsOnly(REFUSED);

    clock.pass(Duration.ofDays(31));
    guesses("somebody else", 1);
    assertThat(rows()).as("what is forgotten is deleted").isEqualTo(2);
  }

  @Test
  void aStrangerLocksNobodyOutOfWhereTheyWork() {
    assertThat(signIn("192.0.2.1", ANN, TEMPORARY)).isEqualTo(ACCEPTED);

    guesses(ANN, 6);

    assertThat(signIn("203.0.113.9", ANN, OWN)).isEqualTo("wait PT1S");
    assertThat(signIn("192.0.2.1", ANN, OWN)).isEqualTo(ACCEPTED);
    assertThat(IntStream.range(0, 6).mapToObj(i -> signIn("192.0.2.1", ANN, "wrong")))
        .as("that address has a count of its own")
        .containsExactly(REFUSED, REFUSED, REFUSED, REFUSED, REFUSED, "wait PT1S");
  }

  @Test
  void anAddressThatFailsWithManyNamesWaits() {
    List<String> outcomes =
        IntStream.range(0, 21)
            .mapToObj(i -> signIn("2001:db8::" + i, "name" + i, "wrong"))
            .toList();

    assertThat(outcomes.subList(0, 20)).containsOnly(REFUSED);
    assertThat(outcomes.getLast()).as("one /64 is one address").isEqualTo("wait PT1S");
    assertThat(signIn("2001:db8:0:1::1", "other", "wrong")).isEqualTo(REFUSED);
  }

  @Test
  void whoPoundsOnALockedNameLocksTheirOwnAddress() {
    guesses(ANN, 5);
    IntStream.range(0, 20).forEach(i -> signIn("203.0.113.50", ANN, "wrong"));

    assertThat(signIn("203.0.113.50", "bob", "wrong")).startsWith("wait");
    clock.pass(Duration.ofSeconds(1));
    assertThat(signIn("198.51.100.1", ANN, TEMPORARY)).as("and not the name").isEqualTo(ACCEPTED);
  }

  @Test
  void anotherInvitationForgetsTheFailuresAndARestartDoesNot() {
    guesses(ANN, 5);
    cognito = new Cognito(database, Mailer.OUTBOX_ONLY, () -> ADDRESS, clock);
    assertThat(signIn("198.51.100.9", ANN, TEMPORARY)).isEqualTo("wait PT1S");

    invite(ANN, "RESEND", "Temporary-2");

    assertThat(signIn("198.51.100.9", ANN, "Temporary-2")).isEqualTo(ACCEPTED);
  }

  @Test
  void aDisabledUserIsAWrongPasswordAndCountsAsOne() {
    call("AdminDisableUser", user(ANN));
    assertThat(signIn("192.0.2.1", ANN, TEMPORARY)).isEqualTo(REFUSED);
    assertThat(guesses(ANN, 5)).last().isEqualTo("wait PT1S");
  }

  @Test
  void whatCannotBeANameIsAWrongOne() {
    assertThat(signIn("192.0.2.1", "an\0n", TEMPORARY)).isEqualTo(REFUSED);
    assertThat(signIn("192.0.2.1", "x".repeat(100_000), TEMPORARY)).isEqualTo(REFUSED);
  }

  @Test
  void replicasOnOnePostgresCountTogether() throws IOException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      EngineSettings local = EngineSettings.local(folder);
      EngineSettings settings =
          local.with(s -> s.databaseUrl = Optional.of(postgres.getJdbcUrl("postgres", "postgres")));
      database.close();
      database = Database.open(settings);
      begin();
      guesses(ANN, 4);
      try (Database second = Database.open(settings)) {
        Cognito first = cognito;
        cognito = new Cognito(second, Mailer.OUTBOX_ONLY, () -> ADDRESS, clock);
        assertThat(signIn("198.51.100.1", ANN, "wrong")).isEqualTo(REFUSED);
        assertThat(signIn("198.51.100.2", ANN, TEMPORARY)).isEqualTo("wait PT1S");
        cognito = first;
        assertThat(signIn("198.51.100.3", ANN, TEMPORARY)).isEqualTo("wait PT1S");
        assertThat(signIn("198.51.100.3", "an\0n", TEMPORARY)).isEqualTo(REFUSED);

        assertThat(
                IntStream.range(0, 16)
                    .parallel()
                    .mapToObj(i -> signIn("192.0.2.77", "other" + i, "wrong")))
            .as("counting at once fails for nobody")
            .containsOnly(REFUSED);

        invite(ANN, "RESEND", "Temporary-3");
        assertThat(signIn("198.51.100.4", ANN, "Temporary-3")).isEqualTo(ACCEPTED);
        assertThat(tokensFor(ANN, OWN)).contains("AccessToken", "IdToken", "RefreshToken");
      }
    }
  }

  /** Wrong passwords for a name, each from an address of its own. */
  private List<String> guesses(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> signIn("203.0.113." + i, name, "wrong"))
        .toList();
  }

  private String signIn(String address, String name, String password) {
    SignIn outcome =
        cognito.directory().signIn(Optional.empty(), name, password, Optional.of(OWN), address);
    return outcome instanceof SignIn.TooManyAttempts(Duration retryIn)
        ? "wait " + retryIn
        : outcome.getClass().getSimpleName();
  }

  private String tokensFor(String name, String password) {
    ObjectNode client = Json.object().put("UserPoolId", pool).put("ClientName", "app");
    client.putArray("ExplicitAuthFlows").add("ALLOW_ADMIN_USER_PASSWORD_AUTH");
    String id = call("CreateUserPoolClient", client).at("/UserPoolClient/ClientId").asText();
    ObjectNode request =
        Json.object()
            .put("UserPoolId", pool)
            .put("ClientId", id)
            .put("AuthFlow", "ADMIN_USER_PASSWORD_AUTH");
    request.putObject("AuthParameters").put("USERNAME", name).put("PASSWORD", password);
    return call("AdminInitiateAuth", request).path("AuthenticationResult").toString();
  }

  private int rows() {
    return database
        .jdbi()
        .withHandle(
            handle ->
                handle.createQuery("select count(*) from sign_in_attempt").mapTo(int.class).one());
  }

  private void invite(String name, String action, String password) {
    ObjectNode request = user(name).put("TemporaryPassword", password).put("MessageAction", action);
    request
        .putArray("UserAttributes")
        .addObject()
        .put("Name", "email")
        .put("Value", name + "@example.com");
    request.putArray("DesiredDeliveryMediums").add("EMAIL");
    call("AdminCreateUser", request);
  }

  private ObjectNode user(String name) {
    return Json.object().put("UserPoolId", pool).put("Username", name);
  }

  private JsonNode call(String operation, JsonNode request) {
    return cognito.operations().stream()
        .filter(o -> o.target().endsWith("." + operation))
        .findFirst()
        .orElseThrow()
        .call(OWNER, request);
  }
}
