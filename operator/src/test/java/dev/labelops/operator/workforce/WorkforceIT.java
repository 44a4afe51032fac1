package dev.labelops.operator.workforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.testcluster.ClusterNamespace;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolClientType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserPoolType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserType;

/** LabelingWorkforces against a real API server and the engine; a region for each test. */
class WorkforceIT {
  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
  @TempDir static Path data;
  private static WorkforceStage stage;

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

  private static String managed(String name, String rest) {
    return """
    apiVersion: labelops.dev/v1alpha1
    kind: LabelingWorkforce
    metadata: {name: %s, annotations: {test/poke: none}}
    spec:
      identity:
        managedCognito: {organization: Example Brands, contactEmail: ml@example.com}
    %s
    """
        .formatted(name, rest.indent(2));
  }

  private static final String TWO_MEMBERS =
      """
      sourceCidrs: [10.0.0.0/8]
      teams:
      - name: logos
        description: Draws boxes
        members: [{email: ann@example.com}, {email: bob@example.com}]
      """;

  @Test
  void makesEverythingFromNothingAndThenOnlyReads() {
    try (OperatorUnderTest operator = stage.operator("eu-north-1");
        WorkforceStage.Admin admin = stage.admin("eu-north-1")) {
      stage.apply(managed("from-nothing", TWO_MEMBERS));
      LabelingWorkforceStatus status = stage.awaitReady("from-nothing");

      assertThat(status.workforceArn()).contains(":workforce/default");
      assertThat(status.region()).isEqualTo("eu-north-1");
      assertThat(status.portalUrl()).startsWith("http://127.0.0.1:");
      assertThat(status.userPoolDomain()).startsWith("labelops-");
      assertThat(status.teams()).hasSize(1);
      assertThat(status.teams().get(0).arn()).endsWith("/logos");
      assertThat(status.teams().get(0).ready()).isTrue();
      assertThat(status.teams().get(0).members())
          .satisfies(
              counts -> {
                assertThat(counts.wanted()).isEqualTo(2);
                assertThat(counts.invited()).isEqualTo(2);
                assertThat(counts.waiting()).isZero();
                assertThat(counts.active()).isEqualTo(2);
              });
      assertThat(Conditions.isTrue(status.conditions(), ConditionType.WorkforceActive)).isTrue();
      assertThat(Conditions.isTrue(status.conditions(), ConditionType.MembersInvited)).isTrue();
      assertThat(Conditions.find(status.conditions(), ConditionType.Reconciling)).isEmpty();

      UserPoolType pool =
          admin.cognito().describeUserPool(r -> r.userPoolId(status.userPoolId())).userPool();
      assertThat(pool.adminCreateUserConfig().allowAdminCreateUserOnly()).isTrue();
      assertThat(pool.adminCreateUserConfig().inviteMessageTemplate().emailMessage())
          .contains(status.portalUrl(), "{username}", "{####}", "ml@example.com");
      assertThat(pool.usernameConfiguration().caseSensitive())
          .as("setting the invitation kept the other settings")
          .isFalse();
      UserPoolClientType client =
          admin
              .cognito()
              .describeUserPoolClient(
                  r -> r.userPoolId(status.userPoolId()).clientId(status.clientId()))
              .userPoolClient();
      assertThat(client.clientSecret()).isNotBlank();
      assertThat(client.callbackURLs())
          .contains(status.portalUrl(), status.portalUrl() + "/oauth2/idpresponse");
      assertThat(client.allowedOAuthScopes()).contains("openid", "email", "profile");
      assertThat(
              admin
                  .sageMaker()
                  .describeWorkforce(r -> r.workforceName("default"))
                  .workforce()
                  .sourceIpConfig()
                  .cidrs())
          .containsExactly("10.0.0.0/8");

      int events = stage.events("from-nothing").size();
      assertThat(stage.events("from-nothing"))
          .as("no Event holds an address")
          .noneMatch(event -> event.getMessage().contains("@example.com"));
      int before = operator.calls().mutations().size();
      int calls = operator.calls().calls().size();
      String version = stage.get("from-nothing").getStatus().toString();
      stage.poke("from-nothing");
      await()
          .atMost(WorkforceStage.PATIENCE)
          .untilAsserted(() -> assertThat(operator.calls().calls().size()).isGreaterThan(calls));
      await()
          .during(java.time.Duration.ofSeconds(1))
          .untilAsserted(
              () -> assertThat(operator.calls().mutations()).as("a second look").hasSize(before));
      assertThat(stage.get("from-nothing").getStatus().toString()).isEqualTo(version);
      assertThat(stage.events("from-nothing")).hasSize(events);
    }
  }

  @Test
  void usesTheWorkforceThatIsThereAndChangesNothingInIt() {
    try (OperatorUnderTest operator = stage.operator("eu-north-2");
        WorkforceStage.Admin admin = stage.admin("eu-north-2")) {
      stage.apply(
          """
          apiVersion: labelops.dev/v1alpha1
          kind: LabelingWorkforce
          metadata: {name: existing, annotations: {test/poke: none}}
          spec:
            identity: {existing: {}}
            teams:
            - name: logos
              members: [{email: ann@example.com}]
          """);
      Condition none =
          stage.awaitCondition("existing", ConditionType.Reconciling, "True", "NoWorkforce");
      assertThat(none.message()).contains("managedCognito");

      String pool = admin.foreignWorkforce("theirs");
      admin.foreignTeam("theirs", pool, "their-team");
      stage.poke("existing");
      LabelingWorkforceStatus status = stage.awaitReady("existing");
      assertThat(status.workforceName()).isEqualTo("theirs");
      assertThat(status.userPoolId()).isEqualTo(pool);
      assertThat(admin.users(pool, "logos")).hasSize(1);
      assertThat(operator.calls().mutations())
          .doesNotContain(
              "SageMaker:CreateWorkforce",
              "SageMaker:UpdateWorkforce",
              "CognitoIdentityProvider:UpdateUserPool",
              "CognitoIdentityProvider:UpdateUserPoolClient",
              "CognitoIdentityProvider:TagResource");

      stage.apply(
          """
          apiVersion: labelops.dev/v1alpha1
          kind: LabelingWorkforce
          metadata: {name: existing-second}
          spec:
            identity: {existing: {}}
            teams: [{name: their-team}]
          """);
      assertThat(
              stage
                  .awaitCondition("existing-second", ConditionType.Stalled, "True", "NameTaken")
                  .message())
          .contains("their-team", "adoption: Always");
    }
  }

  @Test
  void refusesToManageWhereSomebodyElseHasAWorkforce() {
    try (OperatorUnderTest operator = stage.operator("eu-north-3");
        WorkforceStage.Admin admin = stage.admin("eu-north-3")) {
      admin.foreignWorkforce("theirs");
      stage.apply(managed("second", "teams: [{name: logos}]"));
      assertThat(
              stage
                  .awaitCondition("second", ConditionType.Stalled, "True", "WorkforceExists")
                  .message())
          .contains("'theirs'", "identity.existing");
      assertThat(operator.calls().mutations()).containsOnly(CrashPoints.STATUS_WRITE);
    }
  }

  @Test
  void makesTheWorkforceOnAPoolThatTheUserMade() {
    try (OperatorUnderTest operator = stage.operator("eu-north-4");
        WorkforceStage.Admin admin = stage.admin("eu-north-4")) {
      String pool = admin.poolWithDomain("brought");
      String client = admin.client(pool);
      admin.cognito().createGroup(r -> r.userPoolId(pool).groupName("staff"));
      admin
          .cognito()
          .adminCreateUser(
              r ->
                  r.userPoolId(pool)
                      .username("eve@example.com")
                      .messageAction("SUPPRESS")
                      .userAttributes(a -> a.name("email").value("eve@example.com")));
      admin
          .cognito()
          .adminAddUserToGroup(
              r -> r.userPoolId(pool).username("eve@example.com").groupName("staff"));
      stage.apply(
          """
          apiVersion: labelops.dev/v1alpha1
          kind: LabelingWorkforce
          metadata: {name: brought}
          spec:
            deletionPolicy: Delete
            identity:
              existingCognito: {workforceName: ours, userPoolId: %s, clientId: %s}
            teams: [{name: logos, groups: [staff]}]
          """
              .formatted(pool, client));
      LabelingWorkforceStatus status = stage.awaitReady("brought");
      assertThat(status.workforceName()).isEqualTo("ours");
      assertThat(
              admin
                  .sageMaker()
                  .describeWorkteam(r -> r.workteamName("logos"))
                  .workteam()
                  .memberDefinitions()
                  .get(0)
                  .cognitoMemberDefinition()
                  .userGroup())
          .isEqualTo("staff");

      stage.delete("brought");
      stage.awaitGone("brought");
      assertThat(admin.sageMaker().listWorkforces(r -> r.maxResults(10)).workforces()).isEmpty();
      UserPoolType left = admin.cognito().describeUserPool(r -> r.userPoolId(pool)).userPool();
      assertThat(left.userPoolTags()).as("our mark is off").isEmpty();
      assertThat(admin.cognito().getGroup(r -> r.userPoolId(pool).groupName("staff")).group())
          .isNotNull();
    }
  }

  @Test
  void makesTheListTheWholeTeamAndDeletesOnlyWhomItInvited() {
    try (OperatorUnderTest operator = stage.operator("eu-north-5");
        WorkforceStage.Admin admin = stage.admin("eu-north-5")) {
      String exact = "memberPolicy: Exact\nmemberRemoval: Delete\n";
      stage.apply(managed("exact", exact + TWO_MEMBERS));
      String pool = stage.awaitReady("exact").userPoolId();
      admin
          .cognito()
          .adminCreateUser(
              r ->
                  r.userPoolId(pool)
                      .username("eve@example.com")
                      .messageAction("SUPPRESS")
                      .userAttributes(
                          a -> a.name("email").value("eve@example.com"),
                          a -> a.name("email_verified").value("true")));
      admin
          .cognito()
          .adminAddUserToGroup(
              r -> r.userPoolId(pool).username("eve@example.com").groupName("logos"));

      stage.apply(
          managed("exact", exact + "teams: [{name: logos, members: [{email: ANN@example.com}]}]"));
      await()
          .atMost(WorkforceStage.PATIENCE)
          .untilAsserted(() -> assertThat(admin.users(pool, "logos")).hasSize(1));
      List<String> left =
          admin.cognito().listUsers(r -> r.userPoolId(pool)).users().stream()
              .map(WorkforceIT::email)
              .sorted()
              .toList();
      assertThat(left)
          .as("bob was invited by us and is gone; eve was not and only left the team")
          .containsExactly("ann@example.com", "eve@example.com");
    }
  }

  private static String email(UserType user) {
    return user.attributes().stream()
        .filter(a -> a.name().equals("email"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void keepsToTheInvitationBudgetAndSaysUntilWhen() {
    var settings = stage.settings("eu-north-6");
    var frugal =
        new dev.labelops.operator.config.OperatorSettings(
            settings.installation(),
            settings.namespace(),
            settings.aws(),
            settings.feed(),
            settings.tenancy(),
            2);
    try (OperatorUnderTest operator = stage.operator(frugal, CrashPoints.none())) {
      stage.apply(
          managed(
              "budget",
              """
              teams:
              - name: logos
                members:
                - {email: a@example.com}
                - {email: b@example.com}
                - {email: c@example.com}
                - {email: d@example.com}
                - {email: e@example.com}
              """));
      LabelingWorkforceStatus status = stage.awaitReady("budget");
      Condition invited =
          Conditions.find(status.conditions(), ConditionType.MembersInvited).orElseThrow();
      assertThat(invited.status()).isEqualTo("False");
      assertThat(invited.reason()).isEqualTo("InvitationBudget");
      assertThat(invited.message())
          .contains("3 members wait")
          .contains(java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(2).toString());
      assertThat(status.teams().get(0).members().waiting()).isEqualTo(3);
      assertThat(status.teams().get(0).members().invited()).isEqualTo(2);
      assertThat(invites(operator)).isEqualTo(2);
    }
    try (OperatorUnderTest restarted = stage.operator(frugal, CrashPoints.none())) {
      await()
          .atMost(WorkforceStage.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(restarted.calls().calls())
                      .contains("CognitoIdentityProvider:ListUsers"));
      assertThat(invites(restarted)).as("the count survives a restart").isZero();
    }
  }

  private static long invites(OperatorUnderTest operator) {
    return operator.calls().mutations().stream().filter(c -> c.endsWith("AdminCreateUser")).count();
  }

  @Test
  void takesPeopleFromASecretAndRemovesNobodyWhenItIsGone() {
    try (OperatorUnderTest operator = stage.operator("eu-north-7");
        WorkforceStage.Admin admin = stage.admin("eu-north-7")) {
      stage.apply(
          managed(
              "secret",
              """
              memberPolicy: Exact
              teams: [{name: logos, membersFrom: {secretRef: {name: people, key: list}}}]
              """));
      stage.awaitCondition("secret", ConditionType.Reconciling, "True", "WaitingForSecret");
      stage
          .kubernetes
          .resource(
              new SecretBuilder()
                  .withNewMetadata()
                  .withName("people")
                  .withNamespace(stage.namespace)
                  .endMetadata()
                  .withStringData(Map.of("list", "# team\nann@example.com\n\nbob@example.com\n"))
                  .build())
          .create();
      LabelingWorkforceStatus status = stage.awaitReady("secret");
      assertThat(status.teams().get(0).members().active()).isEqualTo(2);

      stage.kubernetes.secrets().inNamespace(stage.namespace).withName("people").delete();
      stage.awaitCondition("secret", ConditionType.Reconciling, "True", "WaitingForSecret");
      assertThat(admin.users(status.userPoolId(), "logos")).hasSize(2);
      assertThat(operator.calls().mutations())
          .noneMatch(c -> c.endsWith("AdminRemoveUserFromGroup"));
    }
  }

  @Test
  void deletesWhatItMadeOnceTheTeamsOfOthersAreGone() {
    try (OperatorUnderTest operator = stage.operator("eu-north-8");
        WorkforceStage.Admin admin = stage.admin("eu-north-8")) {
      stage.apply(managed("doomed", "deletionPolicy: Delete\n" + TWO_MEMBERS));
      String pool = stage.awaitReady("doomed").userPoolId();
      admin.foreignTeam("default", pool, "theirs");

      stage.delete("doomed");
      Condition blocked =
          stage.awaitCondition("doomed", ConditionType.DeletionBlocked, "True", "TeamsRemain");
      assertThat(blocked.message()).contains("'theirs'", "deletionPolicy: Retain");
      admin.sageMaker().deleteWorkteam(r -> r.workteamName("theirs"));
      stage.awaitGone("doomed");
      assertThat(admin.sageMaker().listWorkforces(r -> r.maxResults(10)).workforces()).isEmpty();
      assertThat(admin.cognito().listUserPools(r -> r.maxResults(10)).userPools()).isEmpty();
    }
  }

  @Test
  void leavesEverythingByDefault() {
    try (OperatorUnderTest operator = stage.operator("eu-north-9");
        WorkforceStage.Admin admin = stage.admin("eu-north-9")) {
      stage.apply(managed("kept", TWO_MEMBERS));
      stage.awaitReady("kept");
      int before = operator.calls().calls().size();
      stage.delete("kept");
      stage.awaitGone("kept");
      assertThat(operator.calls().calls()).as("no AWS call").hasSize(before);
      assertThat(admin.sageMaker().listWorkteams(r -> r.maxResults(10)).workteams()).hasSize(1);
      assertThat(stage.events("kept")).anyMatch(e -> e.getReason().equals("Orphaned"));

      stage.apply(managed("kept", TWO_MEMBERS));
      stage.awaitReady("kept");
      assertThat(operator.calls().mutations().stream().filter(c -> c.endsWith("CreateUserPool")))
          .as("applied again, it finds what it made")
          .hasSize(1);
    }
  }

  @Test
  void aWorkforceThatSomebodyMadeOnOurPoolIsNotOurs() {
    String wish = managed("handmade", "deletionPolicy: Delete\n" + TWO_MEMBERS);
    try (WorkforceStage.Admin admin = stage.admin("eu-north-11")) {
      LabelingWorkforceStatus ours;
      try (OperatorUnderTest operator = stage.operator("eu-north-11")) {
        stage.apply(wish);
        ours = stage.awaitReady("handmade");
      }
      admin.sageMaker().deleteWorkteam(r -> r.workteamName("logos"));
      admin.sageMaker().deleteWorkforce(r -> r.workforceName("default"));
      await()
          .atMost(WorkforceStage.PATIENCE)
          .until(
              () -> admin.sageMaker().listWorkforces(r -> r.maxResults(10)).workforces().isEmpty());
      admin
          .sageMaker()
          .createWorkforce(
              r ->
                  r.workforceName("default")
                      .cognitoConfig(c -> c.userPool(ours.userPoolId()).clientId(ours.clientId())));
      try (OperatorUnderTest operator = stage.operator("eu-north-11")) {
        stage.poke("handmade");
        assertThat(
                stage
                    .awaitCondition("handmade", ConditionType.Stalled, "True", "WorkforceExists")
                    .message())
            .contains(
                "this LabelingWorkforce's user pool " + ours.userPoolId(), "did not create it");
        stage.delete("handmade");
        assertThat(
                stage
                    .awaitCondition(
                        "handmade", ConditionType.DeletionBlocked, "True", "DeletionBlocked")
                    .message())
            .contains("'default', which LabelOps did not create");
        assertThat(operator.calls().mutations()).containsOnly(CrashPoints.STATUS_WRITE);
        assertThat(admin.sageMaker().listWorkforces(r -> r.maxResults(10)).workforces()).hasSize(1);
        assertThat(admin.cognito().listUserPools(r -> r.maxResults(10)).userPools()).hasSize(1);
      }
    }
  }

  @Test
  void keepsWhatTheSpecDoesNotSayOfATeamThatItTakesOver() {
    try (OperatorUnderTest operator = stage.operator("eu-north-12");
        WorkforceStage.Admin admin = stage.admin("eu-north-12")) {
      String pool = admin.foreignWorkforce("theirs");
      admin.foreignTeam("theirs", pool, "logos");
      String topic = "arn:aws:sns:eu-north-12:000000000000:work";
      admin
          .sageMaker()
          .updateWorkteam(
              r ->
                  r.workteamName("logos")
                      .notificationConfiguration(n -> n.notificationTopicArn(topic)));
      stage.apply(
          """
          apiVersion: labelops.dev/v1alpha1
          kind: LabelingWorkforce
          metadata: {name: taken, annotations: {test/poke: none}}
          spec:
            identity: {existing: {}}
            adoption: Always
            teams: [{name: logos, members: [{email: ann@example.com}]}]
          """);
      stage.awaitReady("taken");
      var team = admin.sageMaker().describeWorkteam(r -> r.workteamName("logos")).workteam();
      assertThat(team.description()).isEqualTo("not ours");
      assertThat(team.notificationConfiguration().notificationTopicArn()).isEqualTo(topic);
    }
  }
}
