package dev.labelops.operator.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.testcluster.ClusterNamespace;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/** One LabelingJob object in a real API server. */
final class JobObject {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static boolean crdsApplied;

  private final ClusterNamespace namespace;
  private final LabelingLab.Site site;
  private final String name;
  private final int batch;

  JobObject(ClusterNamespace namespace, LabelingLab.Site site, String name) {
    this(namespace, site, name, 10);
  }

  /**
   * @param batch maxConcurrentTasks
   */
  JobObject(ClusterNamespace namespace, LabelingLab.Site site, String name, int batch) {
    this.namespace = namespace;
    this.site = site;
    this.name = name;
    this.batch = batch;
    applyCrds(namespace);
  }

  /** A simulated crash ends threads of the operator, not the test. */
  private static ConditionFactory patiently() {
    return Awaitility.await().dontCatchUncaughtExceptions();
  }

  private static synchronized void applyCrds(ClusterNamespace namespace) {
    if (!crdsApplied) {
      namespace.cluster().applyCrds(Path.of("../crds"));
      crdsApplied = true;
    }
  }

  /** An operator with the job controller alone. */
  static OperatorUnderTest operator(
      ClusterNamespace namespace, LabelingLab.Site site, CrashPoints calls) {
    applyCrds(namespace);
    return OperatorUnderTest.start(
        namespace.client(),
        namespace.name(),
        site.settings(),
        calls,
        List.of(LabelingJobController::new));
  }

  Resource<LabelingJob> resource() {
    return namespace
        .client()
        .resources(LabelingJob.class)
        .inNamespace(namespace.name())
        .withName(name);
  }

  /**
   * Applies the job.
   *
   * @param task members of spec.task, and after a line {@code ---} further members of spec
   * @param media {@code texts} or {@code images}
   */
  LabelingJob apply(String task, String media, String... more) {
    String yaml =
        """
        apiVersion: labelops.dev/v1alpha1
        kind: LabelingJob
        metadata: {name: %s, namespace: %s}
        spec:
          workteamArn: %s
          manifestUri: s3://%s/%s.manifest
          executionRoleArn: %s
          task:
            labels: [{name: DHL}, {name: RedBull}]
            workersPerObject: 1
            maxConcurrentTasks: %d
        %s
          output: {uri: "s3://%s/output/"}
        %s
        """
            .formatted(
                name,
                namespace.name(),
                site.teamArn(),
                site.bucket(),
                media,
                LabelingLab.ROLE,
                batch,
                task.indent(4).stripTrailing(),
                site.bucket(),
                String.join("\n", more).indent(2));
    return namespace
        .client()
        .resource(Serialization.unmarshal(yaml, LabelingJob.class))
        .serverSideApply();
  }

  static LabelingJobSpec withRun(LabelingJobSpec spec, int run) {
    KubernetesSerialization json = new KubernetesSerialization();
    ObjectNode copy = json.convertValue(spec, ObjectNode.class);
    copy.put("run", run);
    return json.convertValue(copy, LabelingJobSpec.class);
  }

  /** The same with {@code stop: true}. */
  static LabelingJobSpec stopped(LabelingJobSpec spec) {
    KubernetesSerialization json = new KubernetesSerialization();
    ObjectNode copy = json.convertValue(spec, ObjectNode.class);
    copy.put("stop", true);
    return json.convertValue(copy, LabelingJobSpec.class);
  }

  /** Tried again while the operator writes at the same time. */
  void edit(UnaryOperator<LabelingJob> change) {
    for (int tries = 1; ; tries++) {
      try {
        resource().edit(change);
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || tries == 10) {
          throw e;
        }
      }
    }
  }

  /** What a restore without status does, or somebody who edits it away. */
  void loseStatus() {
    LabelingJob lost = get();
    lost.setStatus(Serialization.unmarshal("---\nobservedGeneration: -1", LabelingJobStatus.class));
    namespace.client().resource(lost).updateStatus();
  }

  LabelingJob get() {
    return resource().get();
  }

  LabelingJobStatus await(String condition, String status) {
    return awaitStatus(
        condition + "=" + status,
        seen ->
            Conditions.find(seen.conditions(), ConditionType.valueOf(condition))
                .filter(c -> c.status().equals(status))
                .isPresent());
  }

  LabelingJobStatus awaitReason(String reason) {
    return awaitStatus(
        "Ready with reason " + reason,
        seen ->
            Conditions.find(seen.conditions(), ConditionType.Ready)
                .filter(c -> c.reason().equals(reason))
                .isPresent());
  }

  LabelingJobStatus awaitStatus(String what, Predicate<LabelingJobStatus> reached) {
    try {
      return patiently()
          .atMost(DEADLINE)
          .until(() -> get().getStatus(), status -> status != null && reached.test(status));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "waited for " + what + " and saw " + Serialization.asYaml(get()) + events(), e);
    }
  }

  /** Waits until the job has ended with all results, or its operator has died: then true. */
  boolean endsOrCrashes(CrashPoints calls) {
    patiently()
        .atMost(DEADLINE)
        .until(
            () ->
                calls.awaitCrash(0)
                    || get() != null
                        && get().getStatus() != null
                        && Conditions.isTrue(
                            get().getStatus().conditions(), ConditionType.ResultsComplete));
    try {
      return calls.awaitCrash(calls.reached() ? DEADLINE.toSeconds() : 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void awaitGone() {
    try {
      patiently().atMost(DEADLINE).until(() -> get() == null);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("still there: " + Serialization.asYaml(get()), e);
    }
  }

  void delete() {
    resource().delete();
  }

  /** Reasons of the object's Events, in no order. */
  List<String> events() {
    return namespace
        .client()
        .v1()
        .events()
        .inNamespace(namespace.name())
        .withField("involvedObject.name", name)
        .list()
        .getItems()
        .stream()
        .map(Event::getReason)
        .toList();
  }
}
