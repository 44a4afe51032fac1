package dev.labelops.operator.workforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.EngineSettings.Smtp;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.testcluster.ClusterNamespace;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A LabelingWorkforce whose operator dies, is denied or throttled, or cannot send mail. */
class WorkforceFaultsIT {
  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
  @TempDir static Path data;
  private static WorkforceStage stage;

  private static final String WISH =
      """
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingWorkforce
      metadata: {name: brand, annotations: {test/poke: none}}
      spec:
        deletionPolicy: Delete
        identity:
          managedCognito: {organization: Example Brands, contactEmail: ml@example.com}
        teams:
        - name: logos
          members: [{email: ann@example.com}]
      """;

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

  @Test
  void endsAsIfNothingHadHappenedWhereverItDies() throws InterruptedException {
    List<String> undisturbed;
    try (OperatorUnderTest operator = stage.operator("us-east-1")) {
      stage.apply(WISH);
      stage.awaitReady("brand");
      undisturbed = operator.calls().calls();
    }
    Set<Integer> points = mutations(undisturbed);
    assertThat(points).as("steps that change something").hasSizeGreaterThan(10);
    for (int point : points) {
      for (CrashPoints.Side side : CrashPoints.Side.values()) {
        diesAt(undisturbed.get(point), point, side);
      }
    }
  }

  /** The first call of each kind that changes something; reads in between change nothing. */
  private static Set<Integer> mutations(List<String> calls) {
    Set<Integer> points = new TreeSet<>();
    for (int i = 0; i < calls.size(); i++) {
      String call = calls.get(i);
      boolean read = call.matches(".*:(Describe|List|Get|AdminGet|AdminList).*");
      if (!read && (calls.indexOf(call) == i || call.equals(CrashPoints.STATUS_WRITE))) {
        points.add(i);
      }
    }
    return points;
  }

  private void diesAt(String call, int point, CrashPoints.Side side) throws InterruptedException {
    stage.next();
    String region = "us-crash-" + (point % 9 + 1);
    String own = region.replace("crash", "c" + letters(point) + side.name().toLowerCase());
    String where = side + " " + call + " (" + point + ")";
    try (OperatorUnderTest dying =
        stage.operator(stage.settings(own), CrashPoints.at(point, side))) {
      stage.apply(WISH);
      assertThat(dying.calls().awaitCrash(30)).as("it died " + where).isTrue();
    }
    try (OperatorUnderTest fresh = stage.operator(own);
        WorkforceStage.Admin admin = stage.admin(own)) {
      var status = stage.awaitReady("brand");
      String pool = status.userPoolId();
      assertThat(admin.cognito().listUserPools(r -> r.maxResults(10)).userPools())
          .as(where)
          .hasSize(1);
      assertThat(
              admin
                  .cognito()
                  .listUserPoolClients(r -> r.userPoolId(pool).maxResults(10))
                  .userPoolClients())
          .as(where)
          .hasSize(1);
      assertThat(admin.sageMaker().listWorkteams(r -> r.maxResults(10)).workteams())
          .as(where)
          .hasSize(1);
      assertThat(admin.users(pool, "logos")).as(where).hasSize(1);
      assertThat(admin.users(pool, "logos").get(0).attributes())
          .as("%s: marked as invited by us", where)
          .anyMatch(a -> a.name().equals("profile") && a.value().startsWith("labelops:"));
      assertThat(status.teams().get(0).ready()).as(where).isTrue();
    }
  }

  private static String letters(int number) {
    return "" + (char) ('a' + number / 26 % 26) + (char) ('a' + number % 26);
  }

  @Test
  void saysWhichCallIsDeniedAndNamesItAlsoWhileDeleting() {
    OperatorSettings settings = withSecret(stage.settings("us-east-2"), "wrong");
    try (OperatorUnderTest operator = stage.operator(settings, CrashPoints.none())) {
      stage.apply(WISH);
      Condition denied =
          stage.awaitCondition("brand", ConditionType.Reconciling, "True", "AccessDenied");
      assertThat(denied.message()).contains("Grant sagemaker:ListWorkforces");
      assertThat(
              Conditions.find(stage.get("brand").getStatus().conditions(), ConditionType.Stalled))
          .as("for two minutes a grant may still be spreading")
          .isEmpty();
      stage.delete("brand");
      assertThat(
              stage
                  .awaitCondition("brand", ConditionType.DeletionBlocked, "True", "AccessDenied")
                  .message())
          .contains("sagemaker:ListWorkforces");
      stage
          .kubernetes
          .resource(stage.get("brand"))
          .edit(
              resource -> {
                resource.getMetadata().getAnnotations().put("labelops.dev/force-orphan", "true");
                return resource;
              });
      stage.awaitGone("brand");
      assertThat(stage.events("brand"))
          .anyMatch(e -> e.getReason().equals("Orphaned") && e.getType().equals("Warning"));
    }
  }

  private static OperatorSettings withSecret(OperatorSettings settings, String secret) {
    OperatorSettings.Aws aws = settings.aws();
    return new OperatorSettings(
        settings.installation(),
        settings.namespace(),
        new OperatorSettings.Aws(
            aws.region(),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", secret)),
            aws.endpoints(),
            aws.connectTimeout(),
            aws.answerTimeout(),
            aws.callTimeout(),
            aws.retryMode(),
            aws.lambdaAccounts()),
        settings.feed(),
        settings.tenancy(),
        settings.invitationsPerDay());
  }

  @Test
  void leavesAPausedObjectAlone() {
    try (OperatorUnderTest operator = stage.operator("us-east-3")) {
      stage.apply(WISH.replace("test/poke: none", "labelops.dev/reconcile: paused"));
      stage.awaitCondition("brand", ConditionType.Reconciling, "True", "Paused");
      assertThat(operator.calls().mutations()).containsOnly(CrashPoints.STATUS_WRITE);
      assertThat(operator.calls().calls()).hasSize(1);
    }
  }

  @Test
  void refusesAPoolThatTheNamespaceMayNotName() {
    OperatorSettings settings = stage.settings("us-east-4");
    OperatorSettings strict =
        new OperatorSettings(
            settings.installation(),
            settings.namespace(),
            settings.aws(),
            settings.feed(),
            new dev.labelops.operator.tenancy.Tenancy(false, "labelops-system", java.util.Map.of()),
            40);
    try (OperatorUnderTest operator = stage.operator(strict, CrashPoints.none())) {
      stage.apply(
          """
          apiVersion: labelops.dev/v1alpha1
          kind: LabelingWorkforce
          metadata: {name: brand}
          spec:
            identity: {existingCognito: {userPoolId: eu-west-1_Abc, clientId: abc}}
            teams: [{name: logos}]
          """);
      assertThat(
              stage.awaitCondition("brand", ConditionType.Stalled, "True", "NotAllowed").message())
          .contains("eu-west-1_Abc", "userPoolId", "tenancy");
      assertThat(operator.calls().calls()).as("no AWS call").containsOnly(CrashPoints.STATUS_WRITE);
    }
  }

  @Test
  void aThrottledWorkforceStaysAsItWasAndGoesOnByItself() {
    try (OperatorUnderTest operator = stage.operator("us-east-5")) {
      stage.apply(WISH);
      LabelingWorkforceStatus before = stage.awaitReady("brand");
      try {
        stage.quirks(
            """
            {"faults":[{"operation":"*","kind":"THROTTLE","times":0}]}
            """);
        int calls = operator.calls().calls().size();
        stage.poke("brand");
        await()
            .atMost(WorkforceStage.PATIENCE)
            .untilAsserted(
                () -> assertThat(operator.calls().calls()).hasSizeGreaterThan(calls + 1));
        Condition silent =
            stage.awaitCondition("brand", ConditionType.Synced, "Unknown", "Throttled");
        assertThat(silent.message()).contains("sagemaker:ListWorkforces has failed since 20");
        assertThat(withoutSynced(stage.get("brand").getStatus().conditions()))
            .as("the rest stays as it was")
            .isEqualTo(before.conditions());
        await()
            .atMost(WorkforceStage.PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(stage.events("brand"))
                        .filteredOn(event -> event.getReason().equals("Throttled"))
                        .hasSize(1));

        stage.apply(WISH.replace("ann@example.com}", "ann@example.com}, {email: bob@example.com}"));
        Condition throttled =
            stage.awaitCondition("brand", ConditionType.Reconciling, "True", "Throttled");
        assertThat(throttled.message()).contains("It is tried again.");
        assertThat(stage.get("brand").getStatus().teams()).isEqualTo(before.teams());
        assertThat(
                Conditions.find(stage.get("brand").getStatus().conditions(), ConditionType.Stalled))
            .isEmpty();
      } finally {
        stage.quirks("{}");
      }
      stage.poke("brand");
      LabelingWorkforceStatus healed = stage.awaitReady("brand");
      assertThat(healed.teams().get(0).members().active()).isEqualTo(2);
      assertThat(Conditions.find(healed.conditions(), ConditionType.Synced)).isEmpty();
    }
  }

  private static List<Condition> withoutSynced(List<Condition> conditions) {
    return conditions.stream().filter(c -> !c.type().equals("Synced")).toList();
  }

  @Test
  void whoseInvitationWasNotSentWaitsAndIsInvitedAgain() {
    stage.mailThrough(
        Optional.of(new Smtp(URI.create("smtp://127.0.0.1:1"), "labeling@example.org")));
    try (OperatorUnderTest operator = stage.operator("us-east-6");
        WorkforceStage.Admin admin = stage.admin("us-east-6")) {
      stage.apply(WISH);
      Condition refused =
          stage.awaitCondition("brand", ConditionType.MembersInvited, "False", "Refused");
      assertThat(refused.message())
          .contains(
              "1 invitations were refused", "CodeDeliveryFailureException", "every 10 minutes")
          .doesNotContain("ann@");
      String pool = stage.get("brand").getStatus().userPoolId();
      await()
          .atMost(WorkforceStage.PATIENCE)
          .untilAsserted(
              () -> {
                var members = stage.get("brand").getStatus().teams().get(0).members();
                assertThat(members.waiting()).isEqualTo(1);
                assertThat(members.active()).isZero();
              });
      assertThat(admin.users(pool, "logos")).as("in the team only after the mail").isEmpty();

      stage.mailThrough(Optional.empty());
      stage.poke("brand");

      stage.awaitCondition("brand", ConditionType.MembersInvited, "True", "Available");
      assertThat(operator.calls().mutations())
          .filteredOn(call -> call.endsWith("AdminCreateUser"))
          .as("the first, and one that arrived")
          .hasSizeGreaterThan(1);
      assertThat(admin.users(pool, "logos")).hasSize(1);
      assertThat(admin.cognito().listUsers(r -> r.userPoolId(pool)).users())
          .as("the same person")
          .hasSize(1);
      assertThat(stage.awaitReady("brand").teams().get(0).members().waiting()).isZero();
    } finally {
      stage.mailThrough(Optional.empty());
    }
  }
}
