package dev.labelops.engine.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameAttributeType;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.WorkforceStatus;

/** Of calls that come at the same moment one is first, and the others are told so. */
class SimultaneousCallsTest {
  private static final int CALLS = 12;
  private static final String DONE = "done";

  @TempDir static Path folder;
  private static Engine engine;
  private static CognitoIdentityProviderClient cognito;
  private static SageMakerClient sageMaker;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    cognito = Clients.of(engine, "eu-west-1").cognito();
    sageMaker = Clients.of(engine, "eu-west-1").sageMaker();
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void usersGroupsAndDomains() throws Exception {
    String pool = pool();
    onlyOneOf(
        "UsernameExistsException",
        i ->
            cognito.adminCreateUser(
                b ->
                    b.userPoolId(pool)
                        .username("ann@example.com")
                        .messageAction(MessageActionType.SUPPRESS)));
    onlyOneOf(
        "GroupExistsException", i -> cognito.createGroup(b -> b.userPoolId(pool).groupName("g")));
    onlyOneOf(
        "InvalidParameterException",
        i -> cognito.createUserPoolDomain(b -> b.userPoolId(pool).domain("simultaneous-" + i)));
    assertThat(
            outcomes(
                i ->
                    cognito.adminAddUserToGroup(
                        b -> b.userPoolId(pool).groupName("g").username("ann@example.com"))))
        .containsOnlyKeys(DONE);
    assertThat(cognito.listUsersInGroup(b -> b.userPoolId(pool).groupName("g")).users()).hasSize(1);
  }

  @Test
  void workforceTeamAndTags() throws Exception {
    String pool = pool();
    String client =
        cognito
            .createUserPoolClient(b -> b.userPoolId(pool).clientName("c"))
            .userPoolClient()
            .clientId();
    cognito.createGroup(b -> b.userPoolId(pool).groupName("g"));
    onlyOneOf(
        "ValidationException",
        i ->
            sageMaker.createWorkforce(
                b ->
                    b.workforceName("workforce-" + i)
                        .cognitoConfig(c -> c.userPool(pool).clientId(client))));
    await()
        .until(
            () ->
                sageMaker.listWorkforces(b -> {}).workforces().getFirst().status()
                    == WorkforceStatus.ACTIVE);
    onlyOneOf(
        "ResourceInUse",
        i ->
            sageMaker.createWorkteam(
                b ->
                    b.workteamName("team")
                        .description("made by call " + i)
                        .memberDefinitions(
                            m ->
                                m.cognitoMemberDefinition(
                                    c -> c.userPool(pool).userGroup("g").clientId(client)))));
    String team = sageMaker.describeWorkteam(b -> b.workteamName("team")).workteam().workteamArn();
    assertThat(
            outcomes(
                i ->
                    sageMaker.addTags(
                        b -> b.resourceArn(team).tags(Tag.builder().key("k").value("v").build()))))
        .containsOnlyKeys(DONE);
  }

  private static String pool() {
    return cognito
        .createUserPool(b -> b.poolName("p").usernameAttributes(UsernameAttributeType.EMAIL))
        .userPool()
        .id();
  }

  private static void onlyOneOf(String refusal, IntConsumer call) throws Exception {
    assertThat(outcomes(call))
        .containsOnly(Map.entry(DONE, 1L), Map.entry(refusal, (long) CALLS - 1));
  }

  /** How often each outcome was had. */
  private static Map<String, Long> outcomes(IntConsumer call) throws Exception {
    CountDownLatch together = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(CALLS)) {
      List<Future<String>> calls =
          IntStream.range(0, CALLS)
              .mapToObj(i -> threads.submit((Callable<String>) () -> outcome(together, call, i)))
              .toList();
      together.countDown();
      List<String> outcomes = new ArrayList<>();
      for (Future<String> done : calls) {
        outcomes.add(done.get());
      }
      return outcomes.stream().collect(Collectors.groupingBy(o -> o, Collectors.counting()));
    }
  }

  private static String outcome(CountDownLatch together, IntConsumer call, int i)
      throws InterruptedException {
    together.await();
    try {
      call.accept(i);
      return DONE;
    } catch (AwsServiceException e) {
      return e.awsErrorDetails().errorCode();
    }
  }
}
