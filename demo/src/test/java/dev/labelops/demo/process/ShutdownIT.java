package dev.labelops.demo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.demo.workers.SimulatedWorkers;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SIGTERM and the lease, with replicas as they are shipped: profile prod, leader election on. */
class ShutdownIT {
  /** terminationGracePeriodSeconds of config/manager: then Kubernetes kills. */
  private static final Duration GRACE = Duration.ofSeconds(30);

  private static final int SIGTERM_STATUS = 143;

  private static ProcessStack stack;
  private static TextLabeling labeling;

  @BeforeAll
  static void start() throws IOException {
    stack = ProcessStack.start("shutdown");
    labeling = TextLabeling.prepare(stack);
  }

  @AfterAll
  static void end() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void onSigtermThePassThatBeganIsFinishedAndTheLeaseGivenBack() throws Exception {
    ServerProcess operator = stack.launchOperator("finishes").awaitReady();
    awaitLeader("finishes");
    assertThat(new ObjectMapper().readTree(operator.ask("/health/live")).path("checks"))
        .as("the liveness probe asks whether running jobs are followed")
        .anySatisfy(
            check -> {
              assertThat(check.path("name").asText()).isEqualTo("job-feed");
              assertThat(check.path("status").asText()).isEqualTo("UP");
            });
    labeling.awaitReady();
    stack.quirks(
        """
        {"faults": [
          {"operation": "CreateLabelingJob", "kind": "SLOW", "times": 1, "delay": "PT4S"}]}
        """);
    labeling.applyJob("slow");
    operator.awaitLog("CreateJob", TextLabeling.SETUP);

    operator.askToEnd();

    assertThat(operator.awaitExit(GRACE)).as(operator.tail()).isIn(0, SIGTERM_STATUS);
    JsonNode status = labeling.jobStatus("slow");
    assertThat(status.path("jobArn").asText())
        .as("jobArn, which the pass writes at its end; status: %s\n%s", status, operator.tail())
        .isNotEmpty();
    assertThat(holder()).as("holder of the lease").isEmpty();
    assertThat(labeling.paidJobs("slow")).hasSize(1);
    assertThat(JsonLogs.read(operator.log()))
        .as("the pass that made the job, from the first line of the log to the last")
        .anySatisfy(
            line -> {
              assertThat(line.path("loggerName").asText()).startsWith("dev.labelops.operator");
              assertThat(line.path("level").asText()).isEqualTo("INFO");
              assertThat(line.path("message").asText()).endsWith("CreateJob");
              assertThat(line.path("mdc").path("resource.name").asText()).isEqualTo("slow");
            });
  }

  @Test
  void anotherReplicaTakesOverAtOnceAndContinues() throws Exception {
    ServerProcess leader = stack.launchOperator("leads");
    awaitLeader("leads");
    ServerProcess standby = stack.launchOperator("stands-by");
    leader.awaitReady();
    labeling.awaitReady();
    labeling.applyJob("failover");
    labeling.awaitJob(
        "failover",
        "InProgress",
        s -> s.path("phase").asText().equals("InProgress"),
        TextLabeling.SETUP);
    standby.awaitLog("leader is leads", TextLabeling.SETUP);

    Instant asked = Instant.now();
    leader.askToEnd();

    assertThat(leader.awaitExit(GRACE)).as(leader.tail()).isIn(0, SIGTERM_STATUS);
    awaitLeader("stands-by");
    // Without giving the lease back it takes labelops.lease.duration, 15 s, from the last renewal.
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(12));
    JsonNode status;
    try (SimulatedWorkers people = labeling.people()) {
      status = labeling.awaitComplete("failover");
    }
    assertThat(labeling.paidJobs("failover")).hasSize(1);
    assertThat(labeling.labeledLines(status)).isEqualTo(TextLabeling.TEXTS);
    standby.askToEnd();
    assertThat(standby.awaitExit(GRACE)).as(standby.tail()).isIn(0, SIGTERM_STATUS);
  }

  @Test
  void aReplicaThatLosesTheLeaseEndsByItself() throws Exception {
    ServerProcess operator = stack.launchOperator("loses").awaitReady();
    awaitLeader("loses");

    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    lease()
        .edit(
            taken -> {
              taken.getSpec().setHolderIdentity("somebody-else");
              taken.getSpec().setAcquireTime(now);
              taken.getSpec().setRenewTime(now);
              return taken;
            });

    assertThat(operator.awaitExit(GRACE)).as(operator.tail()).isEqualTo(1);
    assertThat(holder()).isEqualTo("somebody-else");
    lease().delete();
  }

  private static Resource<Lease> lease() {
    return stack
        .kubernetes()
        .leases()
        .inNamespace(ProcessStack.OPERATOR_NAMESPACE)
        .withName("labelops-operator");
  }

  private static String holder() {
    Lease lease = lease().get();
    String holder = lease == null ? null : lease.getSpec().getHolderIdentity();
    return holder == null ? "" : holder;
  }

  private static void awaitLeader(String identity) {
    await(identity + " leads")
        .atMost(TextLabeling.SETUP)
        .pollInterval(Duration.ofMillis(100))
        .until(ShutdownIT::holder, identity::equals);
  }
}
