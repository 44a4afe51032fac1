package dev.labelops.operator.workforce;

import dev.labelops.operator.aws.EmailAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whom the spec wants in a team. */
sealed interface WantedPeople {
  /**
   * A list of people.
   *
   * @param people in the order of the list
   * @param unreadableLines lines of the Secret that are no address
   */
  record Listed(List<EmailAddress> people, int unreadableLines) implements WantedPeople {}

  /** The spec says nothing: whoever is in the group is right. */
  record Unsaid() implements WantedPeople {}

  /**
   * The Secret or its key is missing or empty: nobody is added or removed.
   *
   * @param secret its name
   */
  record Missing(String secret, String key) implements WantedPeople {}

  Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+");
  int LONGEST_ADDRESS = 128;

  /** People of a Secret's text: an address a line; blank lines and lines with # do not count. */
  static WantedPeople ofText(String secret, String key, String text) {
    Set<EmailAddress> people = new LinkedHashSet<>();
    int unreadable = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.length() <= LONGEST_ADDRESS && ADDRESS.matcher(line).matches()) {
        people.add(new EmailAddress(line));
      } else {
        unreadable++;
      }
    }
    return people.isEmpty()
        ? new Missing(secret, key)
        : new Listed(List.copyOf(people), unreadable);
  }

  /** The people, where they are known. */
  default List<EmailAddress> known() {
    return this instanceof Listed listed ? listed.people() : List.of();
  }
}
