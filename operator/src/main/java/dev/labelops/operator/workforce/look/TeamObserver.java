package dev.labelops.operator.workforce.look;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.Member;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberPolicy;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberRemoval;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.SecretRef;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.Team;
import dev.labelops.operator.aws.Owner;
import dev.labelops.operator.aws.cognito.EmailAddress;
import dev.labelops.operator.aws.cognito.PoolMembers;
import dev.labelops.operator.aws.cognito.PoolUser;
import dev.labelops.operator.aws.sagemaker.Workteam;
import dev.labelops.operator.workforce.look.TeamSeen.GroupSeen;
import dev.labelops.operator.workforce.plan.WantedPeople;
import dev.labelops.operator.workforce.plan.WorkforceNames;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at teams, groups and people. */
final class TeamObserver {
  /** People looked up one by one in a look; the others wait until these have been seen to. */
  private static final int LOOKUPS = 60;

  /** See {@link WorkforceObservation}. */
  record Teams(
      List<TeamSeen> teams,
      Map<EmailAddress, PoolUser> elsewhere,
      Map<String, Set<String>> otherGroups,
      String lists) {
    static final Teams UNSEEN = new Teams(List.of(), Map.of(), Map.of(), "");
  }

  private final Platform platform;

  TeamObserver(Platform platform) {
    this.platform = platform;
  }

  Teams observe(LabelingWorkforce resource, WorkforcePorts aws, Owner owner, String poolId) {
    String namespace = resource.getMetadata().getNamespace();
    List<Workteam> found = aws.workteams().list();
    List<TeamSeen> teams = new ArrayList<>();
    List<String> lists = new ArrayList<>();
    lists.add(resource.getMetadata().getUid() + " " + resource.getMetadata().getGeneration());
    for (Team wish : resource.getSpec().teams()) {
      Optional<Workteam> team =
          found.stream().filter(one -> one.name().equalsIgnoreCase(wish.name())).findFirst();
      teams.add(
          new TeamSeen(
              wish,
              wanted(namespace, wish, lists),
              team,
              team.map(one -> aws.workteams().tags(one.arn())).orElse(Map.of()),
              team.map(one -> granted(namespace, one)).orElse(true),
              groups(aws.members(), poolId, wish, team),
              dropped(aws.members(), poolId, resource.getSpec(), wish, team)));
    }
    return new Teams(
        teams,
        elsewhere(aws.members(), poolId, teams),
        otherGroups(aws.members(), poolId, resource.getSpec(), owner, teams),
        String.join("\n", lists));
  }

  private boolean granted(String namespace, Workteam team) {
    return platform.settings().tenancy().mayUseWorkteam(namespace, team.arn());
  }

  private static List<GroupSeen> groups(
      PoolMembers members, String poolId, Team wish, Optional<Workteam> team) {
    boolean own = wish.groups() == null || wish.groups().isEmpty();
    return (own ? List.of(wish.name()) : wish.groups())
        .stream()
            .map(
                group ->
                    new GroupSeen(
                        group,
                        own && team.isEmpty() ? members.group(poolId, group) : Optional.empty(),
                        members.users(poolId, group)))
            .toList();
  }

  private static List<GroupSeen> dropped(
      PoolMembers members,
      String poolId,
      LabelingWorkforceSpec spec,
      Team wish,
      Optional<Workteam> team) {
    if (spec.memberPolicy() != MemberPolicy.Exact || wish.groups() == null || team.isEmpty()) {
      return List.of();
    }
    return team.get().groups().stream()
        .map(Workteam.Group::name)
        .filter(group -> !wish.groups().contains(group))
        .sorted()
        .map(group -> new GroupSeen(group, Optional.empty(), members.users(poolId, group)))
        .toList();
  }

  /**
   * @param lists gets the version of a Secret that is read
   */
  private WantedPeople wanted(String namespace, Team wish, List<String> lists) {
    if (wish.members() != null) {
      return WantedPeople.ofSpec(wish.members().stream().map(Member::email).toList());
    }
    if (wish.membersFrom() == null) {
      return new WantedPeople.Unsaid();
    }
    SecretRef ref = wish.membersFrom().secretRef();
    Secret secret =
        platform.kubernetes().secrets().inNamespace(namespace).withName(ref.name()).get();
    if (secret != null) {
      lists.add(secret.getMetadata().getUid() + " " + secret.getMetadata().getResourceVersion());
    }
    String encoded =
        secret == null || secret.getData() == null ? null : secret.getData().get(ref.key());
    return encoded == null
        ? new WantedPeople.Missing(ref.name(), ref.key())
        : WantedPeople.ofSecret(ref.name(), ref.key(), Base64.getDecoder().decode(encoded));
  }

  private static Map<EmailAddress, PoolUser> elsewhere(
      PoolMembers members, String poolId, List<TeamSeen> teams) {
    Set<EmailAddress> unknown = new LinkedHashSet<>();
    teams.stream()
        .filter(TeamSeen::hasOwnGroup)
        .forEach(team -> unknown.addAll(team.wanted().known()));
    teams.forEach(team -> unknown.removeAll(team.addresses()));
    Map<EmailAddress, PoolUser> found = new HashMap<>();
    unknown.stream()
        .limit(LOOKUPS)
        .forEach(email -> members.find(poolId, email).ifPresent(user -> found.put(email, user)));
    return found;
  }

  private static Map<String, Set<String>> otherGroups(
      PoolMembers members,
      String poolId,
      LabelingWorkforceSpec spec,
      Owner owner,
      List<TeamSeen> teams) {
    if (spec.memberPolicy() != MemberPolicy.Exact
        || spec.memberRemoval() == null
        || spec.memberRemoval() == MemberRemoval.RemoveFromTeam) {
      return Map.of();
    }
    String mark = new WorkforceNames(owner).mark();
    Map<String, Set<String>> groups = new HashMap<>();
    for (TeamSeen team : teams) {
      for (PoolUser user : team.surplus(spec.memberPolicy())) {
        if (user.mark().equals(mark)) {
          groups.put(user.username(), Set.copyOf(members.groupsOf(poolId, user.username())));
        }
      }
    }
    return groups;
  }
}
