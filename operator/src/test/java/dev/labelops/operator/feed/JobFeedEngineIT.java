package dev.labelops.operator.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.groundtruth.LabelCategoryFormat;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Task;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.TaskType;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CallBudget;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.aws.sagemaker.SageMakerActiveJobs;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.harness.TestSettings;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.metrics.AwsCallMetrics;
import dev.labelops.operator.metrics.Metrics;
import dev.labelops.operator.task.BuiltInLambdas;
import dev.labelops.operator.task.BuiltInTask;
import dev.labelops.operator.task.Categories;
import dev.labelops.operator.task.LabelCategories;
import dev.labelops.operator.task.WorkerInstructions;
import dev.labelops.operator.task.WorkerTemplate;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.model.MemberDefinition;
import software.amazon.awssdk.services.sagemaker.model.WorkforceStatus;

/** The feed over HTTP against a real engine, with other people's jobs in the same account. */
class JobFeedEngineIT {
  private static final String REGION = "eu-west-1";
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final ResourceID OURS = new ResourceID("ours", "team");
  private static final int FOREIGN_JOBS = 120;

  private static Engine engine;
  private static AwsClients clients;
  private static AwsClients.Scope scope;
  private static OperatorSettings settings;
  private static String team;

  private static final CallBudget BUDGET = new CallBudget(60_000);
  private static final SimpleMeterRegistry REGISTRY = new SimpleMeterRegistry();

  private final List<ResourceID> woken = new CopyOnWriteArrayList<>();
  private final JobFeed feed = open();

  @BeforeAll
  static void start(@TempDir Path data) {
    engine = Engine.start(EngineSettings.local(data).withQuirks());
    settings = TestSettings.of(engine.address(), REGION);
    clients = new AwsClients(settings, List.of(BUDGET, new AwsCallMetrics(REGISTRY)));
    scope = clients.scope(null);
    team = team();
    files();
    for (int i = 0; i < FOREIGN_JOBS; i++) {
      create("foreign-" + i);
    }
  }

  @AfterAll
  static void stop() {
    clients.close();
    engine.close();
  }

  private JobFeed open() {
    JobFeed opened =
        new JobFeed(
            new SageMakerActiveJobs(clients),
            BUDGET,
            settings.feed(),
            Clock.systemUTC(),
            () -> true,
            new Metrics(new SimpleMeterRegistry()));
    opened.eventSource().setEventHandler(event -> woken.add(event.getRelatedCustomResourceID()));
    opened.eventSource().start();
    return opened;
  }

  @AfterEach
  void cure() throws Exception {
    feed.close();
    quirks("{}");
  }

  private Sighting sighting(String job) {
    return feed.latest(scope, job).orElseThrow();
  }

  private static void awaitState(String job, LabelingJobState state, JobFeed feed) {
    await("%s to be listed as %s".formatted(job, state))
        .atMost(DEADLINE)
        .until(
            () ->
                feed.latest(scope, job)
                    .flatMap(Sighting::job)
                    .map(RemoteLabelingJob::state)
                    .filter(state::equals)
                    .isPresent());
  }

  @Test
  void aJobIsFollowedFromItsStartUntilItLeavesTheLists() {
    create("followed");
    feed.watch(scope, "followed", OURS);
    awaitState("followed", LabelingJobState.InProgress, feed);
    assertThat(sighting("followed").job().orElseThrow().arn()).endsWith(":labeling-job/followed");
    // A job that has just begun counts nothing yet, not even what is unlabeled.
    await()
        .atMost(DEADLINE)
        .untilAsserted(
            () ->
                assertThat(sighting("followed").job().orElseThrow().counters().unlabeled())
                    .isEqualTo(2));
    assertThat(woken).contains(OURS);
    clients.sageMaker(scope).stopLabelingJob(r -> r.labelingJobName("followed"));
    await().atMost(DEADLINE).until(() -> sighting("followed").describe());
    assertThat(sighting("followed").job()).as("absence is never an end").isPresent();
  }

  @Test
  void emptyPagesDoNotHideAJob() throws Exception {
    quirks("{\"emptyPages\":true}");
    create("behind-empty-pages");
    feed.watch(scope, "behind-empty-pages", OURS);
    awaitState("behind-empty-pages", LabelingJobState.InProgress, feed);
  }

  @Test
  void theOldestJobIsFoundOnTheLastPage() {
    feed.watch(scope, "foreign-0", OURS);
    awaitState("foreign-0", LabelingJobState.InProgress, feed);
  }

  @Test
  void throttlingMakesKnowledgeOldAndIsSurvived() throws Exception {
    create("throttled");
    feed.watch(scope, "throttled", OURS);
    awaitState("throttled", LabelingJobState.InProgress, feed);
    quirks("{\"faults\":[{\"operation\":\"ListLabelingJobs\",\"kind\":\"THROTTLE\",\"times\":0}]}");
    await().atMost(DEADLINE).until(() -> sighting("throttled").stale());
    assertThat(sighting("throttled").failed().orElseThrow().failure().errorClass())
        .isEqualTo(ErrorClass.THROTTLED);
    assertThat(sighting("throttled").job()).isPresent();
    quirks("{}");
    await().atMost(DEADLINE).until(() -> !sighting("throttled").stale());
  }

  @Test
  void aCallOfTheSdkIsTakenFromTheBudget() {
    CallBudget small = new CallBudget(60);
    try (AwsClients counted = new AwsClients(settings, List.of(small))) {
      for (int i = 0; i < 10; i++) {
        counted.sageMaker(scope).listLabelingJobs(r -> r.maxResults(1));
      }
      assertThat(small.untilFree(scope, 5)).isPositive();
      Instant begun = Instant.now();
      for (int i = 0; i < 17; i++) {
        counted.cognito(scope).listUserPools(r -> r.maxResults(1));
      }
      assertThat(Duration.between(begun, Instant.now()))
          .as("10 at once, and the others at 7 a second")
          .isGreaterThan(Duration.ofMillis(800));
    }
  }

  private static void quirks(String json) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(engine.address().resolve("/_labelops/quirks"))
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString("test:test".getBytes()))
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
  }

  private static String team() {
    CognitoIdentityProviderClient cognito = clients.cognito(scope);
    SageMakerClient sageMaker = clients.sageMaker(scope);
    String pool = cognito.createUserPool(r -> r.poolName("feed")).userPool().id();
    String client =
        cognito
            .createUserPoolClient(r -> r.userPoolId(pool).clientName("feed").generateSecret(true))
            .userPoolClient()
            .clientId();
    cognito.createUserPoolDomain(r -> r.domain("feed").userPoolId(pool));
    cognito.createGroup(r -> r.userPoolId(pool).groupName("people"));
    sageMaker.createWorkforce(
        r -> r.workforceName("default").cognitoConfig(c -> c.userPool(pool).clientId(client)));
    await()
        .atMost(DEADLINE)
        .until(
            () ->
                sageMaker.describeWorkforce(r -> r.workforceName("default")).workforce().status()
                    == WorkforceStatus.ACTIVE);
    return sageMaker
        .createWorkteam(
            r ->
                r.workteamName("people")
                    .description("People")
                    .memberDefinitions(
                        MemberDefinition.builder()
                            .cognitoMemberDefinition(
                                m -> m.userPool(pool).clientId(client).userGroup("people"))
                            .build()))
        .workteamArn();
  }

  private static void files() {
    S3Client s3 = clients.s3(scope);
    Task task =
        Samples.spec("task: {type: TextMultiClass, labels: [{name: good}, {name: bad}]}").task();
    s3.createBucket(
        r -> r.bucket("feed").createBucketConfiguration(c -> c.locationConstraint(REGION)));
    put(s3, "input.manifest", "{\"source\":\"one\"}\n{\"source\":\"two\"}\n");
    put(
        s3,
        "labels.json",
        LabelCategories.json(
            LabelCategoryFormat.Plain,
            Categories.named(List.of("good", "bad")),
            WorkerInstructions.of(task)));
    put(s3, "template.liquid", WorkerTemplate.render(task, Optional.empty()));
  }

  private static void put(S3Client s3, String key, String content) {
    s3.putObject(r -> r.bucket("feed").key(key), RequestBody.fromString(content));
  }

  private static void create(String name) {
    BuiltInTask text = BuiltInTask.of(TaskType.TextMultiClass);
    BuiltInLambdas lambdas = new BuiltInLambdas();
    clients
        .sageMaker(scope)
        .createLabelingJob(
            r ->
                r.labelingJobName(name)
                    .labelAttributeName("kind")
                    .roleArn("arn:aws:iam::000000000000:role/labeling")
                    .inputConfig(
                        i ->
                            i.dataSource(
                                d ->
                                    d.s3DataSource(
                                        s -> s.manifestS3Uri("s3://feed/input.manifest"))))
                    .outputConfig(o -> o.s3OutputPath("s3://feed/output/"))
                    .labelCategoryConfigS3Uri("s3://feed/labels.json")
                    .humanTaskConfig(
                        h ->
                            h.workteamArn(team)
                                .uiConfig(u -> u.uiTemplateS3Uri("s3://feed/template.liquid"))
                                .preHumanTaskLambdaArn(lambdas.preHumanTask(text, REGION))
                                .annotationConsolidationConfig(
                                    a ->
                                        a.annotationConsolidationLambdaArn(
                                            lambdas.consolidation(text, REGION)))
                                .taskTitle(text.title())
                                .taskDescription(text.description())
                                .numberOfHumanWorkersPerDataObject(1)
                                .taskTimeLimitInSeconds(300)));
  }
}
