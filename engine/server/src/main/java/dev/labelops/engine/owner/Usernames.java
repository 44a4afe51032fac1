package dev.labelops.engine.owner;

import dev.labelops.engine.cognito.UserDirectory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names of workers, each read once for one request. */
final class Usernames {
  private record Who(String userPoolId, String sub) {}

  private final UserDirectory users;
  private final Map<Who, Optional<String>> known = new HashMap<>();

  Usernames(UserDirectory users) {
    this.users = users;
  }

  /** The e-mail address, else the user name; empty when the user was deleted. */
  Optional<String> of(String userPoolId, String sub) {
    return known.computeIfAbsent(
        new Who(userPoolId, sub),
        who -> users.find(userPoolId, sub).map(user -> user.email().orElse(user.username())));
  }
}
