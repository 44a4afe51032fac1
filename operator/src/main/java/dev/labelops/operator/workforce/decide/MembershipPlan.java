package dev.labelops.operator.workforce.decide;

import dev.labelops.operator.aws.cognito.EmailAddress;
import dev.labelops.operator.aws.cognito.PoolUser;
import dev.labelops.operator.workforce.decide.WorkforceAction.Invitee;
import dev.labelops.operator.workforce.decide.WorkforceAction.Membership;
import dev.labelops.operator.workforce.decide.WorkforceAction.Reminder;
import dev.labelops.operator.workforce.look.TeamSeen;
import dev.labelops.operator.workforce.look.WorkforceObservation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who joins, is invited, is invited again and leaves, of all teams together.
 *
 * @param joining people of the pool who are missing in a group
 * @param enable user names among them whom we had disabled when they left
 * @param uninvited people who are not in the pool, in the order of the spec
 * @param reminders people who are invited again: first those of whom nobody knows whether the
 *     invitation was sent, then those whose temporary password has expired, oldest first
 * @param removals people who leave
 * @param budget invitations that may be sent now
 * @param nextInvitation when the budget has room again
 */
public record MembershipPlan(
    List<Membership> joining,
    Set<String> enable,
    List<Invitee> uninvited,
    List<Reminder> reminders,
    Removals removals,
    int budget,
    Instant nextInvitation) {
  /** Three resends at most fall between one and four validities after the invitation. */
  private static final int INVITATIONS = 4;

  private static final Duration DAY = Duration.ofDays(1);

  public static MembershipPlan of(WorkforceObservation seen) {
    Map<EmailAddress, PoolUser> inPool = new HashMap<>(seen.elsewhere());
    Set<EmailAddress> inTeams = new HashSet<>();
    for (TeamSeen team : seen.teams()) {
      team.people().forEach(user -> inPool.put(user.email(), user));
      inTeams.addAll(team.addresses());
    }
    Map<PoolUser, List<String>> unreached = new LinkedHashMap<>();
    List<Membership> joining = new ArrayList<>();
    Map<EmailAddress, List<String>> uninvited = new LinkedHashMap<>();
    Set<String> enable = new HashSet<>();
    for (TeamSeen team : seen.teams()) {
      if (!team.hasOwnGroup()) {
        continue;
      }
      String group = team.wish().name();
      Set<EmailAddress> present = team.addresses();
      for (EmailAddress email : team.wanted().known()) {
        PoolUser user = inPool.get(email);
        if (present.contains(email)) {
          continue;
        }
        if (user == null) {
          uninvited.computeIfAbsent(email, e -> new ArrayList<>()).add(group);
        } else if (!inTeams.contains(email) && perhapsUnreached(seen, user)) {
          unreached.computeIfAbsent(user, u -> new ArrayList<>()).add(group);
        } else {
          joining.add(new Membership(user, group));
          if (!user.enabled() && marked(seen, user)) {
            enable.add(user.username());
          }
        }
      }
    }
    List<Instant> sent = sent(seen, inPool);
    int budget = Math.max(0, seen.invitationsPerDay() - sent.size());
    Instant next = budget > 0 || sent.isEmpty() ? seen.now() : sent.get(0).plus(DAY);
    return new MembershipPlan(
        joining,
        enable,
        uninvited.entrySet().stream()
            .map(e -> new Invitee(e.getKey(), place(seen, e.getKey()), e.getValue()))
            .toList(),
        reminders(unreached, lapsed(seen)),
        Removals.of(seen),
        budget,
        next);
  }

  /**
   * A user whom LabelOps created and who is in no team yet: the invitation failed, or its answer
   * was lost. Joining a team comes after the e-mail, so it shows that the e-mail was sent.
   */
  private static boolean perhapsUnreached(WorkforceObservation seen, PoolUser user) {
    return user.invited() && user.enabled() && marked(seen, user);
  }

  private static List<Reminder> reminders(
      Map<PoolUser, List<String>> unreached, List<PoolUser> lapsed) {
    List<Reminder> reminders = new ArrayList<>();
    unreached.forEach((user, groups) -> reminders.add(new Reminder(user, groups)));
    lapsed.forEach(user -> reminders.add(new Reminder(user, List.of())));
    return reminders;
  }

  private static String place(WorkforceObservation seen, EmailAddress person) {
    return seen.teams().stream()
        .filter(team -> !team.wanted().place(person).isEmpty())
        .map(team -> "team '" + team.wish().name() + "', " + team.wanted().place(person))
        .findFirst()
        .orElse("");
  }

  /** People who are not in their teams since no invitation is known to have reached them. */
  public int waiting() {
    return uninvited.size()
        + (int) reminders.stream().filter(reminder -> !reminder.groups().isEmpty()).count();
  }

  /** Those of them who shall join this group. */
  public int waitingFor(String group) {
    return (int)
        Stream.concat(
                uninvited.stream().map(Invitee::groups), reminders.stream().map(Reminder::groups))
            .filter(groups -> groups.contains(group))
            .count();
  }

  static boolean marked(WorkforceObservation seen, PoolUser user) {
    return seen.names().mark().equals(user.mark());
  }

  /**
   * When each invitation of the last 24 hours was sent, oldest first. Cognito's own dates are the
   * record: the creation of a person is the first invitation; while the person has not signed in,
   * the last modification is the last one. People whom somebody else invited count too, since the
   * sender's limit is the account's.
   */
  private static List<Instant> sent(WorkforceObservation seen, Map<EmailAddress, PoolUser> people) {
    Instant dayAgo = seen.now().minus(DAY);
    return people.values().stream()
        .map(user -> user.invited() ? user.modified() : user.created())
        .filter(at -> at.isAfter(dayAgo))
        .sorted()
        .toList();
  }

  /**
   * Wanted people who never signed in and whose temporary password has expired. A resend renews the
   * modification date, so each is at least one validity after the one before; none is sent once
   * four have passed since the creation. That makes three.
   */
  private static List<PoolUser> lapsed(WorkforceObservation seen) {
    if (seen.pool().isEmpty()) {
      return List.of();
    }
    Duration validity = seen.pool().get().temporaryPasswordValidity();
    return seen.teams().stream()
        .filter(TeamSeen::hasOwnGroup)
        .flatMap(
            team ->
                team.people().stream().filter(user -> team.wanted().known().contains(user.email())))
        .distinct()
        .filter(user -> user.invited() && user.enabled())
        .filter(user -> !seen.now().isBefore(user.modified().plus(validity)))
        .filter(
            user -> seen.now().isBefore(user.created().plus(validity.multipliedBy(INVITATIONS))))
        .sorted(Comparator.comparing(PoolUser::modified))
        .toList();
  }
}
