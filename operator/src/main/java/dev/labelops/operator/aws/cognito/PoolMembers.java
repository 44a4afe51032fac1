package dev.labelops.operator.aws.cognito;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Groups and people of one user pool. Every method throws {@link CloudFailure}, whose text never
 * holds an address.
 */
public interface PoolMembers {
  /**
   * A group.
   *
   * @param description as its maker wrote it; empty text when there is none
   */
  record Group(String name, String description, Instant created) {}

  /** GetGroup; empty when there is none. */
  Optional<Group> group(String userPoolId, String group);

  /** CreateGroup. */
  void createGroup(String userPoolId, String group, String description);

  /** DeleteGroup; its people stay. A group that is already gone is not an error. */
  void deleteGroup(String userPoolId, String group);

  /** ListUsersInGroup, all pages; empty when there is no such group. */
  Optional<List<PoolUser>> users(String userPoolId, String group);

  /** ListUsers by e-mail; the service may take a moment to show somebody new. */
  Optional<PoolUser> find(String userPoolId, EmailAddress email);

  /**
   * How many people of the pool do not carry the mark {@link PoolUser#mark()} (ListUsers, all
   * pages).
   */
  long without(String userPoolId, String mark);

  /** AdminListGroupsForUser, all pages. */
  List<String> groupsOf(String userPoolId, String username);

  /**
   * AdminCreateUser by e-mail, with the address marked as verified: Cognito sends the invitation.
   *
   * @param username the address, or something else where the pool wants that
   * @param mark {@link PoolUser#mark()}, written with the person in one call
   * @return Cognito's user name
   */
  String invite(String userPoolId, String username, EmailAddress email, String mark);

  /** AdminCreateUser with RESEND: a new temporary password. */
  void inviteAgain(String userPoolId, String username);

  /** AdminAddUserToGroup; somebody who is in it already stays. */
  void addToGroup(String userPoolId, String username, String group);

  /** AdminRemoveUserFromGroup. */
  void removeFromGroup(String userPoolId, String username, String group);

  /** AdminEnableUser. */
  void enable(String userPoolId, String username);

  /** AdminDisableUser. */
  void disable(String userPoolId, String username);

  /** AdminDeleteUser; somebody who is already gone is not an error. */
  void deleteUser(String userPoolId, String username);

  /** Through the SDK. */
  static PoolMembers of(AwsClients clients, AwsClients.Scope scope) {
    return new CognitoPoolMembers(clients.cognito(scope));
  }
}
