package dev.labelops.engine.cognito;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.cognito.Visitors.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;

/** Signing in over HTTP: who asks, what is answered, and what it costs everybody else. */
class SignInOverHttpIT {
  private static final String ANN = "ann";
  private static final String TEMPORARY = "Temporary-1";
  private static final String OWN = "Permanent-1";

  @TempDir Path folder;
  private Engine engine;
  private CognitoIdentityProviderClient cognito;
  private String pool;
  private Visitors visitors;

  @BeforeEach
  void start() {
    engine = Engine.start(behindProxy(EngineSettings.local(folder)));
    cognito = Clients.of(engine, "eu-west-1").cognito();
    pool = cognito.createUserPool(b -> b.poolName("people")).userPool().id();
    visitors = new Visitors(engine.address());
    invite(ANN);
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void theProxySaysWhoAsksAndTheAnswerSaysWhenToAskAgain() {
    Reply locked = firstLocked(i -> visitors.signIn("192.0.2.1", "name" + i, "wrong"));

    assertThat(locked.code()).isEqualTo("TooManyAttempts");
    assertThat(locked.message()).contains("Wait " + locked.retryAfter() + " seconds");
    assertThat(visitors.signIn("192.0.2.2", ANN, TEMPORARY, OWN).status()).isEqualTo(200);
  }

  @Test
  void anAddressThatNobodyTrustedWroteIsNotBelieved() {
    engine.close();
    engine = Engine.start(EngineSettings.local(folder));
    Visitors direct = new Visitors(engine.address());

    firstLocked(i -> direct.signIn("192.0.2." + i, "name" + i, "wrong"));
  }

  @Test
  void anUnknownNameTakesAsLongAsAWrongPassword() {
    for (int i = 0; i < 10; i++) {
      invite("user" + i);
    }
    warmUp();

    // In turns, so that the machine's load is the same for both.
    List<Long> wrongPassword = new ArrayList<>();
    List<Long> unknownName = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      wrongPassword.add(nanos(i, "user"));
      unknownName.add(nanos(i, "unknown"));
    }

    assertThat((double) median(unknownName) / median(wrongPassword)).isBetween(0.4, 2.5);
  }

  @Test
  void whileManyGuessAtOnceEverybodyElseIsServed() {
    try (ExecutorService crowd = Executors.newFixedThreadPool(120)) {
      List<CompletableFuture<Integer>> guesses =
          IntStream.range(0, 400)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () ->
                              visitors
                                  .signIn("10.1." + i % 250 + "." + i / 250, "crowd" + i, "wrong")
                                  .status(),
                          crowd))
              .toList();

      await()
          .atMost(20, SECONDS)
          .untilAsserted(() -> assertThat(guesses).anyMatch(guess -> guess.getNow(0).equals(429)));
      long before = System.nanoTime();
      assertThat(cognito.listUsers(b -> b.userPoolId(pool)).users()).hasSize(1);
      assertThat(System.nanoTime() - before).isLessThan(SECONDS.toNanos(10));

      assertThat(guesses).extracting(CompletableFuture::join).containsOnly(401, 429);
    }
  }

  @Test
  void nobodyHashesWithADatabaseConnectionInHand() {
    try (ExecutorService crowd = Executors.newFixedThreadPool(3)) {
      List<CompletableFuture<Void>> work =
          IntStream.range(0, 30)
              .mapToObj(i -> CompletableFuture.runAsync(() -> lifeOf("person" + i), crowd))
              .toList();
      List<List<StackTraceElement>> hashing = new ArrayList<>();
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .atMost(60, SECONDS)
          .until(
              () -> {
                Thread.getAllStackTraces().values().stream()
                    .map(Arrays::asList)
                    .filter(stack -> has(stack, BCrypt.class.getName()))
                    .forEach(hashing::add);
                return work.stream().allMatch(CompletableFuture::isDone);
              });

      work.forEach(CompletableFuture::join);
      assertThat(hashing).hasSizeGreaterThan(20);
      assertThat(hashing).noneMatch(stack -> has(stack, Jdbi.class.getName()));
    }
  }

  private void lifeOf(String name) {
    invite(name);
    String address = "10.9.0." + name.substring("person".length());
    assertThat(visitors.signIn(address, name, "wrong").status()).isEqualTo(401);
    assertThat(visitors.signIn(address, name, TEMPORARY, OWN).status()).isEqualTo(200);
  }

  private static boolean has(List<StackTraceElement> stack, String className) {
    return stack.stream().anyMatch(frame -> frame.getClassName().startsWith(className));
  }

  private long nanos(int i, String prefix) {
    long before = System.nanoTime();
    visitors.signIn("10.2.0." + i, prefix + i, "wrong");
    return System.nanoTime() - before;
  }

  private static long median(List<Long> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }

  private void warmUp() {
    IntStream.range(0, 10).forEach(i -> visitors.signIn("10.3.0." + i, "warm" + i, "wrong"));
  }

  /** The answer that says to wait; a slow machine may need more failures than the documented. */
  private static Reply firstLocked(IntFunction<Reply> attempt) {
    return IntStream.range(0, 200)
        .mapToObj(attempt)
        .filter(reply -> reply.status() == 429)
        .findFirst()
        .orElseThrow(() -> new AssertionError("nobody had to wait"));
  }

  private void invite(String name) {
    cognito.adminCreateUser(
        b ->
            b.userPoolId(pool)
                .username(name)
                .userAttributes(a -> a.name("email").value(name + "@example.com"))
                .temporaryPassword(TEMPORARY)
                .messageAction(MessageActionType.SUPPRESS));
  }

  static EngineSettings behindProxy(EngineSettings plain) {
    return plain.with(s -> s.trustedProxies = List.of("127.0.0.1"));
  }
}
