package dev.labelops.demo.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.demo.workers.SimulatedWorkers;
import dev.labelops.testcluster.AuditEvent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code config/rbac} against what the operator asks of a real API server in a run that uses
 * everything it can do: nothing that it needs is refused, and nothing is granted that it does not
 * use. The witness is the API server's audit log.
 */
class RbacIT {
  private static final String OPERATOR =
      "system:serviceaccount:"
          + ProcessStack.OPERATOR_NAMESPACE
          + ":"
          + ProcessStack.OPERATOR_ACCOUNT;

  private static ProcessStack stack;

  /**
   * One verb on one resource, as a role gives it.
   *
   * @param namespace empty: everywhere
   * @param names empty: all
   */
  private record Grant(
      String namespace, String group, String resource, String verb, List<String> names) {
    boolean usedBy(AuditEvent event) {
      return event.verb().equals(verb)
          && event.apiGroup().equals(group)
          && event.resource().equals(resource)
          && (namespace.isEmpty() || event.namespace().equals(namespace))
          && (names.isEmpty() || names.contains(event.name()));
    }
  }

  @BeforeAll
  static void start() throws IOException {
    stack = ProcessStack.start("rbac");
    Assumptions.assumeTrue(
        stack.cluster().hasAuditLog(), "this kind of cluster has no audit log to read");
  }

  @AfterAll
  static void end() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  void theRolesGrantWhatARunUsesAndNothingElse() throws Exception {
    useEverything();

    List<AuditEvent> asked =
        stack.cluster().auditEvents().stream()
            .filter(event -> event.user().equals(OPERATOR))
            .toList();
    assertThat(asked).as("requests of %s", OPERATOR).hasSizeGreaterThan(20);
    assertThat(asked.stream().filter(e -> e.decision().equals("forbid") || e.code() == 403))
        .as("refused: grant it in config/rbac, or do not ask")
        .isEmpty();
    assertThat(granted().stream().filter(grant -> asked.stream().noneMatch(grant::usedBy)).toList())
        .as("granted in config/rbac, but not used in a run that uses everything")
        .isEmpty();
  }

  private static void useEverything() throws Exception {
    TextLabeling labeling = TextLabeling.prepare(stack);
    ServerProcess operator = stack.launchOperator("rbac-operator").awaitReady();
    labeling.applyJob("moods");
    labeling.awaitReady();
    try (SimulatedWorkers people = labeling.people()) {
      labeling.awaitComplete("moods");
    }
    assertThat(labeling.object("LabelingJob", "moods").get().getMetadata().getManagedFields())
        .as("the operator's caches have no managedFields, and its writes drop nobody's")
        .extracting(ManagedFieldsEntry::getOperation)
        .contains("Apply");
    // The operator deletes the object itself.
    labeling
        .object("LabelingJob", "moods")
        .edit(
            job -> {
              job.setAdditionalProperty("spec", withTtl(job.get("spec")));
              return job;
            });
    labeling.awaitGone("LabelingJob", "moods");
    for (String[] left :
        new String[][] {{"LabelingDataset", "texts"}, {"LabelingWorkforce", "people"}}) {
      labeling.object(left[0], left[1]).delete();
      labeling.awaitGone(left[0], left[1]);
    }
    operator.close();
  }

  @SuppressWarnings("unchecked")
  private static Object withTtl(Object spec) {
    Map<String, Object> wish = new LinkedHashMap<>((Map<String, Object>) spec);
    wish.put("ttlAfterFinished", "1s");
    return wish;
  }

  /** Every grant of the roles of {@code config/rbac}. */
  private static List<Grant> granted() throws IOException {
    List<Grant> grants = new ArrayList<>();
    for (Path file : stack.artifacts().operatorAccess()) {
      try (InputStream yaml = Files.newInputStream(file)) {
        for (HasMetadata object : stack.kubernetes().load(yaml).items()) {
          if (object instanceof ClusterRole role) {
            add(grants, "", role.getRules());
          } else if (object instanceof Role role) {
            add(grants, role.getMetadata().getNamespace(), role.getRules());
          }
        }
      }
    }
    assertThat(grants).as("grants of config/rbac").hasSizeGreaterThan(10);
    return grants;
  }

  private static void add(List<Grant> grants, String namespace, List<PolicyRule> rules) {
    for (PolicyRule rule : rules) {
      for (String group : rule.getApiGroups()) {
        for (String resource : rule.getResources()) {
          for (String verb : rule.getVerbs()) {
            grants.add(new Grant(namespace, group, resource, verb, rule.getResourceNames()));
          }
        }
      }
    }
  }
}
