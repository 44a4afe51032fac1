package dev.labelops.operator.workforce.plan;

import dev.labelops.operator.aws.cognito.EmailAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Whom the spec wants in a team. */
public sealed interface WantedPeople {
  /**
   * A list of people. While it has faults, people are added and nobody is removed: an unreadable
   * line may mean anybody.
   *
   * @param places of each person, in the order of the list, with the place in it that names them,
   *     for messages
   * @param faults a clause for each entry that cannot be read: its place and the rule that it
   *     breaks, never what it holds
   */
  record Listed(SequencedMap<EmailAddress, String> places, List<String> faults)
      implements WantedPeople {
    public Listed {
      faults = List.copyOf(faults);
    }

    List<EmailAddress> people() {
      return List.copyOf(places.keySet());
    }
  }

  /** The spec says nothing: whoever is in the group is right. */
  record Unsaid() implements WantedPeople {}

  /**
   * The Secret or its key is missing or empty: nobody is added or removed.
   *
   * @param secret its name
   */
  record Missing(String secret, String key) implements WantedPeople {}

  /** People of a Secret's content; see {@link MemberList}. */
  static WantedPeople ofSecret(String secret, String key, byte[] content) {
    Listed listed = MemberList.read("Secret '" + secret + "', key '" + key + "'", content);
    return listed.places().isEmpty() && listed.faults().isEmpty()
        ? new Missing(secret, key)
        : listed;
  }

  /** People named in the spec. */
  static WantedPeople ofSpec(List<String> addresses) {
    SequencedMap<EmailAddress, String> people = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      String place = "members[" + i + "].email";
      Optional<String> broken = AddressRule.broken(addresses.get(i));
      broken.ifPresentOrElse(rule -> faults.add(place + " " + rule), () -> {});
      if (broken.isEmpty()) {
        people.putIfAbsent(new EmailAddress(addresses.get(i)), place);
      }
    }
    return new Listed(people, faults);
  }

  /** The people, where they are known. */
  default List<EmailAddress> known() {
    return this instanceof Listed listed ? listed.people() : List.of();
  }

  /** What of the list cannot be read. */
  default List<String> unreadable() {
    return this instanceof Listed listed ? listed.faults() : List.of();
  }

  /** Where the list names the person, for messages. */
  default String place(EmailAddress person) {
    return this instanceof Listed listed ? listed.places().getOrDefault(person, "") : "";
  }
}
