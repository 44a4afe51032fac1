package dev.labelops.operator.workforce.act;

import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.cognito.EmailAddress;
import dev.labelops.operator.aws.cognito.PoolMembers;
import dev.labelops.operator.aws.cognito.PoolUser;
import dev.labelops.operator.workforce.decide.WorkforceAction.AddToTeams;
import dev.labelops.operator.workforce.decide.WorkforceAction.Invite;
import dev.labelops.operator.workforce.decide.WorkforceAction.Invitee;
import dev.labelops.operator.workforce.decide.WorkforceAction.Membership;
import dev.labelops.operator.workforce.decide.WorkforceAction.Reminder;
import dev.labelops.operator.workforce.decide.WorkforceAction.RemovePeople;
import dev.labelops.operator.workforce.decide.WorkforceOutcome;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Adds, invites and removes people. One person's refusal does not hold up the next; whatever is
 * wrong with the service or our rights does.
 */
final class MemberActor {
  private final PoolMembers members;

  MemberActor(PoolMembers members) {
    this.members = members;
  }

  void add(AddToTeams add) {
    for (Membership one : add.people()) {
      if (add.enable().contains(one.user().username())) {
        members.enable(add.poolId(), one.user().username());
      }
      members.addToGroup(add.poolId(), one.user().username(), one.group());
    }
  }

  /** Disables first: who is out of the group already would not be found again. */
  void remove(RemovePeople remove) {
    for (Membership one : remove.leaving()) {
      members.removeFromGroup(remove.poolId(), one.user().username(), one.group());
    }
    for (Membership one : remove.disabled()) {
      members.disable(remove.poolId(), one.user().username());
      members.removeFromGroup(remove.poolId(), one.user().username(), one.group());
    }
    for (Membership one : remove.deleted()) {
      members.deleteUser(remove.poolId(), one.user().username());
    }
  }

  WorkforceOutcome invite(Invite invite) {
    Mails mails = new Mails(invite.budget());
    for (Reminder reminder : invite.reminders()) {
      mails.send("", () -> remind(invite.poolId(), reminder));
    }
    for (Invitee person : invite.people()) {
      mails.send(person.place(), () -> invite(invite, person));
    }
    return mails.outcome();
  }

  private boolean remind(String poolId, Reminder reminder) {
    String username = reminder.user().username();
    members.inviteAgain(poolId, username);
    reminder.groups().forEach(group -> members.addToGroup(poolId, username, group));
    return true;
  }

  /** Whether a mail went out; people who turn out to be in the pool only join. */
  private boolean invite(Invite invite, Invitee person) {
    String wanted = invite.usernameApart() ? generated(person.email()) : person.email().value();
    String username;
    boolean mailed;
    try {
      username = members.invite(invite.poolId(), wanted, person.email(), invite.mark());
      mailed = true;
    } catch (CloudFailure failure) {
      if (failure.errorClass() != ErrorClass.EXISTS) {
        throw failure;
      }
      username =
          members.find(invite.poolId(), person.email()).map(PoolUser::username).orElse(wanted);
      mailed = false;
    }
    for (String group : person.groups()) {
      members.addToGroup(invite.poolId(), username, group);
    }
    return mailed;
  }

  /** The same for an address each time, so that a repeated call finds the person. */
  private static String generated(EmailAddress email) {
    byte[] folded = email.value().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(folded).toString();
  }

  /** Counts mails; stops at the first failure that the next person would meet too. */
  private static final class Mails {
    private final int budget;
    private int sent;
    private int refused;
    private String refusal = "";
    private boolean exhausted;
    private Optional<CloudFailure> failure = Optional.empty();

    Mails(int budget) {
      this.budget = budget;
    }

    /**
     * @param place that names the person; empty for a reminder
     */
    void send(String place, BooleanSupplier mail) {
      if (sent == budget || exhausted || failure.isPresent()) {
        return;
      }
      try {
        sent += mail.getAsBoolean() ? 1 : 0;
      } catch (CloudFailure thrown) {
        switch (thrown.errorClass()) {
          case INVALID, QUOTA -> {
            refused++;
            refusal = (place.isEmpty() ? "" : place + ", ") + thrown.sentence();
            exhausted = thrown.errorClass() == ErrorClass.QUOTA;
          }
          case THROTTLED, TRANSIENT, CONFLICT, EXISTS, DENIED, NOT_FOUND, UNEXPECTED ->
              failure = Optional.of(thrown);
        }
      }
    }

    WorkforceOutcome outcome() {
      return new WorkforceOutcome(failure, sent, refused, refusal);
    }
  }
}
