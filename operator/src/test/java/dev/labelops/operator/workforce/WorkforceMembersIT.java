package dev.labelops.operator.workforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.operator.api.v1alpha1.Annotations;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.testcluster.ClusterNamespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Lists of people that a program saved or a person mistyped, with the hardest of policies. */
class WorkforceMembersIT {
  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
  @TempDir static Path data;
  private static WorkforceStage stage;

  private static final String WISH =
      """
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingWorkforce
      metadata: {name: people, annotations: {test/poke: none}}
      spec:
        identity:
          managedCognito: {organization: Example Brands, contactEmail: ml@example.com}
        memberPolicy: Exact
        memberRemoval: Delete
        teams:
        - name: people
          membersFrom: {secretRef: {name: people, key: emails}}
      """;

  private static final List<String> FIVE =
      List.of(
          "pat@example.com",
          "quinn@example.com",
          "robin@example.com",
          "sam@example.com",
          "toni@example.com");

  @BeforeAll
  static void start() {
    stage = new WorkforceStage(namespace, data);
  }

  @BeforeEach
  void next() {
    stage.next();
  }

  @AfterAll
  static void stop() {
    stage.close();
  }

  private static void save(byte[] content) {
    Secret secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName("people")
            .withNamespace(stage.namespace)
            .endMetadata()
            .withData(Map.of("emails", Base64.getEncoder().encodeToString(content)))
            .build();
    stage.kubernetes.resource(secret).serverSideApply();
  }

  private static void save(String text) {
    save(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> accounts(WorkforceStage.Admin admin, String pool) {
    return admin.cognito().listUsers(r -> r.userPoolId(pool)).users().stream()
        .flatMap(user -> user.attributes().stream())
        .filter(attribute -> attribute.name().equals("email"))
        .map(attribute -> attribute.value())
        .sorted()
        .toList();
  }

  /** Waits until the operator has observed the present state. */
  private static void looked(OperatorUnderTest operator) {
    long before = groupReads(operator);
    stage.poke("people");
    await()
        .atMost(WorkforceStage.PATIENCE)
        .untilAsserted(() -> assertThat(groupReads(operator)).isGreaterThan(before));
  }

  private static long groupReads(OperatorUnderTest operator) {
    return operator.calls().calls().stream().filter(c -> c.endsWith("ListUsersInGroup")).count();
  }

  @Test
  void aListThatAProgramSavedMeansTheSamePeople() {
    try (OperatorUnderTest operator = stage.operator("ap-north-1");
        WorkforceStage.Admin admin = stage.admin("ap-north-1")) {
      save("pat@example.com\nquinn@example.com\n");
      stage.apply(WISH);
      String pool = stage.awaitReady("people").userPoolId();
      for (String saved :
          List.of(
              "\uFEFFpat@example.com\r\nquinn@example.com\r\n",
              "\"pat@example.com\"\n\"quinn@example.com\"\n",
              "Email,Name\rpat@example.com,Pat\rquinn@example.com,Quinn\r",
              "pat@example.com;Pat\nquinn@example.com;Quinn\n;\n",
              "pat@example.com\u00a0\n\u200bquinn@example.com\n")) {
        save(saved);
        looked(operator);
        assertThat(accounts(admin, pool))
            .as(saved)
            .containsExactly("pat@example.com", "quinn@example.com");
        assertThat(
                Conditions.isTrue(
                    stage.get("people").getStatus().conditions(), ConditionType.MembersInvited))
            .as(saved)
            .isTrue();
      }
      assertThat(operator.calls().mutations())
          .noneMatch(c -> c.endsWith("AdminDeleteUser") || c.endsWith("AdminRemoveUserFromGroup"));
    }
  }

  @Test
  void anUnreadableLineRemovesNobodyAndIsNamed() {
    try (OperatorUnderTest operator = stage.operator("ap-north-2");
        WorkforceStage.Admin admin = stage.admin("ap-north-2")) {
      save("pat@example.com\nquinn@example.com\n");
      stage.apply(WISH);
      String pool = stage.awaitReady("people").userPoolId();

      save("pat@example.com\nquinnexample.com\nrobin@example.com\n");
      Condition held =
          stage.awaitCondition("people", ConditionType.RemovalsHeld, "True", "UnreadableMembers");
      assertThat(held.message())
          .contains("in team 'people' line 2 of Secret 'people', key 'emails'", "1 member")
          .doesNotContain("quinn");
      stage.awaitCondition("people", ConditionType.MembersInvited, "False", "UnreadableMembers");
      await()
          .atMost(WorkforceStage.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(accounts(admin, pool))
                      .as("who can be read joins, nobody leaves")
                      .containsExactly(
                          "pat@example.com", "quinn@example.com", "robin@example.com"));

      save("pat@example.com\nquinn@example.com\n".getBytes(StandardCharsets.UTF_16));
      stage.awaitStatus(
          "people",
          s ->
              Conditions.find(s.conditions(), ConditionType.RemovalsHeld)
                  .filter(c -> c.message().contains("UTF-8"))
                  .isPresent());
      assertThat(accounts(admin, pool)).hasSize(3);
      assertThat(stage.events("people"))
          .filteredOn(e -> e.getReason().equals("UnreadableMembers"))
          .isNotEmpty()
          .noneMatch(e -> e.getMessage().contains("@example.com"));

      save("pat@example.com\nquinn@example.com\n");
      await()
          .atMost(WorkforceStage.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(accounts(admin, pool))
                      .containsExactly("pat@example.com", "quinn@example.com"));
      stage.awaitStatus(
          "people", s -> Conditions.find(s.conditions(), ConditionType.RemovalsHeld).isEmpty());
    }
  }

  @Test
  void mostOfATeamLeavesOnlyOnceThatIsConfirmed() {
    try (OperatorUnderTest operator = stage.operator("ap-north-3");
        WorkforceStage.Admin admin = stage.admin("ap-north-3")) {
      save(String.join("\n", FIVE));
      stage.apply(WISH);
      String pool = stage.awaitReady("people").userPoolId();

      save("pat@example.com\n");
      String token = token();
      looked(operator);
      assertThat(accounts(admin, pool)).hasSize(5);

      save("quinn@example.com\n");
      await()
          .atMost(WorkforceStage.PATIENCE)
          .untilAsserted(() -> assertThat(token()).isNotEqualTo(token));
      confirm(token);
      looked(operator);
      assertThat(accounts(admin, pool)).as("another change was confirmed").hasSize(5);

      String other = token();
      save("pat@example.com\n");
      await()
          .atMost(WorkforceStage.PATIENCE)
          .untilAsserted(() -> assertThat(token()).isNotIn(token, other));
      looked(operator);
      assertThat(accounts(admin, pool)).as("a list written again is asked for again").hasSize(5);
      confirm(token());
      await()
          .atMost(WorkforceStage.PATIENCE)
          .untilAsserted(() -> assertThat(accounts(admin, pool)).hasSize(1));
      assertThat(accounts(admin, pool)).containsExactly("pat@example.com");
      stage.awaitStatus(
          "people",
          s ->
              Conditions.find(s.conditions(), ConditionType.RemovalsHeld).isEmpty()
                  && s.teams().get(0).members().active() == 1);
    }
  }

  private static String token() {
    Condition held =
        stage.awaitCondition("people", ConditionType.RemovalsHeld, "True", "ManyRemovals");
    Matcher token = Pattern.compile("confirm-removal: \"([^\"]+)\"").matcher(held.message());
    assertThat(token.find()).as(held.message()).isTrue();
    return token.group(1);
  }

  private static void confirm(String token) {
    stage
        .kubernetes
        .resource(stage.get("people"))
        .edit(
            resource -> {
              resource.getMetadata().getAnnotations().put(Annotations.CONFIRM_REMOVAL, token);
              return resource;
            });
  }

  @Test
  void aTeamWhoseEveryAddressIsRefusedIsNotReady() {
    try (OperatorUnderTest operator = stage.operator("ap-north-4")) {
      save("nobody\nno one@example.com\n");
      stage.apply(WISH);
      Condition nobody = stage.awaitCondition("people", ConditionType.Stalled, "True", "NoMembers");
      assertThat(nobody.message()).contains("team 'people'");
      Condition invited =
          stage.awaitCondition(
              "people", ConditionType.MembersInvited, "False", "UnreadableMembers");
      assertThat(invited.message()).contains("2 entries", "line 1 of", "line 2 of");
      assertThat(stage.get("people").getStatus().teams().get(0).ready()).isFalse();

      save("pat@example.com\n");
      stage.awaitReady("people");
    }
  }
}
