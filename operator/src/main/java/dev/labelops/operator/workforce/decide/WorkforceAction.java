package dev.labelops.operator.workforce.decide;

import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.cognito.CognitoApp;
import dev.labelops.operator.aws.cognito.EmailAddress;
import dev.labelops.operator.aws.cognito.PoolUser;
import dev.labelops.operator.aws.cognito.UserPool;
import dev.labelops.operator.aws.sagemaker.Workteam;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.workforce.plan.PortalUrl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What to do after one look. Each has at most one kind of effect. */
public sealed interface WorkforceAction extends WorkforceStep {
  /** Present participle for a condition: what is being made or changed. */
  default String doing() {
    return switch (this) {
      case CreatePool a -> "The user pool is being made.";
      case MarkPool a -> "The user pool is being marked as ours.";
      case CreateDomain a -> "The domain of the user pool is being made.";
      case CreateClient a -> "The app client of the user pool is being made.";
      case CreateWorkforce a -> "The workforce is being made.";
      case RestrictSources a -> "The source addresses of the workforce are being set.";
      case LinkPortal a -> "The portal's address is being added to the app client.";
      case SetInvitation a -> "The text of invitations is being set.";
      case CreateGroups a -> "Groups are being made.";
      case CreateTeam a -> "Work team '" + a.team() + "' is being made.";
      case UpdateTeam a -> "Work team '" + a.team().name() + "' is being updated.";
      case AddToTeams a -> "People are being added to their teams.";
      case Invite a -> "People are being invited.";
      case RemovePeople a -> "People are being removed from their teams.";
      case Reject a -> a.message();
      case Await a -> a.message();
      case Retry a -> a.failure().sentence();
      case Settle a -> "The workforce is Active and its teams are in place.";
    };
  }

  /** Only concerns people of teams that are in place. */
  sealed interface OfPeople extends WorkforceAction {}

  // Nothing is changed

  /** A person must change something. */
  record Reject(Reason reason, String message) implements WorkforceAction {}

  /**
   * Something else must happen first, without us.
   *
   * @param soonest until the next look; longer the longer it lasts
   */
  record Await(Reason reason, String message, Duration soonest) implements WorkforceAction {}

  /** A read failed. */
  record Retry(CloudFailure failure) implements WorkforceAction {}

  /** Everything is in place. */
  record Settle() implements WorkforceAction {}

  // Sign-in and workforce

  record CreatePool(String name, Map<String, String> tags) implements WorkforceAction {}

  /** Writes our ownership on a pool that the user made. */
  record MarkPool(String arn, Map<String, String> tags) implements WorkforceAction {}

  record CreateDomain(String poolId, String domain) implements WorkforceAction {}

  record CreateClient(String poolId, String name) implements WorkforceAction {}

  /**
   * @param fresh whether pool or client may be too young for SageMaker to see them
   */
  record CreateWorkforce(
      String name, CognitoApp app, Set<String> sourceCidrs, Map<String, String> tags, boolean fresh)
      implements WorkforceAction {}

  record RestrictSources(String workforce, Set<String> sourceCidrs) implements WorkforceAction {}

  /** Lets people return from the sign-in to the portal. */
  record LinkPortal(CognitoApp app, PortalUrl portal) implements WorkforceAction {}

  record SetInvitation(String poolId, UserPool.Invitation invitation) implements WorkforceAction {}

  // Teams

  record CreateGroups(String poolId, List<String> groups, String description)
      implements WorkforceAction {}

  /**
   * @param fresh whether the group may be too young for SageMaker to see it
   */
  record CreateTeam(
      String workforce,
      String team,
      String description,
      Set<Workteam.Group> groups,
      Optional<String> notificationTopicArn,
      Map<String, String> tags,
      boolean fresh)
      implements WorkforceAction {}

  record UpdateTeam(Workteam team) implements WorkforceAction {}

  // People

  /** Someone of the pool and the group that they join or leave. */
  record Membership(PoolUser user, String group) {}

  /**
   * Someone who is not in the pool and the groups that they join.
   *
   * @param place team and entry of its list that name the person, for messages
   */
  record Invitee(EmailAddress email, String place, List<String> groups) {}

  /**
   * Someone who never signed in and is mailed a new temporary password.
   *
   * @param groups joined once the mail is out; none for who is in a team already
   */
  record Reminder(PoolUser user, List<String> groups) {}

  /**
   * @param enable user names that we had disabled when they left
   */
  record AddToTeams(String poolId, List<Membership> people, Set<String> enable)
      implements OfPeople {}

  /**
   * Mails go out, reminders first.
   *
   * @param budget invitations that may be sent now
   * @param usernameApart the pool wants a user name that is not the address
   */
  record Invite(
      String poolId,
      List<Reminder> reminders,
      List<Invitee> people,
      int budget,
      String mark,
      boolean usernameApart)
      implements OfPeople {}

  /**
   * Everybody who leaves, at once: a confirmation covers the whole change.
   *
   * @param leaving leave their group and keep the account
   * @param disabled leave their group and are disabled
   * @param deleted their account is deleted
   */
  record RemovePeople(
      String poolId, List<Membership> leaving, List<Membership> disabled, List<Membership> deleted)
      implements OfPeople {}
}
