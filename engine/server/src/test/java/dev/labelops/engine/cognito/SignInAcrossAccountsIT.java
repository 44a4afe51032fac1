package dev.labelops.engine.cognito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.cognito.UserDirectory.SignIn;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.run.MovableClock;
import dev.labelops.engine.store.Database;
import java.lang.management.ManagementFactory;
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

/** Without a pool in the request, whom one account invites is nothing to the people of another. */
class SignInAcrossAccountsIT {
  private static final Caller MINE = new Caller("111111111111", "eu-west-1", "mine", "arn");
  private static final Caller OTHERS = new Caller("222222222222", "eu-west-1", "other", "arn");
  private static final String ANN = "ann@example.com";
  private static final String MY_PASSWORD = "Permanent-1";
  private static final String OTHER_PASSWORD = "Permanent-2";
  private static final String OFFICE = "192.0.2.1";

  @TempDir Path folder;
  private final MovableClock clock = new MovableClock();
  private Database database;
  private Cognito cognito;
  private String myPool;
  private String othersPool;

  @BeforeEach
  void start() {
    database = Database.open(EngineSettings.local(folder));
    cognito =
        new Cognito(database, Mailer.OUTBOX_ONLY, () -> URI.create("http://127.0.0.1"), clock);
    myPool = pool(MINE);
    othersPool = pool(OTHERS);
    member(MINE, myPool, MY_PASSWORD);
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void thePasswordSaysWhichAccount() {
    member(OTHERS, othersPool, OTHER_PASSWORD);

    assertThat(signIn(OFFICE, ANN, MY_PASSWORD)).isEqualTo("in " + myPool);
    assertThat(signIn(OFFICE, ANN, OTHER_PASSWORD)).isEqualTo("in " + othersPool);
    assertThat(signIn(OFFICE, ANN, "Permanent-3")).isEqualTo("Refused");
  }

  @Test
  void howOftenAnotherAccountInvitesTheNameDoesNotMatter() {
    for (String pool : List.of(othersPool, pool(OTHERS), pool(OTHERS))) {
      member(OTHERS, pool, OTHER_PASSWORD);
    }

    assertThat(signIn(OFFICE, ANN, MY_PASSWORD)).isEqualTo("in " + myPool);
    assertThat(signIn(OFFICE, ANN, OTHER_PASSWORD))
        .as("its own people say which pool")
        .isEqualTo("Refused");
  }

  @Test
  void onePasswordInTwoAccountsDecidesNothing() {
    member(OTHERS, othersPool, MY_PASSWORD);

    assertThat(signIn(OFFICE, ANN, MY_PASSWORD)).isEqualTo("SeveralAccounts");
    assertThat(outcome(Optional.of(myPool), OFFICE, ANN, MY_PASSWORD)).isEqualTo("in " + myPool);
  }

  @Test
  void anotherAccountEndsNoLockOfMyPeople() {
    member(OTHERS, othersPool, OTHER_PASSWORD);
    for (String address : List.of("203.0.113.1", "203.0.113.2", "203.0.113.3")) {
      assertThat(signIn(address, ANN, "wrong")).isEqualTo("Refused");
      assertThat(signIn(address, ANN, OTHER_PASSWORD)).isEqualTo("in " + othersPool);
      setPassword(OTHERS, othersPool, OTHER_PASSWORD);
    }

    assertThat(signIn("198.51.100.1", ANN, MY_PASSWORD))
        .as("after six passwords that are not mine")
        .startsWith("wait");
    setPassword(MINE, myPool, MY_PASSWORD);
    assertThat(signIn("198.51.100.9", ANN, MY_PASSWORD)).isEqualTo("in " + myPool);
  }

  @Test
  void thePeopleOfAnotherAccountDoNotLockTheirAddressForMine() {
    for (int i = 0; i < 21; i++) {
      String name = "worker" + i + "@example.com";
      invite(OTHERS, othersPool, name, OTHER_PASSWORD);
      assertThat(signIn(OFFICE, name, OTHER_PASSWORD)).isEqualTo("NewPasswordRequired");
    }

    assertThat(signIn(OFFICE, ANN, MY_PASSWORD)).isEqualTo("in " + myPool);
  }

  @Test
  void anAddressThatAnotherAccountReportsIsItsOwnWord() {
    String client = client(OTHERS, othersPool);
    for (int i = 0; i < 21; i++) {
      ObjectNode request =
          Json.object()
              .put("UserPoolId", othersPool)
              .put("ClientId", client)
              .put("AuthFlow", "ADMIN_USER_PASSWORD_AUTH");
      request.putObject("AuthParameters").put("USERNAME", "name" + i).put("PASSWORD", "wrong");
      request.putObject("ContextData").put("IpAddress", OFFICE);
      assertThatThrownBy(() -> call(OTHERS, "AdminInitiateAuth", request))
          .hasMessageMatching(i < 20 ? "Incorrect .*" : "Password attempts exceeded");
    }

    assertThat(signIn(OFFICE, ANN, MY_PASSWORD)).isEqualTo("in " + myPool);
  }

  @Test
  void aNameCostsTheSameWhereverSomebodyHasIt() {
    member(OTHERS, othersPool, OTHER_PASSWORD);
    signIn("10.0.0.1", "warm", "up");

    long nobody = cpuNanos("10.0.0.2", "nobody@example.com");
    long twice = cpuNanos("10.0.0.3", ANN);

    assertThat((double) twice / nobody).isBetween(0.6, 1.7);
  }

  private long cpuNanos(String address, String name) {
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    assertThat(IntStream.range(0, 4).mapToObj(i -> signIn(address, name, "wrong")))
        .containsOnly("Refused");
    return threads.getCurrentThreadCpuTime() - before;
  }

  private String signIn(String address, String name, String password) {
    return outcome(Optional.empty(), address, name, password);
  }

  private String outcome(Optional<String> pool, String address, String name, String password) {
    return switch (cognito.directory().signIn(pool, name, password, Optional.empty(), address)) {
      case SignIn.Accepted(UserDirectory.User user) -> "in " + user.userPoolId();
      case SignIn.TooManyAttempts(Duration retryIn) -> "wait " + retryIn;
      case SignIn other -> other.getClass().getSimpleName();
    };
  }

  private String pool(Caller owner) {
    ObjectNode request = Json.object().put("PoolName", "people");
    request.putArray("UsernameAttributes").add("email");
    return call(owner, "CreateUserPool", request).at("/UserPool/Id").asText();
  }

  private String client(Caller owner, String pool) {
    ObjectNode request = Json.object().put("UserPoolId", pool).put("ClientName", "app");
    request.putArray("ExplicitAuthFlows").add("ALLOW_ADMIN_USER_PASSWORD_AUTH");
    return call(owner, "CreateUserPoolClient", request).at("/UserPoolClient/ClientId").asText();
  }

  private void member(Caller owner, String pool, String password) {
    invite(owner, pool, ANN, password);
    setPassword(owner, pool, password);
  }

  private void invite(Caller owner, String pool, String name, String password) {
    call(
        owner,
        "AdminCreateUser",
        user(pool, name).put("TemporaryPassword", password).put("MessageAction", "SUPPRESS"));
  }

  private void setPassword(Caller owner, String pool, String password) {
    call(
        owner,
        "AdminSetUserPassword",
        user(pool, ANN).put("Password", password).put("Permanent", true));
  }

  private static ObjectNode user(String pool, String name) {
    return Json.object().put("UserPoolId", pool).put("Username", name);
  }

  private JsonNode call(Caller caller, String operation, JsonNode request) {
    return cognito.operations().stream()
        .filter(o -> o.target().endsWith("." + operation))
        .findFirst()
        .orElseThrow()
        .call(caller, request);
  }
}
