package dev.labelops.operator.workforce.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.Adoption;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberPolicy;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberRemoval;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.cognito.AppClient;
import dev.labelops.operator.aws.cognito.EmailAddress;
import dev.labelops.operator.aws.cognito.UserPool;
import dev.labelops.operator.aws.sagemaker.Workforce;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.workforce.Seen;
import dev.labelops.operator.workforce.decide.WorkforceAction.AddToTeams;
import dev.labelops.operator.workforce.decide.WorkforceAction.Await;
import dev.labelops.operator.workforce.decide.WorkforceAction.CreateTeam;
import dev.labelops.operator.workforce.decide.WorkforceAction.Invite;
import dev.labelops.operator.workforce.decide.WorkforceAction.Reject;
import dev.labelops.operator.workforce.decide.WorkforceAction.UpdateTeam;
import dev.labelops.operator.workforce.look.TeamSeen;
import dev.labelops.operator.workforce.look.WorkforceObservation;
import dev.labelops.operator.workforce.plan.WantedPeople;
import dev.labelops.operator.workforce.plan.WorkforceMark;
import dev.labelops.operator.workforce.status.WorkforceStatusMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One row per decision, with the reason for it. */
class WorkforceDeciderTest {
  private static final Map<String, String> OTHERS =
      new Owner("here", "shop", "another", "uid-2").tags();
  private static final Map<String, String> FORMER =
      new Owner("here", "shop", "brand", "uid-0").tags();
  private static final String OURS = Seen.NAMES.mark();

  private static Arguments row(String expected, Seen start, Consumer<Seen> change, String reason) {
    change.accept(start);
    return Arguments.of(expected, start.now(), reason);
  }

  private static Arguments nothing(String expected, Consumer<Seen> change, String reason) {
    return row(expected, Seen.inPlace().nothing(), change, reason);
  }

  private static Arguments inPlace(String expected, Consumer<Seen> change, String reason) {
    return row(expected, Seen.inPlace(), change, reason);
  }

  static Stream<Arguments> rows() {
    return Stream.concat(signIn(), Stream.concat(settings(), people()));
  }

  private static Stream<Arguments> signIn() {
    AppClient client = Seen.inPlace().client;
    return Stream.of(
        inPlace(
            "Retry",
            s -> s.failure = Seen.failure(ErrorClass.TRANSIENT),
            "what could not be read is unknown, so nothing is done"),
        nothing("CreatePool", s -> {}, "nothing there: the pool is first"),
        nothing(
            "CreateDomain",
            s -> s.pools.add(Seen.pool(Seen.OWNER.tags())),
            "our pool without a domain: a create that died half-way goes on"),
        nothing(
            "CreateClient",
            s -> {
              s.pools.add(Seen.pool(Seen.OWNER.tags()));
              s.domain = UserPool.DomainState.PENDING;
            },
            "the client can be made while the domain is set up"),
        nothing(
            "Await",
            s -> {
              s.pools.add(Seen.pool(Seen.OWNER.tags()));
              s.domain = UserPool.DomainState.PENDING;
              s.client = client;
            },
            "a workforce needs a domain that works"),
        nothing(
            "MarkPool",
            s -> {
              s.pools.add(Seen.pool(Seen.OWNER.tags()));
              s.domain = UserPool.DomainState.ACTIVE;
              s.client = client;
            },
            "what is about to be made is written down first"),
        nothing(
            "MarkPool",
            s -> {
              s.pools.add(Seen.pool(intent(Duration.ofMinutes(6))));
              s.domain = UserPool.DomainState.ACTIVE;
              s.client = client;
            },
            "an old intent is renewed"),
        nothing(
            "CreateWorkforce",
            s -> {
              s.pools.add(Seen.pool(intent(Duration.ofMinutes(1))));
              s.domain = UserPool.DomainState.ACTIVE;
              s.client = client;
            },
            "pool, domain and client are there"),
        nothing(
            "Reject DuplicatePool",
            s -> {
              s.pools.add(Seen.pool(Seen.OWNER.tags()));
              s.pools.add(Seen.pool(Seen.OWNER.tags()));
            },
            "two pools of ours: a person must say which"),
        nothing(
            "Reject NameTaken",
            s -> s.pools.add(Seen.pool(Map.of())),
            "a pool of our name without our mark is not ours"),
        nothing(
            "CreateDomain",
            s -> {
              s.adoption = Adoption.Always;
              s.pools.add(Seen.pool(Map.of()));
            },
            "unless the spec says to take what is there"),
        nothing(
            "CreateDomain",
            s -> s.pools.add(Seen.pool(FORMER)),
            "what an object of the same name made before is ours"),
        nothing(
            "Reject NameTaken",
            s -> {
              s.adoption = Adoption.Never;
              s.pools.add(Seen.pool(FORMER));
            },
            "Never takes only what this very object made"),
        inPlace(
            "Reject WorkforceExists",
            s -> s.pools.set(0, Seen.pool(Map.of())),
            "the one workforce stands on a pool that is not ours"),
        inPlace(
            "Reject WorkforceExists",
            s -> s.pools.set(0, Seen.pool(OTHERS)),
            "another LabelingWorkforce's workforce is not ours either"),
        inPlace(
            "Reject WorkforceExists",
            s -> s.pools.set(0, Seen.pool(Seen.OWNER.tags())),
            "a workforce on our pool that nothing says we made was made by hand"),
        inPlace(
            "Reject WorkforceExists",
            s ->
                s.pools.set(
                    0,
                    Seen.pool(
                        new WorkforceMark("default", Seen.CREATED.minusSeconds(60), true)
                            .beside(Seen.OWNER))),
            "ours was deleted, and this one was made later"),
        inPlace(
            "Reject WorkforceExists",
            s -> s.pools.set(0, Seen.pool(intent(Duration.ofDays(3)))),
            "made long before we meant to"),
        inPlace(
            "MarkPool",
            s ->
                s.pools.set(
                    0,
                    Seen.pool(
                        WorkforceMark.intent("default", Seen.CREATED.minusSeconds(20))
                            .beside(Seen.OWNER))),
            "a crash after the create: what we meant is there, and is recorded"),
        inPlace(
            "MarkPool",
            s -> {
              s.adoption = Adoption.Always;
              s.pools.set(0, Seen.pool(Seen.OWNER.tags()));
            },
            "unless the spec says to take what is there, which is recorded"),
        inPlace(
            "Reject NotAllowed",
            s -> {
              s.adoption = Adoption.Always;
              s.pools.set(0, Seen.pool(OTHERS));
              s.poolGranted = false;
            },
            "to take a pool over is to change its settings, which tenancy must allow"),
        inPlace(
            "Await",
            s -> s.workforce = Seen.workforce(Workforce.State.INITIALIZING),
            "teams need an Active workforce"),
        inPlace(
            "Await",
            s -> s.workforce = Seen.workforce(Workforce.State.DELETING),
            "a workforce that goes makes room for the new one"),
        inPlace(
            "Reject Refused",
            s -> s.workforce = Seen.workforce(Workforce.State.FAILED),
            "the service gave up: a person must look"),
        inPlace("Reject Refused", s -> s.pools.clear(), "without its pool the workforce is dead"),
        row(
            "Await NoWorkforce",
            Seen.existing().nothing(),
            s -> {},
            "somebody may make the workforce without us, so time can cure it"),
        row("Settle", Seen.existing(), s -> {}, "existing needs no mark on the pool"),
        row(
            "MarkPool",
            Seen.brought(),
            s -> {
              s.workforce = null;
              s.pools.set(0, Seen.pool(Map.of()));
            },
            "the mark comes before the workforce, which cannot carry one"),
        row(
            "Reject NameTaken",
            Seen.brought(),
            s -> {
              s.workforce = null;
              s.pools.set(0, Seen.pool(OTHERS));
            },
            "a pool serves one LabelingWorkforce"),
        row(
            "CreateWorkforce",
            Seen.brought(),
            s -> {
              s.workforce = null;
              s.pools.set(0, Seen.pool(intent(Duration.ofMinutes(1))));
            },
            "the given pool carries our mark"),
        row(
            "Reject InvalidSpec",
            Seen.brought(),
            s -> {
              s.workforce = null;
              s.client = new AppClient("client", "c", false, Set.of(), Set.of());
            },
            "Ground Truth needs a client with a secret"));
  }

  private static Stream<Arguments> settings() {
    return Stream.of(
        inPlace("Settle", s -> {}, "everything is in place"),
        inPlace(
            "RestrictSources",
            s -> s.cidrs = List.of("10.0.0.0/8"),
            "source addresses differ from the spec"),
        inPlace(
            "LinkPortal",
            s -> s.client = new AppClient("client", "c", true, Set.of(), Set.of()),
            "nobody could return from the sign-in to the portal"),
        row(
            "Settle",
            Seen.existing(),
            s -> s.client = null,
            "the client of a workforce that is not ours is not even read"),
        inPlace(
            "SetInvitation",
            s ->
                s.pools.set(
                    0,
                    new UserPool(
                        "eu-west-1_Pool",
                        "arn",
                        Seen.NAMES.pool(),
                        Optional.empty(),
                        Seen.marked(),
                        Optional.empty(),
                        Duration.ofDays(7),
                        false,
                        Seen.NOW)),
            "the text must be right before the first invitation"),
        inPlace(
            "CreateGroups",
            s -> s.teams.set(0, Seen.missing("logos", Optional.empty())),
            "a team needs its group first"),
        inPlace(
            "Reject NameTaken",
            s -> s.teams.set(0, Seen.missing("logos", Optional.of("by somebody else"))),
            "the people of a foreign group must not become our team"),
        row(
            "CreateTeam",
            Seen.existing(),
            s -> {
              s.adoption = Adoption.Always;
              s.teams.set(0, Seen.missing("logos", Optional.of("by somebody else")));
            },
            "unless the spec says to take what is there"),
        row(
            "Reject NotAllowed",
            Seen.existing(),
            s -> {
              s.adoption = Adoption.Always;
              s.poolGranted = false;
              s.teams.set(0, Seen.missing("logos", Optional.of("by somebody else")));
            },
            "in a pool that the namespace may use, for taking a group over changes who is in it"),
        inPlace(
            "CreateTeam",
            s -> s.teams.set(0, Seen.missing("logos", Optional.of(Seen.NAMES.groupDescription()))),
            "our group is there"),
        inPlace(
            "CreateGroups",
            s -> {
              s.teams.set(0, Seen.team("logos", Map.of(), List.of()));
              s.teams.add(Seen.missing("cars", Optional.empty()));
            },
            "a refused team does not hold up the others"),
        inPlace(
            "Reject NameTaken",
            s -> {
              s.teams.set(0, Seen.team("logos", Map.of(), List.of()));
              s.teams.add(Seen.team("cars", Seen.OWNER.tags(), List.of()));
            },
            "but is told once they are in place"),
        inPlace(
            "Invite",
            s -> {
              wants(s, "ann@x");
              s.teams.add(Seen.team("cars", Map.of(), someone("")));
            },
            "people of the other teams are invited"),
        inPlace(
            "Reject NameTaken",
            s -> s.teams.set(0, Seen.team("logos", Map.of(), List.of())),
            "a team of the same name without our mark is not ours"),
        inPlace(
            "Settle",
            s -> {
              s.adoption = Adoption.Always;
              s.teams.set(0, Seen.team("logos", Map.of(), List.of()));
            },
            "unless the spec says to take what is there"));
  }

  private static Stream<Arguments> people() {
    return Stream.of(
        inPlace("Invite", s -> wants(s, "ann@x"), "somebody new is invited"),
        inPlace(
            "Settle",
            s -> {
              s.budget = 0;
              wants(s, "ann@x");
            },
            "the budget is used up"),
        inPlace(
            "AddToTeams",
            s -> {
              s.budget = 0;
              wants(s, "ann@x");
              s.elsewhere.put(new EmailAddress("ann@x"), Seen.user("ann@x", ""));
            },
            "who is in the pool already needs no invitation"),
        inPlace(
            "Settle",
            s -> s.teams.set(0, Seen.team("logos", Seen.OWNER.tags(), someone(""))),
            "Merge keeps whom somebody else added"),
        inPlace("RemovePeople leaving", s -> exact(s, ""), "Exact removes whom the list lacks"),
        inPlace(
            "Settle",
            s -> {
              exact(s, "");
              s.teams.set(
                  0,
                  Seen.team(
                      Seen.wish("logos"),
                      new WantedPeople.Missing("people", "list"),
                      Seen.OWNER.tags(),
                      someone("")));
            },
            "a missing Secret removes nobody"),
        inPlace(
            "RemovePeople deleted",
            s -> {
              s.removal = MemberRemoval.Delete;
              exact(s, OURS);
              s.otherGroups.put("u-bob@x", Set.of("logos"));
            },
            "we invited the person, who is in no other group"),
        inPlace(
            "RemovePeople disabled",
            s -> {
              s.removal = MemberRemoval.Disable;
              exact(s, OURS);
              s.otherGroups.put("u-bob@x", Set.of("logos"));
            },
            "we invited the person, who is in no other group"),
        inPlace(
            "RemovePeople leaving",
            s -> {
              s.removal = MemberRemoval.Delete;
              exact(s, OURS);
              s.otherGroups.put("u-bob@x", Set.of("logos", "cars"));
            },
            "whoever is in another group keeps the account"),
        inPlace(
            "RemovePeople leaving",
            s -> {
              s.removal = MemberRemoval.Delete;
              exact(s, "");
              s.otherGroups.put("u-bob@x", Set.of("logos"));
            },
            "whom we did not invite keeps the account"),
        inPlace("Remind", s -> lapsed(s, 8, 8), "the temporary password has lapsed"),
        inPlace("Settle", s -> lapsed(s, 6, 6), "the temporary password is still good"),
        inPlace("Remind", s -> lapsed(s, 27, 8), "the third resend"),
        inPlace("Remind", s -> unreached(s, OURS), "nobody knows whether the invitation went out"),
        inPlace("AddToTeams", s -> unreached(s, ""), "somebody else invited, and knows it"),
        inPlace(
            "Settle",
            s -> {
              unreached(s, OURS);
              s.budget = 0;
            },
            "the mail comes before the team"),
        inPlace("Settle", s -> lapsed(s, 28, 8), "no fourth resend"));
  }

  private static Map<String, String> intent(Duration ago) {
    return WorkforceMark.intent("default", Seen.NOW.minus(ago)).beside(Seen.OWNER);
  }

  private static void wants(Seen seen, String... addresses) {
    seen.teams.set(
        0,
        Seen.team(
            Seen.wish("logos", addresses), Seen.listed(addresses), Seen.OWNER.tags(), List.of()));
  }

  private static List<dev.labelops.operator.aws.cognito.PoolUser> someone(String mark) {
    return List.of(Seen.user("bob@x", mark));
  }

  private static void exact(Seen seen, String mark) {
    seen.memberPolicy = MemberPolicy.Exact;
    seen.teams.set(
        0, Seen.team(Seen.wish("logos"), Seen.listed(), Seen.OWNER.tags(), someone(mark)));
  }

  private static void unreached(Seen seen, String mark) {
    wants(seen, "ann@x");
    seen.elsewhere.put(
        new EmailAddress("ann@x"),
        Seen.user("ann@x", mark, true, Duration.ofDays(2), Duration.ofDays(2)));
  }

  private static void lapsed(Seen seen, int createdDaysAgo, int modifiedDaysAgo) {
    seen.teams.set(
        0,
        Seen.team(
            Seen.wish("logos", "ann@x"),
            Seen.listed("ann@x"),
            Seen.OWNER.tags(),
            List.of(
                Seen.user(
                    "ann@x",
                    OURS,
                    true,
                    Duration.ofDays(createdDaysAgo),
                    Duration.ofDays(modifiedDaysAgo)))));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("rows")
  void decides(String expected, WorkforceObservation seen, String reason) {
    WorkforceAction action = WorkforceDecider.decide(seen);
    String shown =
        switch (action) {
          case Reject reject -> "Reject " + reject.reason();
          case Await await when expected.contains(" ") -> "Await " + await.reason();
          case WorkforceAction.RemovePeople remove ->
              "RemovePeople"
                  + (remove.leaving().isEmpty() ? "" : " leaving")
                  + (remove.disabled().isEmpty() ? "" : " disabled")
                  + (remove.deleted().isEmpty() ? "" : " deleted");
          case Invite invite when invite.people().isEmpty() -> "Remind";
          default -> action.getClass().getSimpleName();
        };
    assertThat(shown).as(reason).isEqualTo(expected);
    assertThat(action.doing()).as("in words").isNotBlank().doesNotContain("@x");
  }

  @org.junit.jupiter.api.Test
  void keepsOtherGroupsOfAnAdoptedTeam() {
    Seen seen = Seen.inPlace();
    seen.adoption = Adoption.Always;
    TeamSeen theirs = Seen.team("logos", Map.of(), List.of());
    var found = theirs.team().orElseThrow();
    var other = new dev.labelops.operator.aws.sagemaker.Workteam.Group(Seen.APP, "other");
    seen.teams.set(
        0,
        new TeamSeen(
            theirs.wish(),
            theirs.wanted(),
            Optional.of(
                new dev.labelops.operator.aws.sagemaker.Workteam(
                    found.name(),
                    found.arn(),
                    "their words",
                    Set.of(other),
                    Optional.of("arn:topic"),
                    found.created())),
            Map.of(),
            true,
            theirs.groups(),
            List.of()));
    assertThat(WorkforceDecider.decide(seen.now()))
        .isInstanceOfSatisfying(
            UpdateTeam.class,
            update -> {
              assertThat(update.team().groups()).hasSize(2).contains(other);
              assertThat(update.team().notificationTopicArn()).contains("arn:topic");
              assertThat(update.team().description()).isEqualTo("d");
            });
  }

  @org.junit.jupiter.api.Test
  void keepsTheDescriptionThatTheSpecDoesNotGive() {
    Seen seen = Seen.inPlace();
    TeamSeen ours = seen.teams.get(0);
    var silent =
        new dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.Team(
            "logos", null, List.of(), null, null, null);
    seen.teams.set(
        0,
        new TeamSeen(
            silent, ours.wanted(), ours.team(), ours.tags(), true, ours.groups(), List.of()));
    assertThat(WorkforceDecider.decide(seen.now())).isInstanceOf(WorkforceAction.Settle.class);
  }

  @org.junit.jupiter.api.Test
  void aRefusedTeamIsStalledAndShowsNothingOfTheirs() {
    Seen seen = Seen.inPlace();
    wants(seen, "ann@x");
    seen.teams.add(Seen.team("cars", Map.of(), someone("")));

    LabelingWorkforceStatus status =
        WorkforceStatusMapper.map(
            null,
            1,
            seen.now(),
            WorkforceDecider.decide(seen.now()),
            WorkforceOutcome.done(),
            Duration.ZERO);

    assertThat(Conditions.find(status.conditions(), ConditionType.Stalled))
        .as("also while people are being invited: %s", status)
        .isPresent()
        .get()
        .satisfies(
            stalled -> {
              assertThat(stalled.reason()).isEqualTo("NameTaken");
              assertThat(stalled.message()).contains("Work team 'cars'").doesNotContain("logos");
            });
    assertThat(status.teams().get(0).arn()).isNotNull();
    assertThat(status.teams().get(1))
        .as("a job by workforceRef must not reach it")
        .isEqualTo(new LabelingWorkforceStatus.TeamStatus("cars", null, null, false));
  }

  @org.junit.jupiter.api.Test
  void countsFreshGroupsAsSpreading() {
    Seen seen = Seen.inPlace();
    seen.teams.set(0, Seen.missing("logos", Optional.of(Seen.NAMES.groupDescription())));
    assertThat(WorkforceDecider.decide(seen.now()))
        .isInstanceOfSatisfying(CreateTeam.class, team -> assertThat(team.fresh()).isTrue());
  }

  @org.junit.jupiter.api.Test
  void enablesWhomItDisabledAndNobodyElse() {
    Seen seen = Seen.inPlace();
    wants(seen, "ann@x", "bob@x");
    for (String mark : List.of(OURS, "")) {
      String email = mark.isEmpty() ? "bob@x" : "ann@x";
      var user = Seen.user(email, mark);
      seen.elsewhere.put(
          user.email(),
          new dev.labelops.operator.aws.cognito.PoolUser(
              user.username(), user.email(), mark, false, false, user.created(), user.modified()));
    }
    assertThat(WorkforceDecider.decide(seen.now()))
        .isInstanceOfSatisfying(
            AddToTeams.class, add -> assertThat(add.enable()).containsExactly("u-ann@x"));
  }
}
