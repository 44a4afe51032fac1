package dev.labelops.operator.workforce.look;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.MemberPolicy;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.Team;
import dev.labelops.operator.aws.cognito.EmailAddress;
import dev.labelops.operator.aws.cognito.PoolMembers;
import dev.labelops.operator.aws.cognito.PoolUser;
import dev.labelops.operator.aws.sagemaker.Workteam;
import dev.labelops.operator.workforce.plan.WantedPeople;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One team of the spec, as it was found.
 *
 * @param wish the team of the spec
 * @param wanted whom the spec wants in it
 * @param team the work team of that name, whoever made it
 * @param tags its tags; empty when there is none
 * @param granted whether tenancy lets the namespace use a team that is not its own
 * @param groups the groups whose people make it up: those of the spec, else one of the team's name
 * @param dropped groups of the work team that the spec does not name; read where they are to go
 */
public record TeamSeen(
    Team wish,
    WantedPeople wanted,
    Optional<Workteam> team,
    Map<String, String> tags,
    boolean granted,
    List<GroupSeen> groups,
    List<GroupSeen> dropped) {

  /**
   * A group of the pool.
   *
   * @param details read only while the team is not there yet; empty also when there is no group
   * @param people empty when there is no such group
   */
  public record GroupSeen(
      String name, Optional<PoolMembers.Group> details, Optional<List<PoolUser>> people) {}

  /** Whether LabelOps decides who is in the team's group. */
  public boolean hasOwnGroup() {
    return wish.groups() == null || wish.groups().isEmpty();
  }

  /** Everyone in the team's groups, each once. */
  public List<PoolUser> people() {
    return groups.stream()
        .flatMap(group -> group.people().stream())
        .flatMap(List::stream)
        .collect(Collectors.toMap(PoolUser::username, user -> user, (one, same) -> one))
        .values()
        .stream()
        .sorted(java.util.Comparator.comparing(PoolUser::username))
        .toList();
  }

  /** Addresses of everyone in the team's groups. */
  public Set<EmailAddress> addresses() {
    return people().stream().map(PoolUser::email).collect(Collectors.toSet());
  }

  /** Those who are in the team and not on the list, where the list is the whole team. */
  public List<PoolUser> surplus(MemberPolicy policy) {
    if (policy != MemberPolicy.Exact
        || !hasOwnGroup()
        || !(wanted instanceof WantedPeople.Listed listed)) {
      return List.of();
    }
    return people().stream().filter(user -> !listed.places().containsKey(user.email())).toList();
  }

  public boolean canWork() {
    return team.isPresent() && people().stream().anyMatch(PoolUser::enabled);
  }
}
