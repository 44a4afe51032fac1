package dev.labelops.engine.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.ExternalS3;
import dev.labelops.engine.LearningSettings;
import dev.labelops.engine.LearningSettings.Runner;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.store.Database;
import dev.labelops.testcluster.ClusterOptions;
import dev.labelops.testcluster.TestCluster;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/**
 * Learning runs as Jobs of a real API server with the real job controller; a stand-in for the
 * kubelet starts their commands. Database and objects are a PostgreSQL and another engine's S3.
 */
class KubernetesRunnerIT {
  /** The rights that the chart gives the engine, and no others. */
  private static final List<PolicyRule> RULES =
      List.of(
          new PolicyRuleBuilder()
              .withApiGroups("batch")
              .withResources("jobs")
              .withVerbs("get", "list", "watch", "create", "delete")
              .build(),
          new PolicyRuleBuilder()
              .withApiGroups("")
              .withResources("pods")
              .withVerbs("list")
              .build());

  private static final String KUBECONFIG = "kubeconfig";

  private static TestCluster cluster;
  private static KubernetesClient admin;

  @TempDir Path data;
  @TempDir Path far;
  private String namespace;
  private EmbeddedPostgres postgres;
  private Engine keeper;
  private PodProcesses kubelet;

  @BeforeAll
  static void startCluster() {
    cluster = TestCluster.start(ClusterOptions.defaults().withControllerManager());
    admin = cluster.adminClient();
  }

  @AfterAll
  static void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void install() throws IOException {
    namespace = cluster.createNamespace("learning");
    postgres = EmbeddedPostgres.start();
    keeper = Engine.start(EngineSettings.local(far));
    ObjectMeta name = new ObjectMeta();
    name.setName("engine");
    name.setNamespace(namespace);
    admin.resource(new ServiceAccountBuilder().withMetadata(name).build()).create();
    admin.resource(new RoleBuilder().withMetadata(name).withRules(RULES).build()).create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withMetadata(name)
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "engine")
                .addNewSubject("", "ServiceAccount", "engine", namespace)
                .build())
        .create();
    admin
        .resource(
            new SecretBuilder()
                .withMetadata(name)
                .withStringData(
                    Map.of(
                        "LABELOPS_ENGINE_DATABASE",
                        url(),
                        "LABELOPS_ENGINE_S3_KEY",
                        "test:test:s3"))
                .build())
        .create();
    await("the default ServiceAccount")
        .until(
            () -> admin.serviceAccounts().inNamespace(namespace).withName("default").get() != null);
    Path kubeconfig = data.resolve("kubeconfig");
    Files.writeString(kubeconfig, cluster.kubeconfigFor(namespace, "engine"));
    System.setProperty(KUBECONFIG, kubeconfig.toString());
    List<String> entrypoint =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            FixtureLearn.class.getName());
    kubelet = new PodProcesses(admin, namespace, entrypoint, data);
  }

  @AfterEach
  void remove() throws IOException {
    if (kubelet != null) {
      kubelet.close();
    }
    System.clearProperty(KUBECONFIG);
    keeper.close();
    postgres.close();
    admin.namespaces().withName(namespace).delete();
  }

  @Test
  void aRoundInAJob() throws Exception {
    try (Engine engine = engine()) {
      LabelingFixture fixture = LabelingFixture.open(engine, "eu-west-1");
      Person ann = fixture.worker("ann");
      LearnedJob.start(fixture);

      LearnedJob.assertLabeledByMachine(LearnedJob.finish(fixture, ann));

      assertThat(FixtureLearn.attempts(data, 1))
          .hasSize(1)
          .doesNotContain(ProcessHandle.current().pid());
      assertThat(fixture.tree("output/job/training/")).hasSize(1);
    }
    List<Job> jobs = jobs();
    assertThat(jobs).hasSize(2).allMatch(LearningJob::succeeded);
    for (Job job : jobs) {
      assertThat(job.toString()).as("secrets are referred to").doesNotContain("jdbc:", "test:test");
      assertThat(job.getSpec().getBackoffLimit()).isZero();
      assertThat(job.getSpec().getTtlSecondsAfterFinished()).isEqualTo(600);
      assertThat(job.getMetadata().getLabels()).containsEntry("app", "learning");
    }
  }

  @Test
  void aPodThatDiesIsReplaced() throws Exception {
    Path hold = Files.writeString(data.resolve("hold"), "");
    try (Engine engine = engine()) {
      LabelingFixture fixture = LabelingFixture.open(engine, "eu-west-1");
      Person ann = fixture.worker("ann");
      LearnedJob.start(fixture);
      LearnedJob.answerFirstBatch(fixture, ann);

      awaitProcess().destroyForcibly();
      Files.delete(hold);

      LearnedJob.assertLabeledByMachine(LearnedJob.finish(fixture, ann));
      assertThat(FixtureLearn.attempts(data, 1)).hasSize(2);
    }
    assertThat(run().attempts()).isEqualTo(2);
    assertThat(jobs()).hasSize(2).allMatch(LearningJob::succeeded);
  }

  @Test
  void anEngineThatStartsAgainFindsTheJobOfItsRun() throws Exception {
    Path hold = Files.writeString(data.resolve("hold"), "");
    LabelingFixture fixture;
    Person ann;
    ProcessHandle process;
    try (Engine engine = engine()) {
      fixture = LabelingFixture.open(engine, "eu-west-1");
      ann = fixture.worker("ann");
      LearnedJob.start(fixture);
      LearnedJob.answerFirstBatch(fixture, ann);
      process = awaitProcess();
    }
    assertThat(process.isAlive()).as("its pod outlives the engine").isTrue();
    try (Engine engine = engine()) {
      Files.delete(hold);
      LearnedJob.assertLabeledByMachine(
          LearnedJob.finish(fixture.at(engine.address()), ann.at(engine.address())));
    }
    assertThat(FixtureLearn.attempts(data, 1)).containsExactly(process.pid());
    assertThat(run().attempts()).isEqualTo(1);
  }

  @Test
  void aStoppedJobRemovesItsJob() throws Exception {
    Files.writeString(data.resolve("hold"), "");
    try (Engine engine = engine()) {
      LabelingFixture fixture = LabelingFixture.open(engine, "eu-west-1");
      Person ann = fixture.worker("ann");
      LearnedJob.start(fixture);
      LearnedJob.answerFirstBatch(fixture, ann);
      ProcessHandle process = awaitProcess();

      fixture.sageMaker.stopLabelingJob(b -> b.labelingJobName("job"));

      await("the end of process " + process.pid())
          .atMost(LearnedJob.DEADLINE)
          .until(() -> !process.isAlive());
      await("only the Job of round 0 is left")
          .atMost(LearnedJob.DEADLINE)
          .until(() -> jobs().size() == 1);
      assertThat(fixture.awaitStatus("job", LabelingJobStatus.STOPPED)).isNotNull();
    }
  }

  private Engine engine() throws IOException {
    return Engine.start(
        settings()
            .with(
                s ->
                    s.learning =
                        new LearningSettings(
                            s.learning.learner(), new Runner.KubernetesJob(template()))),
        FixtureLearn.program());
  }

  private EngineSettings settings() {
    return EngineSettings.local(data)
        .with(
            s -> {
              s.databaseUrl = Optional.of(url());
              s.externalS3 =
                  Optional.of(new ExternalS3(keeper.address(), "eu-west-1", "test", "test"));
            });
  }

  private String url() {
    return postgres.getJdbcUrl("postgres", "postgres");
  }

  /** No node has the label: where a kubelet runs, it leaves the pod to the stand-in. */
  private Path template() {
    try {
      return Files.writeString(
          data.resolve("job.yaml"),
          """
          apiVersion: batch/v1
          kind: Job
          metadata:
            namespace: %s
            labels: {app: learning}
          spec:
            ttlSecondsAfterFinished: 600
            template:
              spec:
                automountServiceAccountToken: false
                nodeSelector: {labelops.dev/stand-in: "true"}
                containers:
                  - name: learn
                    image: labelops-engine
                    args: [learn]
                    env:
                      - {name: LABELOPS_ENGINE_DATA, value: %s}
                      - {name: LABELOPS_ENGINE_LEARNING_CACHE, value: %s}
                      - {name: LABELOPS_ENGINE_S3, value: %s}
                      - {name: LABELOPS_ENGINE_S3_REGION, value: eu-west-1}
                      - name: LABELOPS_ENGINE_S3_KEY
                        valueFrom: {secretKeyRef: {name: engine, key: LABELOPS_ENGINE_S3_KEY}}
                      - name: LABELOPS_ENGINE_DATABASE
                        valueFrom: {secretKeyRef: {name: engine, key: LABELOPS_ENGINE_DATABASE}}
          """
              .formatted(namespace, data, data.resolve("learning-cache"), keeper.address()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private ProcessHandle awaitProcess() {
    return await("a process of round 1")
        .atMost(LearnedJob.DEADLINE)
        .until(() -> FixtureLearn.running(data, 1), Optional::isPresent)
        .get();
  }

  private List<Job> jobs() {
    return admin.batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  private Run run() {
    try (Database database = Database.open(settings())) {
      return LearnedJob.run(database, 1);
    }
  }
}
