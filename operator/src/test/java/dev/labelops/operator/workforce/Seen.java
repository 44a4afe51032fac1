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
import dev.labelops.operator.aws.AppClient;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.CognitoApp;
import dev.labelops.operator.aws.EmailAddress;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.PoolMembers;
import dev.labelops.operator.aws.PoolUser;
import dev.labelops.operator.aws.UserPool;
import dev.labelops.operator.aws.Workforce;
import dev.labelops.operator.aws.Workteam;
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
final class Seen {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Instant CREATED = NOW.minus(Duration.ofDays(20));
  static final Owner OWNER = new Owner("here", "shop", "brand", "uid-1");
  static final WorkforceNames NAMES = new WorkforceNames(OWNER);
  static final CognitoApp APP = new CognitoApp("eu-west-1_Pool", "client");
  static final PortalUrl PORTAL = new PortalUrl("https://abc.labeling.eu-west-1.sagemaker.aws");
  static final ManagedCognito MANAGED =
      new ManagedCognito("default", "Example", "ml@example.com", null);

  Identity identity = new Identity(null, MANAGED, null);
  Adoption adoption = Adoption.IfOwned;
  MemberPolicy memberPolicy = MemberPolicy.Merge;
  MemberRemoval removal = MemberRemoval.RemoveFromTeam;
  List<String> cidrs;
  boolean paused;
  String confirmedRemoval = "";
  CloudFailure failure;
  Workforce workforce = workforce(Workforce.State.ACTIVE);
  List<UserPool> pools = new ArrayList<>(List.of(pool(marked())));
  boolean poolGranted = true;
  UserPool.DomainState domain = UserPool.DomainState.ACTIVE;
  AppClient client =
      new AppClient(APP.clientId(), NAMES.client(), true, PORTAL.callbacks(), PORTAL.logouts());
  List<TeamSeen> teams = new ArrayList<>(List.of(team("logos", OWNER.tags(), List.of())));
  Map<EmailAddress, PoolUser> elsewhere = new HashMap<>();
  Map<String, Set<String>> otherGroups = new HashMap<>();
  String lists = "uid-1 1";
  int budget = 40;

  static Seen inPlace() {
    return new Seen();
  }

  static Seen existing() {
    Seen seen = new Seen();
    seen.identity = new Identity(new Existing(), null, null);
    seen.pools = new ArrayList<>(List.of(pool(Map.of())));
    return seen;
  }

  static Seen brought() {
    Seen seen = new Seen();
    seen.identity =
        new Identity(null, null, new ExistingCognito("default", APP.userPoolId(), APP.clientId()));
    return seen;
  }

  Seen nothing() {
    workforce = null;
    pools = new ArrayList<>();
    client = null;
    domain = UserPool.DomainState.ABSENT;
    teams = new ArrayList<>();
    return this;
  }

  static Workforce workforce(Workforce.State state) {
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
  static Map<String, String> marked() {
    return new WorkforceMark("default", CREATED, true).beside(OWNER);
  }

  static UserPool pool(Map<String, String> tags) {
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

  static Team wish(String name, String... members) {
    return new Team(
        name, "d", List.of(members).stream().map(Member::new).toList(), null, null, null);
  }

  static TeamSeen team(String name, Map<String, String> tags, List<PoolUser> people) {
    return team(wish(name), new WantedPeople.Unsaid(), tags, people);
  }

  static TeamSeen team(
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

  static TeamSeen missing(String name, Optional<String> groupDescription) {
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

  static WantedPeople.Listed listed(String... addresses) {
    SequencedMap<EmailAddress, String> places = new LinkedHashMap<>();
    List.of(addresses).forEach(one -> places.put(new EmailAddress(one), "line " + places.size()));
    return new WantedPeople.Listed(places, List.of());
  }

  static PoolUser user(String email, String mark) {
    return user(email, mark, false, Duration.ofDays(30), Duration.ofDays(30));
  }

  static PoolUser user(
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

  static CloudFailure failure(ErrorClass errorClass) {
    return new CloudFailure(errorClass, "sagemaker:ListWorkforces", "Code", "no luck", null);
  }

  WorkforceObservation now() {
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
        paused,
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
