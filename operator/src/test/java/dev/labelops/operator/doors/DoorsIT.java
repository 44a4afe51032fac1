package dev.labelops.operator.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.dataset.LabelingDatasetController;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.harness.TestSettings;
import dev.labelops.operator.job.LabelingJobController;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.tenancy.Grantable;
import dev.labelops.operator.tenancy.Tenancy;
import dev.labelops.operator.tenancy.WorkforceRight;
import dev.labelops.operator.workforce.LabelingWorkforceController;
import dev.labelops.testcluster.SharedCluster;
import dev.labelops.testcluster.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Namespaces try every field of each other, against a real API server, the real controllers and an
 * engine: what is not granted is refused by name, and LabelOps makes no AWS call for it, but the
 * look for a job that is to be stopped.
 */
class DoorsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Door> TRIED =
      Door.table().stream().filter(door -> door.row().tried()).toList();

  private static final Map<String, String> PLAIN =
      Map.of(
          "LabelingDataset",
          """
          bucket: {name: OWN}
          source: {s3Prefix: {prefix: images/}}
          """,
          "LabelingJob",
          """
          workteamArn: "arn:aws:sagemaker:eu-west-1:000000000000:workteam/private-crowd/OWN"
          manifestUri: "s3://OWN/in.manifest"
          executionRoleArn: "arn:aws:iam::000000000000:role/OWN"
          task: {type: TextMultiClass, labels: [{name: calm}, {name: angry}]}
          output: {uri: "s3://OWN/out/"}
          """,
          "LabelingWorkforce",
          """
          identity: {managedCognito: {organization: Example, contactEmail: ml@example.com}}
          teams: [{name: readers}]
          """);

  private static TestCluster cluster;
  private static Engine engine;
  private static String one;
  private static String two;
  private static String poor;
  private static OperatorSettings settings;

  @BeforeAll
  static void start(@TempDir Path data) {
    cluster = SharedCluster.get();
    cluster.applyCrds(Path.of("..", "crds"));
    engine = Engine.start(EngineSettings.local(data));
    one = cluster.createNamespace("door");
    two = cluster.createNamespace("door");
    poor = cluster.createNamespace("door");
    OperatorSettings open = TestSettings.of(engine.address(), "eu-west-1");
    settings =
        new OperatorSettings(
            open.installation(),
            open.namespace(),
            open.aws(),
            open.feed(),
            new Tenancy(
                false, open.namespace(), Map.of(one, everythingOf(one), two, everythingOf(two))),
            open.invitationsPerDay());
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static Tenancy.Grant everythingOf(String namespace) {
    Map<Grantable, List<String>> lists =
        Map.of(
            Grantable.EXECUTION_ROLES, List.of("arn:aws:iam::000000000000:role/WHO"),
            Grantable.ASSUMABLE_ROLES, List.of("arn:aws:iam::000000000000:role/WHO-assumed"),
            Grantable.LOCATIONS, List.of("s3://WHO"),
            Grantable.WORKTEAMS,
                List.of("arn:aws:sagemaker:eu-west-1:000000000000:workteam/private-crowd/WHO"),
            Grantable.USER_POOLS, List.of("eu-west-1_ID"),
            Grantable.TOPICS, List.of("arn:aws:sns:eu-west-1:000000000000:WHO"),
            Grantable.KMS_KEYS, List.of("alias/WHO"),
            Grantable.SUBNETS, List.of("subnet-ID"),
            Grantable.SECURITY_GROUPS, List.of("sg-ID"),
            Grantable.MODELS, List.of("arn:aws:sagemaker:eu-west-1:000000000000:model/WHO"));
    Map<Grantable, List<String>> own = new java.util.EnumMap<>(Grantable.class);
    lists.forEach(
        (kind, values) ->
            own.put(kind, values.stream().map(value -> of(value, namespace, namespace)).toList()));
    own.put(
        Grantable.LAMBDA_FUNCTIONS,
        List.of(of("arn:aws:lambda:eu-west-1:000000000000:function:WHO", namespace, namespace)));
    return new Tenancy.Grant(Optional.empty(), WorkforceRight.MAKE, own);
  }

  /** Fills in whose things are named, and the namespace's own where those are needed beside. */
  private static String of(String text, String whose, String own) {
    return text.replace("WHO", whose)
        .replace("subnet-OWN", "subnet-" + plain(own))
        .replace("sg-OWN", "sg-" + plain(own))
        .replace("_OWN", "_" + plain(own))
        .replace("OWN", own)
        .replace("ID", plain(whose));
  }

  private static String plain(String namespace) {
    return namespace.replace("-", "");
  }

  private record Attempt(Door door, String namespace, String name) {
    JsonNode ready() {
      GenericKubernetesResource live =
          cluster
              .adminClient()
              .genericKubernetesResources("labelops.dev/v1alpha1", door.kind())
              .inNamespace(namespace)
              .withName(name)
              .require();
      for (JsonNode condition : JSON.valueToTree(live).at("/status/conditions")) {
        if (condition.path("type").asText().equals("Ready")) {
          return condition;
        }
      }
      return JSON.createObjectNode();
    }

    boolean refused() {
      return ready().path("reason").asText().equals("NotAllowed");
    }

    @Override
    public String toString() {
      return door + " of " + namespace + "/" + name;
    }
  }

  /** An object that is as good as the namespace's grants, but for the field of the door. */
  private static Attempt attempt(
      Door door, String namespace, String whose, String prefix, String more) throws Exception {
    ObjectNode spec = yaml(of(PLAIN.get(door.kind()), whose, namespace));
    merge(spec, yaml(of(door.row().attempt().toString(), whose, namespace)));
    merge(spec, yaml(more));
    String name = prefix + TRIED.indexOf(door);
    ObjectNode object = yaml("apiVersion: labelops.dev/v1alpha1");
    object.put("kind", door.kind());
    object.putObject("metadata").put("name", name).put("namespace", namespace);
    object.set("spec", spec);
    cluster
        .adminClient()
        .resource(JSON.convertValue(object, GenericKubernetesResource.class))
        .create();
    return new Attempt(door, namespace, name);
  }

  private static ObjectNode yaml(String text) throws Exception {
    return (ObjectNode) new YAMLMapper().readTree(text);
  }

  /** A merge patch (RFC 7396). */
  private static void merge(ObjectNode into, ObjectNode patch) {
    patch
        .properties()
        .forEach(
            change -> {
              if (change.getValue().isNull()) {
                into.remove(change.getKey());
              } else if (change.getValue() instanceof ObjectNode deeper
                  && into.get(change.getKey()) instanceof ObjectNode there) {
                merge(there, deeper);
              } else {
                into.set(change.getKey(), change.getValue());
              }
            });
  }

  private static OperatorUnderTest operator(String namespace) {
    return OperatorUnderTest.start(
        cluster.adminClient(),
        namespace,
        settings,
        CrashPoints.none(),
        List.of(
            LabelingWorkforceController::new,
            LabelingDatasetController::new,
            LabelingJobController::new));
  }

  @Test
  void whatIsNotGrantedIsRefusedByNameAndNotAskedFor() throws Exception {
    try (OperatorUnderTest ofOne = operator(one);
        OperatorUnderTest ofTwo = operator(two);
        OperatorUnderTest ofPoor = operator(poor)) {
      List<Attempt> theirs = new ArrayList<>();
      List<Attempt> ungranted = new ArrayList<>();
      for (Door door : TRIED) {
        ungranted.add(attempt(door, poor, poor, "none-", "{}"));
        if (door.row().grant() != null) {
          theirs.add(attempt(door, one, two, "theirs-", "{}"));
          theirs.add(attempt(door, two, one, "theirs-", "{}"));
        }
      }
      assertThat(theirs).as("an attempt for each list").hasSizeGreaterThan(20);
      for (Attempt each : theirs) {
        await(each.toString()).atMost(PATIENCE).until(each::refused);
        assertThat(each.ready().path("message").asText())
            .as(each.toString())
            .contains(each.door().said() + " is '")
            .contains(each.door().row().grant() + " of this namespace");
      }
      for (Attempt each : ungranted) {
        await(each.toString()).atMost(PATIENCE).until(each::refused);
        assertThat(each.ready().path("message").asText())
            .as(each.toString())
            .contains(each.door().said() + " is '");
      }
      for (OperatorUnderTest operator : List.of(ofOne, ofTwo, ofPoor)) {
        assertThat(operator.calls().calls())
            .as("calls for what is not granted")
            .containsOnly(CrashPoints.STATUS_WRITE);
      }
    }
  }

  @Test
  void whatIsGrantedIsNotRefused() throws Exception {
    try (OperatorUnderTest operator = operator(one)) {
      List<Attempt> own = new ArrayList<>();
      for (Door door : TRIED) {
        String more = door.kind().equals("LabelingJob") ? "hold: true" : "{}";
        own.add(attempt(door, one, one, "own-", more));
      }
      for (Attempt each : own) {
        await(each.toString())
            .atMost(PATIENCE)
            .until(() -> !each.ready().path("reason").asText("").isEmpty());
        assertThat(each.ready().path("reason").asText())
            .as(each + ": " + each.ready().path("message").asText())
            .isNotEqualTo("NotAllowed");
      }
    }
  }

  @Test
  void deletionIsADoorTooAndCanBeWalkedRoundWithoutAnyCall() {
    var workforce =
        cluster
            .adminClient()
            .resources(LabelingWorkforce.class)
            .inNamespace(poor)
            .withName("leaving");
    try (OperatorUnderTest operator = operator(poor)) {
      cluster
          .adminClient()
          .resource(
              """
              apiVersion: labelops.dev/v1alpha1
              kind: LabelingWorkforce
              metadata: {name: leaving, namespace: %s}
              spec:
                identity: {existing: {}}
                deletionPolicy: Delete
                teams: [{name: readers}]
              """
                  .formatted(poor))
          .create();
      await().atMost(PATIENCE).until(() -> says(workforce.get(), ConditionType.Ready));
      workforce.delete();
      await().atMost(PATIENCE).until(() -> says(workforce.get(), ConditionType.DeletionBlocked));
      workforce.edit(
          live ->
              Serialization.unmarshal(
                  Serialization.asYaml(live)
                      .replaceAll("deletionPolicy: \"?Delete\"?", "deletionPolicy: Retain"),
                  LabelingWorkforce.class));
      await().atMost(PATIENCE).until(() -> workforce.get() == null);
      assertThat(operator.calls().calls()).containsOnly(CrashPoints.STATUS_WRITE);
    }
  }

  @Test
  void aRefusedJobIsLookedForOnlyWhenItIsToStopOrToGo() {
    var job =
        cluster.adminClient().resources(LabelingJob.class).inNamespace(poor).withName("stopping");
    try (OperatorUnderTest operator = operator(poor)) {
      cluster
          .adminClient()
          .resource(
              """
              apiVersion: labelops.dev/v1alpha1
              kind: LabelingJob
              metadata: {name: stopping, namespace: %s}
              spec:
                %s
              """
                  .formatted(poor, of(PLAIN.get("LabelingJob"), poor, poor).indent(2).strip()))
          .create();
      await().atMost(PATIENCE).until(() -> refusedBecause(job.get(), "unless spec.stop is true"));
      assertThat(operator.calls().calls()).containsOnly(CrashPoints.STATUS_WRITE);
      job.patch(
          PatchContext.of(PatchType.JSON_MERGE),
          """
          {"spec": {"stop": true}}
          """);
      await()
          .atMost(PATIENCE)
          .until(() -> operator.calls().calls().contains("SageMaker:ListLabelingJobs"));
      job.delete();
      await().atMost(PATIENCE).until(() -> job.get() == null);
      assertThat(operator.calls().calls())
          .as("nothing but the look")
          .containsOnly(CrashPoints.STATUS_WRITE, "SageMaker:ListLabelingJobs");
    }
  }

  private static boolean refusedBecause(LabelingJob live, String part) {
    return live.getStatus() != null
        && Conditions.find(live.getStatus().conditions(), ConditionType.Ready)
            .filter(condition -> condition.reason().equals("NotAllowed"))
            .filter(condition -> condition.message().contains(part))
            .isPresent();
  }

  private static boolean says(LabelingWorkforce live, ConditionType type) {
    return live.getStatus() != null
        && Conditions.find(live.getStatus().conditions(), type)
            .filter(condition -> condition.reason().equals("NotAllowed"))
            .isPresent();
  }
}
