package dev.labelops.operator.workforce;

import dev.labelops.operator.api.v1alpha1.Adoption;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.DeletionPolicy;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.Existing;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.ExistingCognito;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.Identity;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.ManagedCognito;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.Member;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberPolicy;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberRemoval;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.Team;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.cognito.AppClient;
import dev.labelops.operator.aws.cognito.CognitoApp;
import dev.labelops.operator.aws.cognito.EmailAddress;
import dev.labelops.operator.aws.cognito.PoolMembers;
import dev.labelops.operator.aws.cognito.PoolUser;
import dev.labelops.operator.aws.cognito.UserPool;
import dev.labelops.operator.aws.sagemaker.Workforce;
import dev.labelops.operator.aws.sagemaker.Workteam;
import dev.labelops.operator.workforce.look.TeamSeen;
import dev.labelops.operator.workforce.look.WorkforceObservation;
import dev.labelops.operator.workforce.plan.InvitationText;
import dev.labelops.operator.workforce.plan.PortalUrl;
import dev.labelops.operator.workforce.plan.WantedPeople;
import dev.labelops.operator.workforce.plan.WorkforceMark;
import dev.labelops.operator.workforce.plan.WorkforceNames;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Observations for tests: everything in place, and then changed in one point. */
public final class Seen {
  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  public static final Instant CREATED = NOW.minus(Duration.ofDays(20));
  public static final Owner OWNER = new Owner("here", "shop", "brand", "uid-1");
  public static final WorkforceNames NAMES = new WorkforceNames(OWNER);
  public static final CognitoApp APP = new CognitoApp("eu-west-1_Pool", "client");
  static final PortalUrl PORTAL = new PortalUrl("https://abc.labeling.eu-west-1.sagemaker.aws");
  static final ManagedCognito MANAGED =
      new ManagedCognito("default", "Example", "ml@example.com", null);

  Identity identity = new Identity(null, MANAGED, null);
  public Adoption adoption = Adoption.IfOwned;
  public MemberPolicy memberPolicy = MemberPolicy.Merge;
  public MemberRemoval removal = MemberRemoval.RemoveFromTeam;
  public List<String> cidrs;
  public String confirmedRemoval = "";
  public CloudFailure failure;
  public Workforce workforce = workforce(Workforce.State.ACTIVE);
  public List<UserPool> pools = new ArrayList<>(List.of(pool(marked())));
  public boolean poolGranted = true;
  public UserPool.DomainState domain = UserPool.DomainState.ACTIVE;
  public AppClient client =
      new AppClient(APP.clientId(), NAMES.client(), true, PORTAL.callbacks(), PORTAL.logouts());
  public List<TeamSeen> teams = new ArrayList<>(List.of(team("logos", OWNER.tags(), List.of())));
  public Map<EmailAddress, PoolUser> elsewhere = new HashMap<>();
  public Map<String, Set<String>> otherGroups = new HashMap<>();
  public String lists = "uid-1 1";
  public int budget = 40;

  public static Seen inPlace() {
    return new Seen();
  }

  public static Seen existing() {
    Seen seen = new Seen();
    seen.identity = new Identity(new Existing(), null, null);
    seen.pools = new ArrayList<>(List.of(pool(Map.of())));
    return seen;
  }

  public static Seen brought() {
    Seen seen = new Seen();
    seen.identity =
        new Identity(null, null, new ExistingCognito("default", APP.userPoolId(), APP.clientId()));
    return seen;
  }

  public Seen nothing() {
    workforce = null;
    pools = new ArrayList<>();
    client = null;
    domain = UserPool.DomainState.ABSENT;
    teams = new ArrayList<>();
    return this;
  }

  public static Workforce workforce(Workforce.State state) {
    return new Workforce(
        "default",
        "arn:aws:sagemaker:eu-west-1:000000000000:workforce/default",
        state,
        Optional.of(APP),
        Optional.of("abc.labeling.eu-west-1.sagemaker.aws"),
        Set.of(),
        Optional.empty(),
        CREATED);
  }

  /** Of our own pool, with the record of the workforce that we made on it. */
  public static Map<String, String> marked() {
    return new WorkforceMark("default", CREATED, true).beside(OWNER);
  }

  public static UserPool pool(Map<String, String> tags) {
    return new UserPool(
        APP.userPoolId(),
        "arn:pool",
        NAMES.pool(),
        Optional.of(NAMES.domain()),
        tags,
        Optional.of(InvitationText.of(MANAGED, PORTAL)),
        Duration.ofDays(7),
        false,
        NOW.minus(Duration.ofDays(30)));
  }

  public static Team wish(String name, String... members) {
    return new Team(
        name, "d", List.of(members).stream().map(Member::new).toList(), null, null, null);
  }

  public static TeamSeen team(String name, Map<String, String> tags, List<PoolUser> people) {
    return team(wish(name), new WantedPeople.Unsaid(), tags, people);
  }

  public static TeamSeen team(
      Team wish, WantedPeople wanted, Map<String, String> tags, List<PoolUser> people) {
    return new TeamSeen(
        wish,
        wanted,
        Optional.of(
            new Workteam(
                wish.name(),
                "arn:team/" + wish.name(),
                "d",
                Set.of(new Workteam.Group(APP, wish.name())),
                Optional.empty(),
                NOW)),
        tags,
        true,
        List.of(new TeamSeen.GroupSeen(wish.name(), Optional.empty(), Optional.of(people))),
        List.of());
  }

  public static TeamSeen missing(String name, Optional<String> groupDescription) {
    return new TeamSeen(
        wish(name),
        new WantedPeople.Unsaid(),
        Optional.empty(),
        Map.of(),
        true,
        List.of(
            new TeamSeen.GroupSeen(
                name,
                groupDescription.map(text -> new PoolMembers.Group(name, text, NOW)),
                groupDescription.map(text -> List.of()))),
        List.of());
  }

  public static WantedPeople.Listed listed(String... addresses) {
    SequencedMap<EmailAddress, String> places = new LinkedHashMap<>();
    List.of(addresses).forEach(one -> places.put(new EmailAddress(one), "line " + places.size()));
    return new WantedPeople.Listed(places, List.of());
  }

  public static PoolUser user(String email, String mark) {
    return user(email, mark, false, Duration.ofDays(30), Duration.ofDays(30));
  }

  public static PoolUser user(
      String email, String mark, boolean invited, Duration createdAgo, Duration modifiedAgo) {
    return new PoolUser(
        "u-" + email,
        new EmailAddress(email),
        mark,
        true,
        invited,
        NOW.minus(createdAgo),
        NOW.minus(modifiedAgo));
  }

  public static CloudFailure failure(ErrorClass errorClass) {
    return new CloudFailure(errorClass, "sagemaker:ListWorkforces", "Code", "no luck", null);
  }

  public WorkforceObservation now() {
    LabelingWorkforceSpec spec =
        new LabelingWorkforceSpec(
            null,
            identity,
            cidrs,
            adoption,
            DeletionPolicy.Retain,
            memberPolicy,
            removal,
            teams.isEmpty() ? List.of(wish("logos")) : teams.stream().map(TeamSeen::wish).toList());
    return new WorkforceObservation(
        NOW,
        OWNER,
        spec,
        "eu-west-1",
        budget,
        confirmedRemoval,
        Optional.ofNullable(failure),
        Optional.ofNullable(workforce),
        List.copyOf(pools),
        poolGranted,
        domain,
        Optional.ofNullable(client),
        List.copyOf(teams),
        elsewhere,
        otherGroups,
        lists);
  }
}
