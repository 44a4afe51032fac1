package dev.labelops.operator.workforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.harness.TestSettings;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.testcluster.ClusterNamespace;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/** A cluster's namespace and an engine, on which a test lets operators run. */
final class WorkforceStage implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(40);

  final KubernetesClient kubernetes;
  private final ClusterNamespace cluster;
  String namespace;
  private final Path data;
  private final URI address;
  private Engine engine;

  WorkforceStage(ClusterNamespace namespace, Path data) {
    namespace.cluster().applyCrds(Path.of("..", "crds"));
    this.kubernetes = namespace.client();
    this.cluster = namespace;
    this.data = data;
    this.engine = Engine.start(EngineSettings.local(data).withQuirks());
    this.address = engine.address();
  }

  /** Starts the engine again at its address, with or without a mail server. */
  void mailThrough(Optional<EngineSettings.Smtp> mailServer) {
    EngineSettings local = EngineSettings.local(data).withQuirks();
    engine.close();
    engine =
        Engine.start(
            local.with(
                s -> {
                  s.port = address.getPort();
                  s.smtp = mailServer;
                }));
  }

  /** Changes how the engine misbehaves; {@code {}} is not at all. */
  void quirks(String json) {
    String key = Base64.getEncoder().encodeToString("test:test".getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/_labelops/quirks"))
            .header("Authorization", "Basic " + key)
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A namespace of its own for the test that begins: operators look at whole namespaces. */
  void next() {
    namespace = cluster.cluster().createNamespace("workforce");
  }

  OperatorSettings settings(String region) {
    return TestSettings.of(address, region);
  }

  OperatorUnderTest operator(String region) {
    return operator(settings(region), CrashPoints.none());
  }

  OperatorUnderTest operator(OperatorSettings settings, CrashPoints calls) {
    return OperatorUnderTest.start(
        kubernetes, namespace, settings, calls, List.of(LabelingWorkforceController::new));
  }

  /** The administrator's own calls, past every operator. */
  Admin admin(String region) {
    AwsClients clients = new AwsClients(settings(region), List.of());
    AwsClients.Scope scope = clients.scope(null);
    return new Admin(clients, clients.sageMaker(scope), clients.cognito(scope));
  }

  record Admin(AwsClients clients, SageMakerClient sageMaker, CognitoIdentityProviderClient cognito)
      implements AutoCloseable {
    List<UserType> users(String pool, String group) {
      return cognito.listUsersInGroup(r -> r.userPoolId(pool).groupName(group)).users();
    }

    /** A pool with domain, client with secret and workforce, as somebody else would make it. */
    String foreignWorkforce(String name) {
      String pool = poolWithDomain(name);
      String client = client(pool);
      sageMaker.createWorkforce(
          r -> r.workforceName(name).cognitoConfig(c -> c.userPool(pool).clientId(client)));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  sageMaker
                      .describeWorkforce(r -> r.workforceName(name))
                      .workforce()
                      .statusAsString()
                      .equals("Active"));
      return pool;
    }

    String poolWithDomain(String name) {
      String pool =
          cognito
              .createUserPool(r -> r.poolName(name).usernameAttributesWithStrings("email"))
              .userPool()
              .id();
      cognito.createUserPoolDomain(
          r -> r.userPoolId(pool).domain("foreign-" + Math.abs(pool.hashCode())));
      return pool;
    }

    String client(String pool) {
      return cognito
          .createUserPoolClient(r -> r.userPoolId(pool).clientName("c").generateSecret(true))
          .userPoolClient()
          .clientId();
    }

    /** A team of somebody else. */
    void foreignTeam(String workforce, String pool, String team) {
      cognito.createGroup(r -> r.userPoolId(pool).groupName(team));
      String client =
          sageMaker
              .describeWorkforce(r -> r.workforceName(workforce))
              .workforce()
              .cognitoConfig()
              .clientId();
      sageMaker.createWorkteam(
          r ->
              r.workforceName(workforce)
                  .workteamName(team)
                  .description("not ours")
                  .memberDefinitions(
                      d ->
                          d.cognitoMemberDefinition(
                              c -> c.userPool(pool).clientId(client).userGroup(team))));
    }

    @Override
    public void close() {
      clients.close();
    }
  }

  LabelingWorkforce apply(String yaml) {
    LabelingWorkforce wish = Serialization.unmarshal(yaml, LabelingWorkforce.class);
    wish.getMetadata().setNamespace(namespace);
    return kubernetes.resource(wish).forceConflicts().serverSideApply();
  }

  LabelingWorkforce get(String name) {
    return kubernetes
        .resources(LabelingWorkforce.class)
        .inNamespace(namespace)
        .withName(name)
        .get();
  }

  /** A change that wakes the controller and means nothing. */
  void poke(String name) {
    kubernetes
        .resources(LabelingWorkforce.class)
        .inNamespace(namespace)
        .withName(name)
        .edit(
            resource -> {
              resource
                  .getMetadata()
                  .getAnnotations()
                  .put("test/poke", Long.toString(System.nanoTime()));
              return resource;
            });
  }

  void delete(String name) {
    kubernetes.resources(LabelingWorkforce.class).inNamespace(namespace).withName(name).delete();
  }

  void awaitGone(String name) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(get(name)).as("%s is gone", name).isNull());
  }

  LabelingWorkforceStatus awaitStatus(String name, Predicate<LabelingWorkforceStatus> wanted) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              LabelingWorkforce now = get(name);
              assertThat(now.getStatus())
                  .matches(
                      s ->
                          s.observedGeneration().equals(now.getMetadata().getGeneration())
                              && wanted.test(s));
            });
    return get(name).getStatus();
  }

  LabelingWorkforceStatus awaitReady(String name) {
    return awaitStatus(name, s -> Conditions.isTrue(s.conditions(), ConditionType.Ready));
  }

  Condition awaitCondition(String name, ConditionType type, String status, String reason) {
    return Conditions.find(
            awaitStatus(
                    name,
                    s ->
                        Conditions.find(s.conditions(), type)
                            .filter(c -> c.status().equals(status) && c.reason().equals(reason))
                            .isPresent())
                .conditions(),
            type)
        .orElseThrow();
  }

  List<Event> events(String name) {
    return kubernetes.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getName().equals(name))
        .toList();
  }

  @Override
  public void close() {
    engine.close();
  }
}
