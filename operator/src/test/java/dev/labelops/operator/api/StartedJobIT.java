package dev.labelops.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.testcluster.ClusterNamespace;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server lets a user change before and after the labeling job exists. */
class StartedJobIT {
  @RegisterExtension static final ClusterNamespace NAMESPACE = new ClusterNamespace();

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static Resource<LabelingJob> job;
  private static Resource<LabelingJob> reserved;
  private static Resource<LabelingJob> laterAttempt;

  @BeforeAll
  static void start() {
    NAMESPACE.cluster().applyCrds(Path.of("..", "crds"));
    job = object("started", ", attempt: 1, jobArn: 'arn:x'");
    reserved = object("reserved", ", attempt: 1");
    laterAttempt = object("later-attempt", ", attempt: 2");
  }

  /** An object of run 1 with a name written down, and more of status. */
  private static Resource<LabelingJob> object(String name, String more) {
    LabelingJob wish =
        Serialization.unmarshal(
            """
            apiVersion: labelops.dev/v1alpha1
            kind: LabelingJob
            metadata: {name: %s, namespace: %s}
            spec:
              workforceRef: {name: people, team: logos}
              datasetRef: {name: logos}
              task: {type: BoundingBox, labels: [{name: DHL}]}
              output: {uri: "s3://brand-logos/output/"}
            """
                .formatted(name, NAMESPACE.name()),
            LabelingJob.class);
    LabelingJob created = NAMESPACE.client().resource(wish).create();
    created.setStatus(
        Serialization.unmarshal(
            "---\n{observedGeneration: 1, run: 1, jobName: logos-x, region: eu-west-1" + more + "}",
            LabelingJobStatus.class));
    NAMESPACE.client().resource(created).updateStatus();
    return NAMESPACE
        .client()
        .resources(LabelingJob.class)
        .inNamespace(NAMESPACE.name())
        .withName(name);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"task": {"title": "Another"}}                          | a started job cannot be changed in the service: increase spec.run
          {"datasetRef": {"name": "other"}}                       | the input of a started job is fixed: increase spec.run
          {"datasetRef": null, "manifestUri": "s3://b/m"}         | the input of a started job is fixed: increase spec.run
          {"workforceRef": {"team": "other"}}                     | the team of a started job is fixed: increase spec.run
          {"output": {"uri": "s3://other/"}}                      | output and executionRoleArn of a started job are fixed: increase spec.run
          {"output": {"kmsKeyId": "key"}}                         | output and executionRoleArn of a started job are fixed: increase spec.run
          {"executionRoleArn": "arn:aws:iam::000000000000:role/x"} | output and executionRoleArn of a started job are fixed: increase spec.run
          {"autoLabeling": {"enabled": true}}                     | autoLabeling and stoppingConditions of a started job are fixed: increase spec.run
          {"stoppingConditions": {"maxPercentLabeled": 5}}        | autoLabeling and stoppingConditions of a started job are fixed: increase spec.run
          {"aws": {"region": "eu-west-2"}}                        | region and role of a started job are fixed, because the job cannot be moved: increase spec.run
          {"contentClassifiers": ["FreeOfAdultContent"]}          | contentClassifiers and tags of a started job are fixed: increase spec.run
          {"tags": {"a": "b"}}                                    | contentClassifiers and tags of a started job are fixed: increase spec.run
          {"jobName": "another"}                                  | the jobName of a started job is fixed: increase spec.run
          {"hold": true}                                          | hold only keeps a job from starting, and this job has started
          """)
  void whatTheServiceCannotChangeIsRefusedWithTheCure(String change, String message) {
    KubernetesClientException refusal =
        catchThrowableOfType(
            KubernetesClientException.class, () -> job.dryRun().patch(MERGE, spec(change)));
    assertThat(refusal).as("%s was accepted", change).isNotNull();
    assertThat(refusal.getCode()).as(refusal.getMessage()).isEqualTo(422);
    assertThat(refusal.getMessage()).contains(message);
    assertThat(reserved.dryRun().patch(MERGE, spec(change)))
        .as("a name that is written down binds nobody")
        .isNotNull();
    assertThat(
            catchThrowableOfType(
                KubernetesClientException.class,
                () -> laterAttempt.dryRun().patch(MERGE, spec(change))))
        .as("the attempt before has run")
        .hasMessageContaining(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"cost": "a,b;c #1"}                 | a tag's value has at most 256
          {"cost": "line\\nbreak"}             | a tag's value has at most 256
          {"cost,centre": "1"}                 | a tag's key has 1 to 128
          {"": "1"}                            | a tag's key has 1 to 128
          {"aws:cost": "1"}                    | tag keys that begin with aws: or labelops.dev/ are reserved
          {"AWS:cost": "1"}                    | tag keys that begin with aws: or labelops.dev/ are reserved
          {"labelops.dev/run": "7"}            | tag keys that begin with aws: or labelops.dev/ are reserved
          """)
  void aTagThatSageMakerDoesNotTakeIsRefused(String tags, String message) {
    assertThat(
            catchThrowableOfType(
                KubernetesClientException.class,
                () -> reserved.dryRun().patch(MERGE, spec("{\"tags\": " + tags + "}"))))
        .as("%s was accepted", tags)
        .hasMessageContaining(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"cost": ""}
          {"Kostenstelle für Überblick": "Zürich + 東京 = 2_@:/.-"}
          """)
  void aTagThatSageMakerTakesIsTaken(String tags) {
    assertThat(reserved.dryRun().patch(MERGE, spec("{\"tags\": " + tags + "}"))).isNotNull();
  }

  @Test
  void tagsAreAsLongAsSageMakerTakesThem() {
    String key = "k".repeat(128);
    String value = "v".repeat(256);
    assertThat(reserved.dryRun().patch(MERGE, tag(key, value))).isNotNull();
    for (String tooLong : new String[] {tag(key + "k", value), tag(key, value + "v")}) {
      assertThat(
              catchThrowableOfType(
                  KubernetesClientException.class, () -> reserved.dryRun().patch(MERGE, tooLong)))
          .isNotNull();
    }
  }

  private static String tag(String key, String value) {
    return spec("{\"tags\": {\"" + key + "\": \"" + value + "\"}}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"stop": true}
          {"deletionPolicy": "Orphan"}
          {"ttlAfterFinished": "1h"}
          {"retry": {"maxAttempts": 3}}
          {"run": 2}
          {"run": 2, "task": {"title": "Another"}, "aws": {"region": "eu-west-2"}, "tags": {"a": "b"}, "jobName": "other"}
          """)
  void whatDoesNotTouchTheRunningJobMayChange(String change) {
    assertThat(job.dryRun().patch(MERGE, spec(change))).isNotNull();
  }

  @Test
  void aRunIsNeverTakenBack() {
    LabelingJob copy = job.get();
    copy.setMetadata(
        new ObjectMetaBuilder().withName("raised").withNamespace(NAMESPACE.name()).build());
    LabelingJob created = NAMESPACE.client().resource(copy).create();
    created.setStatus(job.get().getStatus());
    NAMESPACE.client().resource(created).updateStatus();
    Resource<LabelingJob> raised = NAMESPACE.client().resource(created);
    raised.patch(MERGE, spec("{\"run\": 2}"));

    KubernetesClientException refusal =
        catchThrowableOfType(
            KubernetesClientException.class, () -> raised.patch(MERGE, spec("{\"run\": 1}")));

    assertThat(refusal).isNotNull();
    assertThat(refusal.getMessage()).contains("run can only be increased");
  }

  private static String spec(String change) {
    return "{\"spec\": " + change + "}";
  }
}
